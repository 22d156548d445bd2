"""The feed of changes: what has happened to any record that the public could see, the newest first.

The states before and after are in the history of each record; the feed says where to look.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import F, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Collate, Concat
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.choices import ChoiceField
from config.rest.errors import nearest
from config.rest.filters import REQUIRED_WORDS, TIMES, Filter, StrictFilterSet
from config.rest.operations import Operation
from config.rest.ordering import Ordering, SortKey
from config.rest.rows import RowSerializer
from config.rest.statements import Row
from config.rest.values import ListField, ValueField
from config.rest.views import ReadOnlyView
from sources.api.texts import SUGGESTED_FROM
from sources.models import Change, Record, RecordKind, Status, address_of

KIND, SLUG, STATUS = "record__record_kind", "record__slug", "record__status"


class IdField(serializers.CharField):
    """Kind and public id of the record, and its revision."""

    columns = (KIND, SLUG, "revision")

    def from_row(self, row: Row) -> str:
        return f"{row[KIND]}/{row[SLUG]}/{row['revision']}"


class RecordAddressField(serializers.CharField):
    """Address of the record that changed."""

    columns: tuple[str, ...] = (KIND, SLUG)

    def from_row(self, row: Row) -> str | None:
        return absolute(address_of(RecordKind(row[KIND]).plural, row[SLUG]))


class HistoryAddressField(RecordAddressField):
    """Address of the history of the record that changed; none once it is withdrawn, for its history is, too."""

    columns = (*RecordAddressField.columns, STATUS)

    def from_row(self, row: Row) -> str | None:
        """The address, if there is something to read."""
        return f"{super().from_row(row)}history/" if row[STATUS] == Status.PUBLISHED else None


class ChangeFeedSerializer(RowSerializer):
    """One change of a record, without what it said."""

    id = IdField(source="public_id", help_text="Public id: kind and public id of the record, and its revision.")
    url = RecordAddressField(
        source="*", help_text="Address of the record; it answers 410 with the reason once the record is withdrawn."
    )
    kind = serializers.ChoiceField(RecordKind.choices, source="record.record_kind", help_text="Kind of the record.")
    record = serializers.CharField(source="record.slug", help_text="Public id of the record, unique within its kind.")
    history = HistoryAddressField(
        source="*",
        allow_null=True,
        help_text="Address of all its changes with what it said before and after; null once the record is withdrawn.",
    )

    class Meta:
        model = Change
        fields = ("id", "url", "kind", "record", "history", "revision", "action", "at", "reason")
        read_only_fields = fields


class SeenRecordField(ValueField):
    """Public id of a record of any kind that is published, or was before it was withdrawn."""

    def parse(self, text: str) -> str:
        """The public id; a record that was never public is answered like one that does not exist."""
        super().parse(text)
        if not Change.objects.public().filter(record__slug=text).exists():
            slugs = Record.objects.published().order_by("slug").values_list("slug", flat=True).distinct()
            params = {"text": text[:100], "suggestion": nearest(text[:100], slugs[:SUGGESTED_FROM])}
            raise ValidationError("There is no record “%(text)s”.", params=params)
        return text


OF_KIND = ChoiceField(choices=RecordKind.values, description="Kind of the record.")


class ChangeFilterSet(StrictFilterSet):
    """The filters of the feed."""

    more: ClassVar = {
        "kind": Filter(OF_KIND, field_name=KIND),
        "kind__in": Filter(ListField(item=OF_KIND), field_name=KIND, lookup_expr="in"),
        "record": Filter(
            SeenRecordField(description="Public id of the record; give its kind, too, where several share the id."),
            field_name=SLUG,
        ),
    }

    class Meta:
        model = Change
        fields = {"action": REQUIRED_WORDS, "at": TIMES}


@dataclass(frozen=True)
class IdKey(SortKey):
    """The public id of a change, which no column holds; it parts the changes of one moment."""

    def expression(self, descending: bool, vendor: str) -> Combinable:
        """The public id, by its bytes."""
        revision = Cast("revision", TextField())
        public_id = Concat(KIND, Value("/"), SLUG, Value("/"), revision, output_field=TextField())
        return Collate(public_id, "C" if vendor == "postgresql" else "BINARY")


class ByTime(Ordering):
    """The order of time, the changes of one moment by their ids."""

    def after(self, value: Any, tie: Any, *, backwards: bool) -> Q:
        """Condition: the rows that come after one, or before it; the moment alone, too, for of it there is an index."""
        bound = LessThanOrEqual if self.descending != backwards else GreaterThanOrEqual
        return Q(bound(F("sort_value"), value), super().after(value, tie, backwards=backwards))


AT, ID = SortKey("at", type="time"), IdKey("public_id")


class ChangeFeedView(ReadOnlyView):
    """Changes of all records: what was published, changed, withdrawn or restored, when and why."""

    queryset = Change.objects.public()
    serializer_class = ChangeFeedSerializer
    filterset_class = ChangeFilterSet
    default_ordering = "-at"

    @classmethod
    def orderings(cls) -> dict[str, Ordering]:
        return {word: ByTime(word, AT, ID, word.startswith("-")) for word in ("at", "-at")}

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        return {name: operation for name, operation in super().operations().items() if name != "retrieve"}
