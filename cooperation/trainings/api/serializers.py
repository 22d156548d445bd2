"""The shape of a training activity."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.keyed import AmongKeys
from config.rest.statements import KeyedStatement, Row
from cooperation.trainings.importer.columns import COLUMNS
from cooperation.trainings.models import KeptTraining, RecipientLink, Training, TrainingFlag
from cooperation.trainings.models.training import flags_of
from sources.api.fields import AddressField, RecordSerializer, object_schema
from sources.api.relations import PartsField
from sources.models import Status


class ComputedField(serializers.Field):
    """A value made of several columns, along relations where they name some."""

    columns: tuple[str, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def from_row(self, row: Row) -> Any:
        raise NotImplementedError


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": [flag.word for flag in TrainingFlag]}})
class FlagsField(ComputedField):
    """The doubts about a row, in words."""

    columns = ("flags",)

    def from_row(self, row: Row) -> list[str]:
        return flags_of(row["flags"])


@extend_schema_field(
    object_schema(
        report={"type": "string", "description": "The report, by its years."},
        section={"type": "string", "description": "Title of the report with volume and section."},
        page={"type": ["string", "null"], "description": "Page as printed; null where the report has none."},
        url={"type": ["string", "null"], "description": "Address of the report; null where none is known."},
    )
)
class PageField(ComputedField):
    """The page of the report that prints a row."""

    columns = ("page__report", "page__section", "page__page", "page__url")

    def from_row(self, row: Row) -> dict[str, str | None]:
        return {column.removeprefix("page__"): row[column] for column in self.columns}


@extend_schema_field(
    object_schema(**{name: {"type": "string", "description": "The cell as published."} for name in COLUMNS})
)
class CellsField(ComputedField):
    """The cells of a row as the dataset publishes them, by the names of its columns."""

    columns = ("raw",)

    def from_row(self, row: Row) -> dict[str, str]:
        return dict(zip(COLUMNS, row["raw"], strict=True))


@extend_schema_field(
    object_schema(
        file_name={"type": "string", "description": "Name of the file."},
        sha256={"type": "string", "description": "SHA-256 of the file."},
        parser_version={"type": "string", "description": "Version of the parser that read it."},
        imported_at={"type": "string", "format": "date-time", "description": "When the row became public."},
    )
)
class BatchField(ComputedField):
    """The import that last wrote a row."""

    columns = ("batch__file_name", "batch__sha256", "batch__parser_version", "batch__finished_at")

    def from_row(self, row: Row) -> dict[str, Any]:
        return dict(
            zip(("file_name", "sha256", "parser_version", "imported_at"), map(row.get, self.columns), strict=True)
        )


class RecipientSerializer(RecordSerializer):
    """A body that received a training."""

    class Meta:
        model = RecipientLink
        fields: tuple[str, ...] = ("organization", "level")


class RecipientRuleSerializer(RecipientSerializer):
    """A body that received a training, and the rule that says so."""

    class Meta(RecipientSerializer.Meta):
        fields = (*RecipientSerializer.Meta.fields, "rule")


class RecipientsField(PartsField):
    """The bodies that the unit of the trainees names; those of a page in one query, as rows share what is read."""

    columns = ("recipients_id",)
    owner = "reading_id"

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The bodies by primary key of the row."""
        readings = {row["recipients_id"] for row in rows} - {None}
        found = super().fetch([{"pk": number} for number in readings]) if readings else {}
        return {row["pk"]: found.get(row["recipients_id"], []) for row in rows}

    @cached_property
    def statement(self) -> KeyedStatement:
        public = RecipientLink.objects.filter(AmongKeys("reading_id"), organization__status=Status.PUBLISHED)
        return KeyedStatement(public.order_by("organization__slug"), *self.serializer.with_fields().columns, self.owner)


class TrainingSerializer(RecordSerializer):
    """One training activity: one row of a Foreign Military Training Report."""

    rendered_in: ClassVar[type[Model] | None] = KeptTraining

    id = serializers.UUIDField(
        source="published_id", read_only=True, help_text="Public id: the one that the published dataset gives the row."
    )
    url = AddressField("trainings", source="published_id")
    program_as_printed = serializers.CharField(
        source="program", read_only=True, help_text="The program as printed, with its fiscal year and department."
    )
    recipients = RecipientsField(
        RecipientSerializer, help_text="The bodies that received it, each once; none where none is known."
    )
    flags = FlagsField(help_text="What is doubtful about the row; none where nothing is.")
    citation = PageField(help_text="Where the report prints it.")

    class Meta:
        model = Training
        fields: tuple[str, ...] = (
            "id", "url", "country", "country_as_printed", "region", "report", "fiscal_year", "program_as_printed", "authority",
            "department", "course_title", "course_title_normalized", "delivery_unit", "delivery_unit_normalized",
            "recipient_unit", "recipient_unit_normalized", "start", "end", "location", "location_country", "place",
            "in_country", "school", "school_base", "is_mobile", "recipients", "quantity", "total_cost", "is_counted", "flags",
            "citation",
        )  # fmt: skip

    @classmethod
    def list_address(cls) -> str:
        return "/api/v1/trainings/"


class TrainingDetailSerializer(TrainingSerializer):
    """A training activity, with the cells that it was read from."""

    rendered_in = None

    # A member of the answer, not the method of this serializer.
    raw = CellsField(  # type: ignore[assignment]
        help_text="The cells as published, by the names of the dataset's columns; numbers of persons are masked."
    )
    recipients = RecipientsField(
        RecipientRuleSerializer,
        help_text="The bodies that received it, each once and with the rule that says so; none where none is known.",
    )
    recipient_reason = serializers.CharField(
        source="recipients.reason",
        read_only=True,
        allow_null=True,
        help_text="Why no recipient is known; null if one is.",
    )
    recipient_rule = serializers.CharField(
        source="recipients.rule",
        read_only=True,
        allow_null=True,
        help_text="The rule that says why no recipient is known; null if none does.",
    )
    batch = BatchField(help_text="The import that last wrote the row.")

    class Meta(TrainingSerializer.Meta):
        fields = (
            *TrainingSerializer.Meta.fields, "school_rule", "school_reason", "mobile_rule", "recipient_reason",
            "recipient_rule", "raw", "batch",
        )  # fmt: skip
