from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SourcesConfig(AppConfig):
    """Where things come from, and what it takes to be published."""

    name = "sources"
    verbose_name = "Sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the triggers made anew around every migration, and the fields of answers described in the API's documents."""
        import_module("sources.api.schema")
        from sources.models.triggers import bring_back, take_away  # noqa: PLC0415  (models are not there before)

        pre_migrate.connect(take_away, sender=self)
        post_migrate.connect(bring_back, sender=self)
