"""An empty database made useful, and one in use brought up to date."""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.databases.files import OWNER_ONLY
from config.databases.statistics import cut_log, refresh_statistics
from cooperation.importers.fixtures import LoadReport, load_fixtures
from sources.models import seal_all
from sources.models.groups import create_groups

# Any number will do, as long as nothing else in the database takes the same (PostgreSQL, advisory locks).
LOCK = 7_361_736


@dataclass(frozen=True)
class Administrator:
    """Who may log in to the admin and do everything; the password only if it was made just now."""

    name: str
    password: str | None = None


@dataclass(frozen=True)
class BootstrapReport:
    """What a start did."""

    migrations: int
    loaded: LoadReport
    administrator: Administrator | None

    def lines(self) -> Iterator[str]:
        if self.migrations:
            yield f"Database: {self.migrations} migrations applied."
        yield from self.loaded.lines()
        if self.administrator is None:
            yield "Nobody is an administrator: run `manage.py createsuperuser`."
        elif self.administrator.password:
            yield f"Log in to the admin as {self.administrator.name} with {self.administrator.password}"
            yield "(made just now and shown only this once)."
        else:
            name = self.administrator.name
            yield f"Log in to the admin as {name}; forgotten? `manage.py changepassword {name}`."


def bootstrap() -> BootstrapReport:
    """Migrate, create the groups, load the fixtures, seal the ledger, make a first administrator; quick if there is nothing to do."""
    with one_at_a_time():
        migrations = migrate()
        create_groups()
        loaded = load_fixtures(settings.FIXTURE_DIRS[0])
        if migrations or loaded.has_changed_records:
            refresh_statistics()
            cut_log()
        seal_all()
        return BootstrapReport(migrations, loaded, administrator())


@contextmanager
def one_at_a_time(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Wait until no other process starts or restores: a lock in a database server, a locked file beside an embedded database."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    else:
        path = settings.VAR_DIR / "bootstrap.lock"
        with path.open("w") as file:
            path.chmod(OWNER_ONLY)
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def migrate() -> int:
    """Apply the migrations that are not applied yet, and say how many."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        call_command("migrate", interactive=False, verbosity=0)
    else:
        # Permissions are made after migrations: a start that was stopped in between has left them out.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return len(pending)


def administrator() -> Administrator | None:
    """An administrator, made if there is none; None if only a person can decide who it is to be."""
    existing = User.objects.filter(is_superuser=True).order_by("pk").first()
    if existing:
        return Administrator(existing.username)
    if User.objects.filter(username="admin").exists():
        return None
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", password=password)
    return Administrator("admin", password)
