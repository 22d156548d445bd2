"""Which servers answer, and which replicas keep up: one thread for each server asks it, so that no request has to.

A replica is behind by the age of the oldest position in the log that the primary had reached and the replica has not
replayed. So no clocks are compared, and a primary at rest makes no replica look late.
"""

import logging
import threading
import time
from collections import deque
from functools import cache
from itertools import count
from math import inf

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from config.databases.connections import READER

logger = logging.getLogger(__name__)

# Seconds between two polls of a server, and after which a replica that was not heard of is left out.
POLL_SECONDS = 0.4
MAX_SILENCE = 1.0
# Positions of a log that are remembered: those of a minute.
MAX_POSITIONS = round(60 / POLL_SECONDS)

POSITION = """
SELECT pg_is_in_recovery(), pg_wal_lsn_diff(
    CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END, '0/0')::bigint
"""

# Connections whose server is down: nobody needs to try them before it answers again.
down: set[str] = set()


class Server:
    """A server, the connections that lead to it, and what was last heard of it."""

    def __init__(self, *aliases: str) -> None:
        self.aliases = aliases
        self.answered_at = -inf
        self.is_replica = False
        # When the server was polled, and how far its log was written (a replica's: replayed) by then; the newest last.
        self.positions: deque[tuple[float, int]] = deque(maxlen=MAX_POSITIONS)

    def poll_forever(self) -> None:
        """Poll the server, whatever happens to it."""
        while True:
            try:
                self.poll()
            except psycopg.Error:
                self.mark_down()
            time.sleep(POLL_SECONDS)

    def poll(self) -> None:
        """Poll the server until it is down."""
        self.positions.clear()
        with psycopg.connect(**connections[self.aliases[0]].get_connection_params(), autocommit=True) as connection:
            while True:
                asked = time.monotonic()
                is_replica, position = connection.execute(POSITION).fetchone() or (False, 0)
                self.record(asked, position, is_replica=is_replica)
                time.sleep(POLL_SECONDS)

    def record(self, asked: float, position: int, *, is_replica: bool) -> None:
        self.positions.append((asked, position))
        self.is_replica, self.answered_at = is_replica, time.monotonic()
        if self.is_down:
            logger.warning("The server of %s answers again.", self.aliases[0])
        down.difference_update(self.aliases)

    def mark_down(self) -> None:
        """Count the server as down until it answers again."""
        if not self.is_down:
            logger.warning("The server of %s is gone.", self.aliases[0])
        down.update(self.aliases)

    @property
    def is_down(self) -> bool:
        """Whether the server has failed and not answered since."""
        return self.aliases[0] in down

    def lag(self, primary: "Server") -> float:
        """Seconds by which the server lacks what the primary has; infinite beyond what is remembered."""
        if not self.positions:
            return inf
        asked, position = self.positions[-1]
        missing = [moment for moment, reached in list(primary.positions) if reached > position]
        if len(missing) == len(primary.positions):
            return inf
        return max(0.0, asked - missing[0]) if missing else 0.0

    def is_current(self, primary: "Server") -> bool:
        """Whether the server is a replica to read from; while the primary is down, any that answers is."""
        if self.is_down or not self.is_replica or time.monotonic() - self.answered_at > MAX_SILENCE:
            return False
        return primary.is_down or self.lag(primary) <= settings.REPLICA_MAX_LAG


class Cluster:
    """The servers behind the connections: the primary, and its replicas."""

    def __init__(self, replicas: list[str]) -> None:
        self.primary = Server(READER, DEFAULT_DB_ALIAS)
        self.replicas = [Server(alias) for alias in replicas]
        self.turns = count()

    def start(self) -> None:
        for server in (self.primary, *self.replicas):
            threading.Thread(target=server.poll_forever, name=f"poll-{server.aliases[0]}", daemon=True).start()

    def current_replicas(self) -> list[str]:
        """The replicas to read from, each first in its turn."""
        names = [server.aliases[0] for server in self.replicas if server.is_current(self.primary)]
        turn = next(self.turns) % len(names) if names else 0
        return names[turn:] + names[:turn]

    def health(self) -> dict[str, str | int]:
        """What may be told to everybody: whether there is a primary to write to, and how many replicas keep up with it."""
        return {
            "primary": "gone" if self.primary.is_down else "ok",
            "replicas": len(self.replicas),
            "replicas_keeping_up": len(self.current_replicas()),
        }

    def mark_down(self, alias: str) -> None:
        """Count the server of a connection as down until it answers again."""
        for server in (self.primary, *self.replicas):
            if alias in server.aliases:
                server.mark_down()


@cache
def cluster() -> Cluster | None:
    """The servers, polled from the first request on; None if the database is a file."""
    if READER not in settings.READERS or connections[READER].vendor != "postgresql":
        return None
    servers = Cluster([alias for alias in settings.READERS if alias != READER])
    servers.start()
    return servers
