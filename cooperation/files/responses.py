"""A file as an answer: made first, then sent, so that its length and digest are known before its first byte leaves.

A server cannot take back a status, and some end a stream that fails as if it were whole. So what fails while a file is made
is an error like any other, and what fails while it is sent falls short of the announced length, which every client notices.
"""

import io
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from config.databases.routing import reading_alias
from config.databases.versions import Version, read_version
from config.rest.caching.responses import cache_headers, cache_key
from config.rest.errors import InvalidParameters, ParameterError
from config.rest.exporting import Listing
from config.rest.limits import client_address
from config.rest.ranges import Part, asks_for_part, part_for, unsatisfiable
from cooperation.files.answers import AnswerReader
from cooperation.files.names import file_name
from cooperation.files.output import DigestWriter
from cooperation.files.snapshot import snapshot
from cooperation.files.store import new_file, store_file, stored_file
from cooperation.files.transfer import Transfer, turn_to_make

logger = logging.getLogger(__name__)

# Longer lists are made in a file; shorter ones in memory, kept and compressed like any answer.
MANY_ROWS = 5_000
# Bytes of a part that is read at once.
SHORT_PART = 2**20


@dataclass(frozen=True)
class FileFormat:
    """A format in which a whole list can be had.

    `is_compressed` says that the format compresses by itself; `max_rows` how many rows it takes at most (None: any number).
    """

    name: str
    media_type: str
    description: str
    writer: Callable[[AnswerReader, IO[bytes]], None]
    is_compressed: bool = False
    needs_geometry: bool = False
    max_rows: int | None = None

    def holds(self, rows: int) -> bool:
        return self.max_rows is None or rows <= self.max_rows

    def write(self, reader: AnswerReader, file: Any, *, is_gzip: bool = False) -> str:
        """Write a list into a file; SHA-256 of what was written, not compressed."""
        output = DigestWriter(file, is_gzip=is_gzip)
        self.writer(reader, cast("IO[bytes]", output))
        return output.finish()

    def response(self, request: HttpRequest, listing: Listing) -> HttpResponseBase:
        """A list as a file: InvalidParameters if the format cannot hold it, Busy if another large one is under way."""
        is_gzip = not (self.is_compressed or asks_for_part(request)) and _accepts_gzip(request)
        deadline = time.monotonic() + settings.EXPORT_TIMEOUT
        return Download(request, self, AnswerReader(listing), deadline, is_gzip).response()


@dataclass(frozen=True)
class Download:
    """One request for a file."""

    request: HttpRequest
    file_format: FileFormat
    reader: AnswerReader
    deadline: float
    is_gzip: bool

    def response(self) -> HttpResponseBase:
        version: Version | None = getattr(self.request, "dataset", None)
        if stored := stored_file(self.key(version)):
            return self.with_headers(self.send(stored.file, stored.sha256, version), version, stored.rows)
        with snapshot(reading_alias(), settings.EXPORT_TIMEOUT):
            # The version of what is read here, for the name of the file and for its ETag; answers were read before.
            if self.reader.is_query:
                version = self.request.dataset = read_version()  # type: ignore[attr-defined]
            rows = self.reader.count()
            self.check(rows)
            return self.with_headers(self.body(version, rows), version, rows)

    def key(self, version: Version | None) -> str:
        """What the file is stored under: what is asked, in one state of the dataset; nothing for one without a version."""
        return cache_key(self.request, version) + ("z" if self.is_gzip else "") if version else ""

    def check(self, rows: int) -> None:
        if not self.file_format.holds(rows):
            message = (
                f"These are {rows:,} rows, and {self.file_format.name} holds at most {self.file_format.max_rows:,}: "
                "ask for fewer with a filter, or take csv, ndjson or parquet."
            )
            raise InvalidParameters([ParameterError("format", message)])

    def body(self, version: Version | None, rows: int) -> HttpResponseBase:
        """A short list is an answer like any other, of which parts are cut where answers are kept; a long one is a file."""
        if rows <= MANY_ROWS:
            body = io.BytesIO()
            digest = self.file_format.write(self.reader, body)
            return HttpResponse(body.getvalue(), headers={"X-File-SHA256": digest, "Accept-Ranges": "bytes"})
        if self.request.method == "HEAD" and not (version and settings.EXPORT_MEGABYTES):
            # Made for nobody: it would not be there for the request that follows.
            return StreamingHttpResponse(())
        return self.large(version, rows)

    def large(self, version: Version | None, rows: int) -> HttpResponseBase:
        with turn_to_make():
            file = new_file()
            try:
                digest = self.file_format.write(self.reader, file, is_gzip=self.is_gzip)
                if version:
                    store_file(file, self.key(version), rows, digest)
            except BaseException:
                file.close()
                raise
        return self.send(file, digest, version)

    def send(self, file: IO[bytes], digest: str, version: Version | None) -> HttpResponseBase:
        """A file, or the part that is asked for; a short part at once, for then nothing stays open."""
        size = file.seek(0, io.SEEK_END)
        headers = {"Content-Length": str(size), "X-File-SHA256": digest}
        if self.is_gzip:
            headers["Content-Encoding"] = "gzip"
        # Without room to keep files each part would be made of a file of its own.
        if version and settings.EXPORT_MEGABYTES:
            headers["Accept-Ranges"] = "bytes"
        if self.request.method == "HEAD":
            file.close()
            return StreamingHttpResponse((), headers=headers)
        client = client_address(self.request)
        part = self.part(size, version) if version and "Accept-Ranges" in headers else None
        if part is None:
            return StreamingHttpResponse(Transfer(file, client, self.deadline, 0, size), headers=headers)
        if not part.length:
            file.close()
            return unsatisfiable(part)
        headers |= {"Content-Length": str(part.length), "Content-Range": part.content_range}
        if part.length > SHORT_PART:
            transfer = Transfer(file, client, self.deadline, part.first, part.length)
            return StreamingHttpResponse(transfer, status=206, headers=headers)
        with file:
            file.seek(part.first)
            return HttpResponse(file.read(part.length), status=206, headers=headers)

    def part(self, size: int, version: Version) -> Part | None:
        validators = cache_headers(self.request, cache_key(self.request, version), version, is_strong=True)
        return part_for(self.request, size, validators)

    def with_headers(self, response: HttpResponseBase, version: Version | None, rows: int) -> HttpResponseBase:
        if response.status_code == 416:
            return response
        listing = self.reader.listing
        name = file_name(listing.name, listing.filters, version.number if version else 0, self.file_format.name)
        response["Content-Type"] = self.file_format.media_type
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["X-Total-Count"] = str(rows)
        logger.info("export %s rows=%s address=%s", name, rows, client_address(self.request))
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def _accepts_gzip(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept-Encoding", "")
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", accepted) is not None
