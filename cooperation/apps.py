from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """The subject: programs, money, events and figures of US–Mexican security cooperation."""

    name = "cooperation"
    verbose_name = "Cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say in which forms whole lists can be had."""
        from config.rest.exporting import register_formats  # noqa: PLC0415  (models are not there before)
        from cooperation.files.formats import FORMATS  # noqa: PLC0415

        register_formats(FORMATS)
