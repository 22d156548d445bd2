from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """The subject: programs, money, events and figures of US–Mexican security cooperation."""

    name = "cooperation"
    verbose_name = "Cooperation"
    default_auto_field = "django.db.models.BigAutoField"
