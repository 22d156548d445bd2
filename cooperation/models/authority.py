"""Laws and budget lines that pay for training and aid."""

from django.db import models

from sources.models import EdtfField, Kind, RecordKind, bounds_constraint


class Authority(Kind):
    """The law or budget line that pays for training and aid, such as IMET, INCLE or Section 1004."""

    KIND = RecordKind.AUTHORITY
    LABEL = "name"
    NAMES = ("code", "name", "aliases__name")
    PARTS = ("aliases",)

    code = models.CharField(max_length=40, help_text="Short name in use, such as IMET.")
    name = models.CharField(max_length=200, help_text="Full name.")
    statute = models.CharField(max_length=200, null=True, blank=True, help_text="The law that it rests on.")
    department = models.CharField(max_length=200, null=True, blank=True, help_text="The department that runs it.")
    valid_from = EdtfField(help_text="Since when it is law (EDTF).")
    valid_to = EdtfField(help_text="Until when it was law (EDTF).")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", help_text="What replaced it."
    )

    class Meta:
        verbose_name_plural = "authorities"
        constraints = [bounds_constraint("authority", name) for name in ("valid_from", "valid_to")]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"
