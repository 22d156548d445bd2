from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from config.databases.derived import create_derived, declare, drop_derived
from config.databases.roles import grant_to_server, keep_append_only
from config.databases.versions import register_version_reader


class SourcesConfig(AppConfig):
    """Where things come from, and what it takes to be published."""

    name = "sources"
    verbose_name = "Sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sources.models.account import watch_accounts  # noqa: PLC0415  (models are not there before)
        from sources.models.dataset import begin_version, current_version  # noqa: PLC0415  (models are not there before)
        from sources.models.seal import watch_ledger  # noqa: PLC0415
        from sources.models.triggers import APPEND_ONLY, LEDGER, VERSION  # noqa: PLC0415

        # How the fields of answers are described in the API's documents.
        import_module("sources.api.schema")
        register_version_reader(current_version)
        declare(VERSION, LEDGER)
        watch_accounts()
        watch_ledger()
        keep_append_only(*(table for table, _ in APPEND_ONLY.values()))
        pre_migrate.connect(drop_derived, sender=self)
        post_migrate.connect(create_derived, sender=self)
        post_migrate.connect(begin_version, sender=self)
        post_migrate.connect(grant_to_server, sender=self)
