from django.apps import AppConfig

from config.databases.derived import declare


class TrainingsConfig(AppConfig):
    """The training activities of the US Foreign Military Training Reports; their models belong to the app of the subject."""

    name = "cooperation.trainings"
    verbose_name = "Trainings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database drop rendered rows that no longer hold."""
        from cooperation.trainings.models.rendering_triggers import RENDERED_TRAININGS  # noqa: PLC0415

        declare(RENDERED_TRAININGS)
