"""Responses that are ready to be given again: what they are found by, their headers, and a body compressed once."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from urllib.parse import unquote_plus

import brotli
import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date, parse_http_date_safe

from config.databases.versions import Version
from config.rest.middleware import API, LONGEST_REMEMBERED
from config.rest.ranges import asks_for_part, part_for, unsatisfiable

# Accept headers of programs, all of which get the same; any other is kept apart as it is.
PROGRAMS = {"", "*/*", "application/json", "application/json, text/plain, */*"}
VARY = "Accept, Accept-Encoding"
# Below this a body would not shrink by what the header costs.
MIN_COMPRESSED_BYTES = 500
# What a 304 repeats of the response that it stands for.
NOT_MODIFIED_HEADERS = (
    *("ETag", "Last-Modified", "Cache-Control", "Vary", "X-Dataset-Version"),
    *("Access-Control-Allow-Origin", "Access-Control-Expose-Headers"),
)
# Bytes of memory for one header beside its letters: two texts and their place in a dictionary.
HEADER_BYTES = 200
# Of one response to one client, not of the response as such.
PERSONAL_HEADERS = {"X-Request-ID", "RateLimit", "RateLimit-Policy"}
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


@dataclass(frozen=True)
class CachedResponse:
    """A good response as it goes out, again and again."""

    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedResponse":
        headers = {**dict(response.items()), "Content-Length": str(len(response.content))}
        for name in PERSONAL_HEADERS & headers.keys():
            del headers[name]
        return cls(headers, response.content)

    def compressed(self, encoding: str) -> "CachedResponse":
        """The same in an encoding; as it is where that is not worth it."""
        if len(self.body) < MIN_COMPRESSED_BYTES or "Content-Encoding" in self.headers:
            return self
        body = COMPRESS[encoding](self.body)
        headers = {**self.headers, "Content-Encoding": encoding, "Content-Length": str(len(body))}
        # One strong ETag is of one body.
        return CachedResponse({**headers, "ETag": weak(headers["ETag"])} if "ETag" in headers else headers, body)

    @property
    def size(self) -> int:
        """Bytes of memory that the response takes: its body, and its headers with what the language needs for each."""
        headers = sum(len(name) + len(value) + HEADER_BYTES for name, value in self.headers.items())
        return len(self.body) + headers

    def dump(self) -> bytes:
        return orjson.dumps(self.headers) + b"\n" + self.body

    @classmethod
    def load(cls, data: bytes) -> "CachedResponse":
        headers, _, body = data.partition(b"\n")
        return cls(orjson.loads(headers), body)


def response_with(headers: Mapping[str, str], body: bytes = b"", status: int = 200) -> HttpResponse:
    """A response with headers that were checked before: to check them again takes as long as all the rest."""
    response = HttpResponse(body, status=status, content_type="")
    response.headers = dict(headers)  # type: ignore[assignment]
    return response


def weak(tag: str) -> str:
    """An ETag that says only that two bodies mean the same."""
    return f"W/{tag.removeprefix('W/')}"


def not_modified(headers: Mapping[str, str]) -> HttpResponse:
    """The response to a client that has the one with these headers."""
    return response_with({name: headers[name] for name in NOT_MODIFIED_HEADERS if name in headers}, status=304)


def in_part(request: HttpRequest, headers: Mapping[str, str], body: bytes) -> HttpResponse:
    """The good response with these headers and this body, or the part of it that is asked for, where parts can be had."""
    part = part_for(request, len(body), headers) if "Accept-Ranges" in headers else None
    if part is None:
        return response_with(headers, body)
    if not part.length:
        return unsatisfiable(part)
    own = {"Content-Range": part.content_range, "Content-Length": str(part.length)}
    return response_with({**headers, **own}, body[part.first : part.first + part.length], 206)


def is_for_all(response: HttpResponse) -> bool:
    """Whether a response is good, whole, and nobody's own."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    cache_control = response.get("Cache-Control", "")
    return "no-store" not in cache_control and "private" not in cache_control


def cache_control(status: int) -> str:
    """How long a response may be kept: a good one as settings say, what is not there only briefly, another error not at all."""
    if status == 200:
        return f"public, max-age={settings.MAX_AGE}, stale-while-revalidate={settings.MAX_AGE * 10}"
    return "public, max-age=10" if status in (400, 404, 410) else "no-store"


def cache_headers(request: HttpRequest, key: str, version: Version, *, is_strong: bool = False) -> dict[str, str]:
    """What a good response says about who may keep it, how long, and how to ask whether it still holds.

    The ETag is weak, for it is the same with and without compression; `is_strong`: it is of these very bytes.
    """
    headers = {"ETag": f'"{key}"' if is_strong else weak(f'"{key}"'), "Cache-Control": cache_control(200), "Vary": VARY}
    if version.last_modified is not None:
        headers["Last-Modified"] = http_date(version.last_modified)
    if version.number:
        headers["X-Dataset-Version"] = str(version.number)
    if request.path.startswith(API):
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = ", ".join(settings.CORS_EXPOSE_HEADERS)
    return headers


def cache_key(request: HttpRequest, version: Version) -> str:
    """Sixteen bytes in hexadecimal for all that a response depends on; parameters in any order are the same."""
    meta = request.META
    accept = meta.get("HTTP_ACCEPT", "")
    host = meta.get("HTTP_HOST") or f"{meta.get('SERVER_NAME')}:{meta.get('SERVER_PORT')}"
    site = f"{request.scheme}://{host} {settings.PUBLIC_URL}"
    parameters = "&".join(sorted(meta.get("QUERY_STRING", "").split("&"), key=parameter_name))
    # Only the path may hold a line break, so it comes last.
    parts = (software_digest(), version.state, site, "" if accept in PROGRAMS else accept, parameters, request.path)
    return digest_of("\n".join(parts))


def parameter_name(parameter: str) -> str:
    """The name in a part of a query string; values of one name mean something by their order."""
    name = parameter.partition("=")[0]
    return unquote_plus(name) if "%" in name else name


def digest_of(text: str) -> str:
    """Sixteen bytes in hexadecimal for a text of any length, which may hold what is no character."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@cache
def software_digest() -> str:
    """Digest of the files that decide what an answer looks like: another version, also of a library, may answer otherwise."""
    digest = blake2b(settings.SOFTWARE_PACKAGES.read_bytes(), digest_size=16)
    for path in sorted(path for folder in settings.SOFTWARE_FOLDERS for path in folder.rglob("*")):
        if path.suffix in {".py", ".html", ".json"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    """Whether what the client has is the good response with these headers; its ETags are more exact than its time."""
    tags, since = request.META.get("HTTP_IF_NONE_MATCH"), request.META.get("HTTP_IF_MODIFIED_SINCE")
    if tags is not None:
        return tags.strip() == "*" or headers["ETag"].removeprefix("W/") in tags
    if since is None or "Last-Modified" not in headers:
        return False
    time = parse_http_date_safe(since)
    return time is not None and time >= parse_http_date(headers["Last-Modified"])


def encoding_for(request: HttpRequest) -> str:
    """The encoding to answer a request in: br, gzip, or none; parts are those of a body as it is."""
    return "" if asks_for_part(request) else encoding_of(request.META.get("HTTP_ACCEPT_ENCODING", ""))


def encoding_of(accepted: str) -> str:
    """The encoding to answer in, of those that an Accept-Encoding header allows: br, gzip, or none."""
    return best_encoding(accepted) if len(accepted) <= LONGEST_REMEMBERED else ""


@lru_cache(maxsize=256)
def best_encoding(accepted: str) -> str:
    """The same for a header of bounded length."""
    weights = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in COMPRESS if weights.get(name, weights.get("*", False))), "")
