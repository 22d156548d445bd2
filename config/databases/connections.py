"""The connections of the project, from the addresses of its databases: nothing here knows Django.

`default` reads and writes. `reader` reads the same database for the public: it cannot write, and gives up on what takes too
long. `replica1`, `replica2`, ... read copies of it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

Config = dict[str, Any]

READER = "reader"
SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "config.databases.postgresql"
# Seconds after which a server counts as gone: to connect, to get a connection of the pool, to acknowledge what was sent.
CONNECT_TIMEOUT = 2
ACKNOWLEDGE_TIMEOUT = 5
# Seconds after which a transaction that does nothing is ended, so that it does not keep others waiting for ever.
IDLE_IN_TRANSACTION = 60
# To which SQLite cuts what it wrote ahead once that is in the database.
LOG_BYTES = 2**26
# A quiet connection is asked after so many seconds, so often, whether anybody is still there.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 5, "keepalives_count": 3}


@dataclass(frozen=True)
class Limits:
    """What one process may ask of a database: connections kept of each kind, and seconds for one question of the public."""

    pool_size: int
    statement_timeout: float


def database_settings(primary: Config, replicas: list[Config], limits: Limits) -> dict[str, Config]:
    """Django's DATABASES; the addresses are as django-environ parses them."""
    if primary["ENGINE"] == SQLITE:
        return {"default": sqlite_primary(primary), READER: sqlite_reader(primary)}
    readers = {READER: primary} | {f"replica{number}": config for number, config in enumerate(replicas, start=1)}
    return {"default": postgresql_connection(primary, limits)} | {
        alias: postgresql_reader(config, limits) for alias, config in readers.items()
    }


def sqlite_primary(config: Config) -> Config:
    """SQLite, for what writes: writers queue instead of failing, and what is committed survives a power cut."""
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit={LOG_BYTES};",
    }
    return {**config, "CONN_MAX_AGE": 600, "OPTIONS": options}


def sqlite_reader(config: Config) -> Config:
    """SQLite, opened so that it cannot write and locks nobody out; its time limit is set where it is opened."""
    path = quote(str(Path(config["NAME"]).absolute()))
    return {
        **config,
        "NAME": f"file:{path}?mode=ro",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"timeout": 20},
        "TEST": {"MIRROR": "default"},
    }


def wait_no_longer(connection: Config, seconds: float) -> None:
    """Let a connection give up on what somebody else has locked, as who answers requests has to; commands wait for it."""
    options = connection["OPTIONS"]
    if connection["ENGINE"] == SQLITE:
        # Whoever writes waits by `taking_turns`.
        options["timeout"] = 0
    else:
        options["options"] += f" -c lock_timeout={round(seconds * 1000)}"


def postgresql_connection(config: Config, limits: Limits, *settings: str) -> Config:
    """PostgreSQL with a pool of connections that were tried before they are lent, and that notice when nobody is there."""
    started_with = " ".join(
        f"-c {setting}" for setting in (f"idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION}s", *settings)
    )
    options = {
        "connect_timeout": CONNECT_TIMEOUT,
        "tcp_user_timeout": ACKNOWLEDGE_TIMEOUT * 1000,
        **KEEPALIVES,
        "options": started_with,
        # After a failure the pool tries again for a second, then when somebody asks: a server that is back is noticed.
        "pool": {"min_size": 0, "max_size": limits.pool_size, "timeout": CONNECT_TIMEOUT, "reconnect_timeout": 1},
        **config.get("OPTIONS", {}),
    }
    return {**config, "ENGINE": POSTGRESQL, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def postgresql_reader(config: Config, limits: Limits) -> Config:
    """PostgreSQL for the public: nothing is written, and no question takes longer than the limit."""
    milliseconds = round(limits.statement_timeout * 1000)
    reader = postgresql_connection(
        config, limits, "default_transaction_read_only=on", f"statement_timeout={milliseconds}"
    )
    return {**reader, "TEST": {"MIRROR": "default"}}
