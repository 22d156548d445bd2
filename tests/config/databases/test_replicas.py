import time
from collections.abc import Iterator
from math import inf

import pytest

from config.databases.replicas import Cluster, Server, down


@pytest.fixture(autouse=True)
def no_server_is_down() -> Iterator[None]:
    down.clear()
    yield
    down.clear()


def polled(alias: str, *positions: tuple[float, int], is_replica: bool = True) -> Server:
    server = Server(alias)
    for asked, position in positions:
        server.record(asked, position, is_replica=is_replica)
    return server


PRIMARY = ((10.0, 100), (11.0, 100), (12.0, 200), (13.0, 300))


def test_a_replica_that_has_all_is_not_behind() -> None:
    assert polled("replica1", (13.1, 300)).lag(polled("reader", *PRIMARY)) == 0.0


def test_a_primary_at_rest_makes_no_replica_late() -> None:
    assert polled("replica1", (5000.0, 300)).lag(polled("reader", *PRIMARY, (4999.9, 300))) == 0.0


def test_a_replica_is_behind_since_the_first_position_that_it_lacks() -> None:
    assert polled("replica1", (13.5, 150)).lag(polled("reader", *PRIMARY)) == 1.5


def test_what_the_primary_wrote_after_the_replica_was_asked_is_not_late() -> None:
    assert polled("replica1", (12.9, 250)).lag(polled("reader", *PRIMARY)) == 0.0


def test_a_replica_that_lacks_all_that_is_remembered_is_behind_without_end() -> None:
    assert polled("replica1", (13.5, 99)).lag(polled("reader", *PRIMARY)) == inf
    assert Server("replica1").lag(polled("reader", *PRIMARY)) == inf


def test_a_replica_that_keeps_up_is_read_from(settings: object) -> None:
    primary = polled("reader", *PRIMARY, is_replica=False)

    assert polled("replica1", (13.1, 300)).is_current(primary)


def test_a_replica_that_is_behind_is_left_out(settings: object) -> None:
    settings.REPLICA_MAX_LAG = 1.0
    primary = polled("reader", *PRIMARY, is_replica=False)

    assert not polled("replica1", (13.5, 150)).is_current(primary)


def test_while_the_primary_is_gone_a_replica_that_is_behind_has_to_do() -> None:
    primary = polled("reader", *PRIMARY, is_replica=False)
    primary.mark_down()

    assert polled("replica1", (13.5, 150)).is_current(primary)


def test_a_replica_that_is_gone_is_left_out_until_it_is_heard() -> None:
    primary, replica = polled("reader", *PRIMARY), polled("replica1", (13.1, 300))

    replica.mark_down()
    assert not replica.is_current(primary)

    replica.record(13.2, 300, is_replica=True)
    assert replica.is_current(primary)


def test_a_replica_that_was_not_heard_for_a_second_is_left_out() -> None:
    replica = polled("replica1", (13.1, 300))
    replica.answered_at = time.monotonic() - 1.1

    assert not replica.is_current(polled("reader", *PRIMARY))


def test_a_server_that_takes_changes_is_no_replica() -> None:
    promoted = polled("replica1", (13.1, 300), is_replica=False)

    assert not promoted.is_current(polled("reader", *PRIMARY))


def test_replicas_take_turns() -> None:
    servers = Cluster(["replica1", "replica2"])
    for server in servers.replicas:
        server.record(1.0, 1, is_replica=True)
    servers.primary.record(1.0, 1, is_replica=False)

    assert [servers.current_replicas() for _ in range(3)] == [
        ["replica1", "replica2"],
        ["replica2", "replica1"],
        ["replica1", "replica2"],
    ]


def test_a_lost_primary_is_lost_to_readers_and_writers() -> None:
    servers = Cluster(["replica1"])

    servers.mark_down("default")

    assert down == {"default", "reader"}
