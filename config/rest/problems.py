"""The kinds of problems that answers tell of; each has a page, at the address that an answer gives as its `type`."""

from dataclasses import dataclass

# Where the pages are; what stands above this package serves them.
PAGES = "/errors/"


@dataclass(frozen=True)
class ProblemKind:
    """One kind: its name in the address, the HTTP status, when it occurs, and what to do about it."""

    name: str
    status: int
    title: str
    occurs: str
    remedy: str

    @property
    def path(self) -> str:
        """The path of its page."""
        return f"{PAGES}{self.name}/"


INVALID_PARAMETERS = ProblemKind(
    "invalid-parameters",
    400,
    "Parameters that cannot be answered",
    "A parameter is unknown, given more than once where it takes one value, or its value is none that it takes. Nothing is "
    "guessed and nothing is left out: a misspelt filter is never the whole list.",
    "Read `errors`: each entry names a parameter, says what is wrong with it, and in `suggestion` what was probably meant. "
    "All mistakes of a request are told at once.",
)
OTHERS = (
    ProblemKind(
        "bad-request",
        400,
        "A request that cannot be read",
        "The request as such is broken, or its `Host` is none under which the server is asked.",
        "Send the name of the server as `Host`, and the address as UTF-8.",
    ),
    ProblemKind(
        "forbidden", 403, "Not allowed", "The page is for people who are logged in and may do this.",
        "Log in, or ask who runs the server. Nothing of the API needs a login.",
    ),
    ProblemKind(
        "not-found",
        404,
        "Nothing at this address",
        "There is no such address, or no published record with this public id.",
        "Look at the list of the kind, or search. Addresses end with a slash; public ids are never used again.",
    ),
    ProblemKind(
        "method-not-allowed", 405, "Only reading", "The method is none of `GET`, `HEAD` and `OPTIONS`.",
        "Ask with `GET`: nothing is written through the API.",
    ),
    ProblemKind(
        "not-acceptable",
        406,
        "No such form",
        "The `Accept` header leaves no room for JSON, which is what the address answers.",
        "Send `Accept: application/json`, or none. Files are asked for by name: `/api/v1/funding.csv`, or `format=csv`.",
    ),
    ProblemKind(
        "request-timeout", 408, "A body that takes too long", "The body of the request was not there in time.",
        "Send it at once. Requests to the API have none.",
    ),
    ProblemKind(
        "gone",
        410,
        "A record that was withdrawn",
        "The record was public and is not any more. Its public id names nothing else, ever.",
        "`detail` gives the reason, `/api/v1/changes/` the moment.",
    ),
    ProblemKind(
        "content-too-large", 413, "A body that is too large", "The body of the request is larger than the server takes.",
        "Send less. Requests to the API have none.",
    ),
    ProblemKind(
        "range-not-satisfiable", 416, "No such bytes", "The request asks for bytes behind the end of the file.",
        "`Content-Range` says how many bytes the file has.",
    ),
    ProblemKind(
        "too-many-requests",
        429,
        "Too many requests",
        "One address asked for more in a minute than the server gives to one.",
        "Wait as many seconds as `Retry-After` says. `RateLimit` tells how much is left; answers that are ready, and 304, "
        "are not counted.",
    ),
    ProblemKind(
        "internal-error", 500, "Our mistake", "Something went wrong in the server.",
        "Tell who runs it, with the `X-Request-ID` of the answer.",
    ),
    ProblemKind(
        "unavailable",
        503,
        "Not now",
        "No database answers, the server has too much to do, another large file is being made, or the question takes longer "
        "than the server allows. `detail` says which.",
        "Ask again after as many seconds as `Retry-After` says; where the question takes too long, ask for less, with a filter.",
    ),
)  # fmt: skip
KINDS = {kind.name: kind for kind in (INVALID_PARAMETERS, *OTHERS)}
BY_STATUS = {kind.status: kind for kind in OTHERS}
