"""Attacks on a server on this machine, each bounded in number and time. A context manager: it goes on until it is left.

Every attack is what somebody did to a copy of the service. None of them needs an account, and none asks another machine.
"""

import http.client
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import randint

HOST = "127.0.0.1"
# What somebody who attacks from several places is seen as.
PLACES = [f"127.0.0.{number}" for number in range(2, 8)]
LOGIN = "/admin/login/?next=/admin/"
# All the words that a summary can be grouped by: every row is a group of its own, or nearly.
GROUP_BY = (
    "country,region,report,fiscal_year,program,authority,department,place,in_country,course_title,delivery_unit,"
    "recipient_unit,month"
)


@contextmanager
def idle_connections(port: int, number: int = 2_200) -> Iterator[None]:
    """Connections on which nothing is asked, opened anew where the server closes them."""
    with kept_open(port, [b""] * number):
        yield


@contextmanager
def unfinished_posts(port: int, number: int = 12) -> Iterator[None]:
    """Logins that announce a long body and send one byte of it."""
    head = f"POST {LOGIN} HTTP/1.1\r\nHost: {HOST}:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with kept_open(port, [f"{head}Content-Length: 50000\r\n\r\na".encode()] * number):
        yield


@contextmanager
def half_headers(port: int, number: int = 200) -> Iterator[None]:
    """Requests whose header never ends."""
    with kept_open(port, [f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Half: ".encode()] * number):
        yield


@contextmanager
def unread_exports(port: int, number: int = 4) -> Iterator[None]:
    """Files of the whole dataset of which nothing is read, through the smallest of buffers."""
    forms = itertools.cycle(["csv", "ndjson", "geojson", "parquet"])
    heads = [f"GET /api/v1/trainings.{next(forms)} HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n" for _ in range(number)]
    with kept_open(port, [head.encode() for head in heads]):
        yield


@contextmanager
def trickled_exports(port: int, number: int = 20) -> Iterator[None]:
    """Files of the whole dataset of which somebody reads some bytes a second, for as long as it takes."""
    head = f"GET /api/v1/trainings.csv HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode()
    is_over = threading.Event()

    def trickle(clients: list[socket.socket]) -> None:
        while not is_over.wait(0.5):
            for client in clients:
                with suppress(OSError):
                    client.recv(50)

    with kept_open(port, [head] * number) as clients:
        thread = threading.Thread(target=trickle, args=(clients,), daemon=True)
        thread.start()
        yield
        is_over.set()
        thread.join()


@contextmanager
def multipart_uploads(port: int, clients: int = 4, megabytes: int = 50) -> Iterator[None]:
    """Large files that nobody asked for, sent without a login."""
    begin = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    length = len(begin) + megabytes * 2**20
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Content-Length": str(length)}

    def upload(connection: http.client.HTTPConnection, _: int) -> None:
        connection.putrequest("POST", LOGIN)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(begin)
        for _ in range(megabytes):
            connection.send(bytes(2**20))
        connection.getresponse().read()

    with asking(port, clients, upload):
        yield


@contextmanager
def refused_summaries(port: int, clients: int = 6) -> Iterator[None]:
    """Summaries that are refused for having too many groups, each time another."""
    words = GROUP_BY.split(",")

    def ask(connection: http.client.HTTPConnection, turn: int) -> None:
        turned = ",".join(words[turn % 13 :] + words[: turn % 13])
        connection.request("GET", f"/api/v1/trainings/summary/?group_by={turned}&fiscal_year__gte={1900 + turn % 90}")
        connection.getresponse().read()

    with asking(port, clients, ask):
        yield


@contextmanager
def unknown_parameters(port: int, clients: int = 6) -> Iterator[None]:
    """Questions with 999 parameters that do not exist."""

    def ask(connection: http.client.HTTPConnection, turn: int) -> None:
        query = "&".join(f"countr{turn}{number}=1" for number in range(999))
        connection.request("GET", f"/api/v1/trainings/?{query}")
        connection.getresponse().read()

    with asking(port, clients, ask):
        yield


@contextmanager
def made_up_sessions(port: int, clients: int = 6) -> Iterator[None]:
    """The first page with session cookies that name nobody."""

    def ask(connection: http.client.HTTPConnection, turn: int) -> None:
        connection.request("GET", "/", headers={"Cookie": f"sessionid=nobody{turn}"})
        connection.getresponse().read()

    with asking(port, clients, ask):
        yield


@contextmanager
def password_guessers(port: int, clients: int = 12) -> Iterator[None]:
    """Logins with a new password each time."""
    with asking(port, clients, guess):
        yield


@contextmanager
def guessers_everywhere(port: int, clients: int = 12) -> Iterator[None]:
    """The same, each time from another address, so that none of them has tried before."""
    with asking(port, clients, guess, lambda _: f"127.{randint(1, 254)}.{randint(0, 254)}.{randint(1, 254)}"):
        yield


def guess(connection: http.client.HTTPConnection, turn: int) -> None:
    """Try a password, as a browser would."""
    connection.request("GET", LOGIN)
    response = connection.getresponse()
    response.read()
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    token = cookie.partition("=")[2]
    body = f"csrfmiddlewaretoken={token}&username=admin&password=guess{turn}&next=/admin/"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", LOGIN, body, headers)
    connection.getresponse().read()


@contextmanager
def kept_open(port: int, heads: list[bytes]) -> Iterator[list[socket.socket]]:
    """One connection for each head, on which that is sent and nothing is read; those that the server took."""
    opening = (opened(port, head, PLACES[turn % len(PLACES)]) for turn, head in enumerate(heads))
    clients = [client for client in opening if client]
    try:
        yield clients
    finally:
        for client in clients:
            client.close()


def opened(port: int, head: bytes, place: str) -> socket.socket | None:
    """A connection from a place on which something was sent; None if the server does not take it."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.settimeout(2)
    try:
        client.bind((place, 0))
        client.connect((HOST, port))
        client.sendall(head)
    except OSError:
        client.close()
        return None
    return client


@contextmanager
def asking(
    port: int,
    clients: int,
    ask: Callable[[http.client.HTTPConnection, int], None],
    place_of: Callable[[int], str] = lambda client: PLACES[client % len(PLACES)],
) -> Iterator[None]:
    """Clients that ask one thing after the other, each from a place of its own unless told otherwise, until it is over."""
    is_over = threading.Event()

    def go_on(client: int) -> None:
        for turn in itertools.count(client * 1_000):
            if is_over.wait(0.005):
                return
            connection = http.client.HTTPConnection(HOST, port, timeout=10, source_address=(place_of(client), 0))
            with suppress(OSError, http.client.HTTPException):
                ask(connection, turn)
            connection.close()

    threads = [threading.Thread(target=go_on, args=(client,), daemon=True) for client in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        is_over.set()
        for thread in threads:
            thread.join(15)


ATTACKS = {
    function.__name__: function
    for function in (
        idle_connections,
        half_headers,
        unfinished_posts,
        multipart_uploads,
        refused_summaries,
        unknown_parameters,
        made_up_sessions,
        unread_exports,
        trickled_exports,
        password_guessers,
        guessers_everywhere,
    )
}
