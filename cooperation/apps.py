from django.apps import AppConfig

from config.databases.derived import declare
from config.rest.exporting import register_formats


class CooperationConfig(AppConfig):
    """The subject: programs, money, events and figures of US–Mexican security cooperation."""

    name = "cooperation"
    verbose_name = "Cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer every list as files, and have the database keep the search in step."""
        from cooperation.files.formats import FORMATS  # noqa: PLC0415  (models are not there before)
        from cooperation.search.fulltext import TRAINING_TEXT  # noqa: PLC0415
        from cooperation.search.in_step import SEARCH_DOCUMENTS  # noqa: PLC0415

        register_formats(FORMATS)
        declare(SEARCH_DOCUMENTS, TRAINING_TEXT)
