from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SourcesConfig(AppConfig):
    """Where things come from, and what it takes to be published."""

    name = "sources"
    verbose_name = "Sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how the dataset's version is read and answers are described; have triggers made anew around every migration."""
        from config.databases.versions import register_version_reader  # noqa: PLC0415  (models are not there before)
        from sources.models.dataset import current_version  # noqa: PLC0415
        from sources.models.triggers import bring_back, take_away  # noqa: PLC0415

        import_module("sources.api.schema")

        register_version_reader(current_version)
        pre_migrate.connect(take_away, sender=self)
        post_migrate.connect(bring_back, sender=self)
