"""Where Django looks for a backend's connections."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from config.databases.replicas import gone


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that fails at once where its server is gone, instead of holding up whoever could ask another."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection; OperationalError if there is none to be had."""
        if self.alias in gone:
            raise psycopg.OperationalError(f"The server of {self.alias} is gone.")
        return super().get_new_connection(conn_params)
