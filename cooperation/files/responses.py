"""A file as an answer: made first, then sent, so that its length and digest are known before its first byte leaves.

A server cannot take back a status, and ours ends a stream that fails as if it were whole. So what fails while a file is made
is an error like any other, and what fails while it is sent falls short of the announced length, which every client notices.
"""

import hashlib
import io
import re
import threading
import time
import zlib
from collections.abc import Iterator
from functools import cache
from typing import IO, TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException

from config.databases.routing import reading_alias
from config.rest.caching.questions import Question
from config.rest.caching.versions import Version, read_version
from config.rest.errors import InvalidParameters, ParameterError
from cooperation.files.keeping import find, keep, new_file
from cooperation.files.tables import Table, snapshot

if TYPE_CHECKING:
    from cooperation.files.formats import FileFormat

# Longer lists are made in a file; shorter ones in memory, kept and compressed like any answer.
MANY_ROWS = 5_000
PIECE = 2**18


@cache
def turns() -> threading.BoundedSemaphore:
    """How many large files one process makes and sends at once: each holds one of its threads for as long as it takes."""
    return threading.BoundedSemaphore(settings.EXPORTS_AT_ONCE)


class Busy(APIException):
    """Another large file is being made or sent."""

    status_code = 503
    default_detail = "Another large file is being made. Try again in a moment."
    wait = 5


class Output(io.RawIOBase):
    """A file being written and digested; `is_zipped`: what is kept of it is compressed."""

    def __init__(self, file: Any, *, is_zipped: bool = False) -> None:
        self.file, self.digest = file, hashlib.sha256()
        # 31: with gzip's header and check sum.
        self.zipper = zlib.compressobj(level=1, wbits=31) if is_zipped else None

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self.digest.update(data)
        self.file.write(self.zipper.compress(data) if self.zipper else data)
        return len(data)

    def finish(self) -> str:
        """Write what compression still holds back; SHA-256 of the file, not compressed."""
        if self.zipper:
            self.file.write(self.zipper.flush())
        return self.digest.hexdigest()


class Sending:
    """The pieces of a file, for as long as an export may take; it waits for no turn, and closed, gives it to another."""

    def __init__(self, file: IO[bytes], deadline: float) -> None:
        self.file, self.deadline = file, deadline
        if not turns().acquire(blocking=False):
            file.close()
            raise Busy

    def __iter__(self) -> Iterator[bytes]:
        """The pieces."""
        return self

    def __next__(self) -> bytes:
        """The next piece; the announced length tells a client whose time is up that this is not all."""
        if time.monotonic() > self.deadline:
            raise TimeoutError("A file was fetched too slowly.")
        if piece := self.file.read(PIECE):
            return piece
        raise StopIteration

    def close(self) -> None:
        """Forget the file, and let the next one be made."""
        if not self.file.closed:
            self.file.close()
            turns().release()


def file_response(request: HttpRequest, form: "FileFormat", table: Table) -> HttpResponseBase:
    """A list as a file: InvalidParameters if the form cannot hold it, Busy if another large one is under way."""
    deadline = time.monotonic() + settings.EXPORT_TIMEOUT
    is_zipped = not form.is_packed and wants_gzip(request)
    version: Version | None = getattr(request, "dataset", None)
    if request.method == "GET" and (kept := find(question_of(request, version, is_zipped=is_zipped))):
        response: HttpResponseBase = sent(Sending(kept.file, deadline), kept.sha256, is_zipped=is_zipped)
        return with_headers(response, form, table.listing.name, version, kept.rows)
    with snapshot(reading_alias(), settings.EXPORT_TIMEOUT):
        # The version of what is read here, for the name of the file and for its ETag.
        version = request.dataset = read_version()  # type: ignore[attr-defined]
        rows = table.count()
        check_rows(form, rows)
        if rows <= MANY_ROWS:
            response = small(form, table)
        elif request.method == "HEAD":
            response = StreamingHttpResponse(())
        else:
            question = question_of(request, version, is_zipped=is_zipped)
            response = large(form, table, question, rows, deadline, is_zipped=is_zipped)
    return with_headers(response, form, table.listing.name, version, rows)


def with_headers(
    response: HttpResponseBase, form: "FileFormat", name: str, version: Version | None, rows: int
) -> HttpResponseBase:
    """The answer with what it says of its file: name, with the version of the dataset, and how many rows it has."""
    number = version.number if version else 0
    response["Content-Type"] = form.media_type
    response["Content-Disposition"] = f'attachment; filename="{name}-v{number}.{form.name}"'
    response["X-Total-Count"] = str(rows)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def question_of(request: HttpRequest, version: Version | None, *, is_zipped: bool) -> str:
    """A word for what is asked, in one state of the dataset; none for a dataset without a version."""
    return Question.of(request).digest(version) + ("z" if is_zipped else "") if version else ""


def check_rows(form: "FileFormat", rows: int) -> None:
    """Refuse more rows than a form can hold."""
    if not form.holds(rows):
        message = (
            f"These are {rows:,} rows, and {form.name} holds at most {form.max_rows:,}: ask for fewer with a filter, "
            "or take csv, ndjson or parquet."
        )
        raise InvalidParameters([ParameterError("format", message)])


def small(form: "FileFormat", table: Table) -> HttpResponse:
    """A file that is an answer like any other."""
    body = io.BytesIO()
    digest = written(form, table, body, is_zipped=False)
    return HttpResponse(body.getvalue(), headers={"X-File-SHA256": digest})


def large(
    form: "FileFormat", table: Table, question: str, rows: int, deadline: float, *, is_zipped: bool
) -> StreamingHttpResponse:
    """A file that is made whole, kept, and sent piece by piece."""
    sending = Sending(new_file(), deadline)
    try:
        digest = written(form, table, sending.file, is_zipped=is_zipped)
        if question:
            keep(sending.file, question, rows, digest)
    except BaseException:
        sending.close()
        raise
    return sent(sending, digest, is_zipped=is_zipped)


def sent(sending: Sending, digest: str, *, is_zipped: bool) -> StreamingHttpResponse:
    """A file that is ready, piece by piece."""
    size = sending.file.seek(0, io.SEEK_END)
    sending.file.seek(0)
    headers = {"Content-Length": str(size), "X-File-SHA256": digest}
    return StreamingHttpResponse(sending, headers=headers | ({"Content-Encoding": "gzip"} if is_zipped else {}))


def written(form: "FileFormat", table: Table, file: Any, *, is_zipped: bool) -> str:
    """Write a list into a file; SHA-256 of what was written, not compressed."""
    output = Output(file, is_zipped=is_zipped)
    form.write(table, cast("IO[bytes]", output))
    return output.finish()


def wants_gzip(request: HttpRequest) -> bool:
    """Whether the client takes gzip."""
    accepted = request.headers.get("Accept-Encoding", "")
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", accepted) is not None
