from django.apps import AppConfig

from config.rest.exporting import register_formats


class CooperationConfig(AppConfig):
    """The subject: programs, money, events and figures of US–Mexican security cooperation."""

    name = "cooperation"
    verbose_name = "Cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer every list as files."""
        from cooperation.files.formats import FORMATS  # noqa: PLC0415  (models are not there before)

        register_formats(FORMATS)
