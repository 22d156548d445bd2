"""Clients that take too little of what they asked for."""

from typing import Any

import pytest

from config.server.connections import SLOWEST_BYTES, BoundedProtocol


class Transport:
    """What is still to be sent."""

    unsent = 0

    def get_write_buffer_size(self) -> int:
        return self.unsent


@pytest.fixture
def connection(settings: Any) -> Any:
    settings.IDLE_TIMEOUT = 15
    protocol: Any = BoundedProtocol.__new__(BoundedProtocol)
    protocol.transport = Transport()
    return protocol


def stuck_after(connection: Any, unsent: list[int]) -> int | None:
    """The second at which a connection counts as stuck that has so many bytes unsent each second; None if it never does."""
    for second, left in enumerate(unsent):
        connection.transport.unsent = left
        if connection.is_stuck(float(second)):
            return second
    return None


def test_who_reads_nothing_is_stuck(connection: Any) -> None:
    assert stuck_after(connection, [100_000] * 30) == 16


def test_who_reads_a_byte_a_second_is_stuck(connection: Any) -> None:
    assert stuck_after(connection, [100_000 - second for second in range(30)]) == 16


@pytest.mark.parametrize("bytes_", [SLOWEST_BYTES // 10, 90_000])
def test_who_reads_steadily_is_not(connection: Any, bytes_: int) -> None:
    assert stuck_after(connection, [100_000 - second * bytes_ % 100_000 for second in range(200)]) is None


def test_who_has_taken_all_is_not(connection: Any) -> None:
    assert stuck_after(connection, [100, *[0] * 60, 100, *[0] * 60]) is None
