from django.apps import AppConfig


class DatabasesConfig(AppConfig):
    """Connections, routing to replicas, and what the database derives by itself."""

    name = "config.databases"
    verbose_name = "Databases"
