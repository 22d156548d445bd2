import time
from collections.abc import Iterator
from math import inf

import pytest

from config.databases.replicas import Cluster, Server, gone


@pytest.fixture(autouse=True)
def nobody_is_gone() -> Iterator[None]:
    gone.clear()
    yield
    gone.clear()


def heard(alias: str, *positions: tuple[float, int], is_replica: bool = True) -> Server:
    server = Server(alias)
    for asked, position in positions:
        server.hear(asked, position, is_replica=is_replica)
    return server


PRIMARY = ((10.0, 100), (11.0, 100), (12.0, 200), (13.0, 300))


def test_a_replica_that_has_all_is_not_behind() -> None:
    assert heard("replica1", (13.1, 300)).behind(heard("reader", *PRIMARY)) == 0.0


def test_a_primary_at_rest_makes_no_replica_late() -> None:
    assert heard("replica1", (5000.0, 300)).behind(heard("reader", *PRIMARY, (4999.9, 300))) == 0.0


def test_a_replica_is_behind_since_the_first_position_that_it_lacks() -> None:
    assert heard("replica1", (13.5, 150)).behind(heard("reader", *PRIMARY)) == 1.5


def test_what_the_primary_wrote_after_the_replica_was_asked_is_not_late() -> None:
    assert heard("replica1", (12.9, 250)).behind(heard("reader", *PRIMARY)) == 0.0


def test_a_replica_that_lacks_all_that_is_remembered_is_behind_without_end() -> None:
    assert heard("replica1", (13.5, 99)).behind(heard("reader", *PRIMARY)) == inf
    assert Server("replica1").behind(heard("reader", *PRIMARY)) == inf


def test_a_replica_that_keeps_up_is_read_from(settings: object) -> None:
    primary = heard("reader", *PRIMARY, is_replica=False)

    assert heard("replica1", (13.1, 300)).keeps_up(primary)


def test_a_replica_that_is_behind_is_left_out(settings: object) -> None:
    settings.REPLICA_MAX_LAG = 1.0
    primary = heard("reader", *PRIMARY, is_replica=False)

    assert not heard("replica1", (13.5, 150)).keeps_up(primary)


def test_while_the_primary_is_gone_a_replica_that_is_behind_has_to_do() -> None:
    primary = heard("reader", *PRIMARY, is_replica=False)
    primary.lose()

    assert heard("replica1", (13.5, 150)).keeps_up(primary)


def test_a_replica_that_is_gone_is_left_out_until_it_is_heard() -> None:
    primary, replica = heard("reader", *PRIMARY), heard("replica1", (13.1, 300))

    replica.lose()
    assert not replica.keeps_up(primary)

    replica.hear(13.2, 300, is_replica=True)
    assert replica.keeps_up(primary)


def test_a_replica_that_was_not_heard_for_a_second_is_left_out() -> None:
    replica = heard("replica1", (13.1, 300))
    replica.heard_at = time.monotonic() - 1.1

    assert not replica.keeps_up(heard("reader", *PRIMARY))


def test_a_server_that_takes_changes_is_no_replica() -> None:
    promoted = heard("replica1", (13.1, 300), is_replica=False)

    assert not promoted.keeps_up(heard("reader", *PRIMARY))


def test_replicas_take_turns() -> None:
    servers = Cluster(["replica1", "replica2"])
    for server in servers.replicas:
        server.hear(1.0, 1, is_replica=True)
    servers.primary.hear(1.0, 1, is_replica=False)

    assert [servers.keeping_up() for _ in range(3)] == [
        ["replica1", "replica2"],
        ["replica2", "replica1"],
        ["replica1", "replica2"],
    ]


def test_a_lost_primary_is_lost_to_readers_and_writers() -> None:
    servers = Cluster(["replica1"])

    servers.lose("default")

    assert gone == {"default", "reader"}
