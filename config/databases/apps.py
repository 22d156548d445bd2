from importlib import import_module

from django.apps import AppConfig


class DatabasesConfig(AppConfig):
    """Connections, routing to replicas, and what the database derives by itself."""

    name = "config.databases"
    verbose_name = "Databases"

    def ready(self) -> None:
        # It listens for connections, and registers its check.
        import_module("config.databases.files")
