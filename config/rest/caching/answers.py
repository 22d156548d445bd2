"""Answers as they are kept: headers, and a body compressed once."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import brotli
import orjson
from django.conf import settings
from django.http import HttpResponse
from django.http.response import ResponseHeaders

# Below this a body would not shrink by what the header costs.
WORTH_COMPRESSING = 500
# What a 304 repeats of the answer that it stands for.
REPEATED = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Access-Control-Allow-Origin")
# Of one answer to one client, not of the answer as such.
PERSONAL = {"x-request-id", "ratelimit", "ratelimit-policy"}
COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}


@dataclass(frozen=True)
class Answer:
    """A good answer as it goes out, again and again; its headers were checked by Django."""

    headers: ResponseHeaders
    body: bytes

    @cached_property
    def repeated(self) -> ResponseHeaders:
        """What of the headers a 304 repeats."""
        return ResponseHeaders({name: self.headers[name] for name in REPEATED if name in self.headers})

    def response(self) -> HttpResponse:
        """The answer to one request."""
        return ready(self.headers, self.body)

    def not_modified(self) -> HttpResponse:
        """The response to a client that has the answer."""
        return ready(self.repeated, status=304)

    def compressed(self, encoding: str) -> "Answer":
        """The same answer in an encoding; as it is if that is none, or not worth it."""
        if not encoding or len(self.body) < WORTH_COMPRESSING or "Content-Encoding" in self.headers:
            return self
        body = COMPRESS[encoding](self.body)
        headers = copied(self.headers)
        headers["Content-Encoding"], headers["Content-Length"] = encoding, str(len(body))
        return Answer(headers, body)

    def dump(self) -> bytes:
        """The answer as bytes."""
        return orjson.dumps(dict(self.headers.items())) + b"\n" + self.body

    @classmethod
    def load(cls, data: bytes) -> "Answer":
        """The answer of such bytes."""
        headers, _, body = data.partition(b"\n")
        return cls(ResponseHeaders(orjson.loads(headers)), body)


def copied(headers: ResponseHeaders) -> ResponseHeaders:
    """A copy of headers that were checked before: to check them again takes as long as all the rest."""
    copy = ResponseHeaders({})
    copy._store.update(headers._store)
    return copy


def ready(headers: ResponseHeaders, body: bytes = b"", status: int = 200) -> HttpResponse:
    """A response with a copy of headers."""
    response = HttpResponse(body, status=status, content_type="")
    response.headers = copied(headers)
    return response


def answer_of(response: HttpResponse) -> Answer:
    """What a response says to everybody."""
    headers = copied(response.headers)
    for name in PERSONAL:
        headers.pop(name, None)
    headers["Content-Length"] = str(len(response.content))
    return Answer(headers, response.content)


def is_for_all(response: HttpResponse) -> bool:
    """Whether a response is good, whole, and nobody's own."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    return not any(word in response.get("Cache-Control", "") for word in ("no-store", "private"))


@lru_cache(maxsize=256)
def encoding_of(accepted: str) -> str:
    """The encoding to answer in, of those that an Accept-Encoding header allows: br, gzip, or none."""
    weights = {}
    for item in accepted.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in COMPRESS if weights.get(name, weights.get("*", False))), "")


def patience(status: int) -> str:
    """Cache-Control of an answer: good ones are kept, what is not there only briefly, other errors not at all."""
    if status == 200:
        return f"public, max-age={settings.MAX_AGE}, stale-while-revalidate={settings.MAX_AGE * 10}"
    return "public, max-age=10" if status in (400, 404, 410) else "no-store"
