from django.apps import AppConfig


class TrainingsConfig(AppConfig):
    """The training activities of the US Foreign Military Training Reports; their models belong to the app of the subject."""

    name = "cooperation.trainings"
    verbose_name = "Trainings"
    default_auto_field = "django.db.models.BigAutoField"
