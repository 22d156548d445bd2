from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """The subject: programs, money, events and figures of US–Mexican security cooperation."""

    name = "cooperation"
    verbose_name = "Cooperation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database keep search and rendered rows in step."""
        from config.databases.derived import declare  # noqa: PLC0415
        from cooperation.search.fulltext import TRAINING_TEXT  # noqa: PLC0415  (models are not there before)
        from cooperation.search.in_step import SEARCH_DOCUMENTS  # noqa: PLC0415
        from cooperation.trainings.models.rendering_triggers import RENDERED_TRAININGS  # noqa: PLC0415

        declare(SEARCH_DOCUMENTS, TRAINING_TEXT, RENDERED_TRAININGS)
