"""Requests of which no two are alike, each meant to leave something behind in the memory of the server."""

import http.client
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.attacks.attacks import HOST, LOGIN

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
CLIENTS = 8


@dataclass(frozen=True)
class Hostile:
    """One request."""

    address: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None


def word(chance: random.Random, letters: int) -> str:
    return "".join(chance.choices(LETTERS, k=letters))


def lists(chance: random.Random) -> Hostile:
    kind = chance.choice(["programs", "funding", "events", "observations", "sources", "trainings"])
    return Hostile(f"/api/v1/{kind}/?page_size={chance.randint(1, 100)}&ordering=id&id__gte={word(chance, 8)}")


def pages_of_trainings(chance: random.Random) -> Hostile:
    least, most = sorted(chance.choices(range(200_000), k=2))
    return Hostile(
        f"/api/v1/trainings/?page_size={chance.randint(1, 50)}&total_cost__gte={least}&total_cost__lte={most}"
    )


def searches(chance: random.Random) -> Hostile:
    return Hostile(
        f"/api/v1/search/?q={chance.choice(['mexico', 'training', 'merida'])}+{word(chance, chance.randint(1, 300))}"
    )


def summaries(chance: random.Random) -> Hostile:
    return Hostile(f"/api/v1/trainings/summary/?group_by=country&total_cost__gte={chance.randint(0, 10**9)}")


def wrong_parameters(chance: random.Random) -> Hostile:
    return Hostile("/api/v1/programs/?" + "&".join(f"{word(chance, 12)}={word(chance, 12)}" for _ in range(60)))


def unknown_pages(chance: random.Random) -> Hostile:
    return Hostile(f"/{chance.choice(['', 'api/v1/', 'admin/', 'static/'])}{word(chance, chance.randint(1, 4_000))}")


def long_accepts(chance: random.Random) -> Hostile:
    accepted = f"application/json, text/{word(chance, 10_000)}"
    return Hostile("/api/v1/programs/?page_size=5", headers={"Accept": accepted})


def languages_and_tags(chance: random.Random) -> Hostile:
    headers = {
        "Accept-Encoding": word(chance, 150),
        "If-None-Match": f'"{word(chance, 5_000)}"',
        "X-Request-ID": word(chance, 128),
    }
    return Hostile("/", headers=headers)


def cookies(chance: random.Random) -> Hostile:
    return Hostile("/", headers={"Cookie": f"sessionid={word(chance, 32)}; {word(chance, 9)}={word(chance, 3_000)}"})


def proxies(chance: random.Random) -> Hostile:
    return Hostile("/api/v1/places/?page_size=3", headers={"X-Forwarded-For": word(chance, 3_000)})


def posts(chance: random.Random) -> Hostile:
    return Hostile("/api/v1/places/", "POST", {"Content-Type": "application/json"}, word(chance, 20_000))


def logins(chance: random.Random) -> Hostile:
    body = f"username={word(chance, 20_000)}&password={word(chance, 20_000)}"
    return Hostile(LOGIN, "POST", {"Content-Type": "application/x-www-form-urlencoded"}, body)


KINDS: list[Callable[[random.Random], Hostile]] = [
    lists, pages_of_trainings, pages_of_trainings, searches, summaries, wrong_parameters, unknown_pages, long_accepts,
    languages_and_tags, cookies, proxies, posts, logins,
]  # fmt: skip


def ask_all(port: int, requests: int, seed: int) -> Counter[int]:
    """Send so many, each from an address of its own; how often each status was answered (0: nothing)."""
    statuses: Counter[int] = Counter()
    guard = threading.Lock()

    def go_on(client: int) -> None:
        chance = random.Random(f"{seed} {client}")
        own = Counter(ask(port, chance.choice(KINDS)(chance), chance) for _ in range(requests // CLIENTS))
        with guard:
            statuses.update(own)

    threads = [threading.Thread(target=go_on, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def ask(port: int, hostile: Hostile, chance: random.Random) -> int:
    """The status of the answer to one, from anywhere."""
    place = f"127.{chance.randint(1, 254)}.{chance.randint(0, 254)}.{chance.randint(1, 254)}"
    connection = http.client.HTTPConnection(HOST, port, timeout=30, source_address=(place, 0))
    try:
        connection.request(hostile.method, hostile.address, hostile.body, hostile.headers)
        response = connection.getresponse()
        response.read()
        return response.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
