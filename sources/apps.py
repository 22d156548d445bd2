from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Where things come from, and what it takes to be published."""

    name = "sources"
    verbose_name = "Sources"
    default_auto_field = "django.db.models.BigAutoField"
