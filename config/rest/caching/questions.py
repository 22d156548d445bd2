"""What is asked, so that the same question in other words finds the same answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import parse_http_date_safe

from config.rest.caching.versions import Version

# Accept headers of programs, all of which get the same; any other is kept apart as it is.
PROGRAMS = {"", "*/*", "application/json", "application/json, text/plain, */*"}
# Folders whose files decide what an answer looks like.
SOFTWARE = ("config", "sources", "cooperation")
SUFFIXES = {".py", ".html", ".json"}


class Question(NamedTuple):
    """All of a request that an answer depends on."""

    site: str
    path: str
    parameters: tuple[str, ...]
    accept: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Question":
        """The question of a request; parameters in any order are the same."""
        meta = request.META
        accept = meta.get("HTTP_ACCEPT", "")
        query = meta.get("QUERY_STRING", "")
        return cls(
            f"{request.scheme}://{meta.get('HTTP_HOST', '')} {settings.PUBLIC_URL}",
            request.path,
            tuple(sorted(query.split("&"))) if query else (),
            "" if accept in PROGRAMS else accept,
        )

    def digest(self, version: Version) -> str:
        """Sixteen bytes in hexadecimal, which stand for the answer in one state."""
        text = "\n".join((software(), version.state, self.site, self.path, *self.parameters, self.accept))
        return blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest()

    def etag(self, version: Version) -> str:
        """The ETag of the answer; weak, for it is the same with and without compression."""
        return f'W/"{self.digest(version)}"'


@dataclass(frozen=True)
class Condition:
    """What a client has already, as its request says."""

    tags: str | None
    since: int | None

    @classmethod
    def of(cls, request: HttpRequest) -> "Condition | None":
        """The condition of a request, or None if it has none; ETags are more exact than times."""
        tags, since = request.META.get("HTTP_IF_NONE_MATCH"), request.META.get("HTTP_IF_MODIFIED_SINCE")
        if tags is not None:
            return cls(tags, None)
        return None if since is None else cls(None, parse_http_date_safe(since))

    def names(self, etag: str) -> bool:
        """Whether the client has the answer of that ETag."""
        return self.tags is not None and etag.removeprefix("W/") in self.tags

    def holds(self, headers: Mapping[str, str]) -> bool:
        """Whether the client has the good answer that has these headers."""
        if self.tags is not None:
            return self.tags.strip() == "*" or self.names(headers["ETag"])
        modified = parse_http_date_safe(headers.get("Last-Modified", ""))
        return self.since is not None and modified is not None and self.since >= modified


@cache
def software() -> str:
    """Digest of what this server runs: another version may answer otherwise, whatever it calls itself."""
    digest = blake2b(digest_size=16)
    files = (path for name in SOFTWARE for path in (settings.BASE_DIR / name).rglob("*") if path.suffix in SUFFIXES)
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()
