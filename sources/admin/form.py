"""The form of a record: two curators do not overwrite each other, and errors stand where they can be mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from sources.models import EdtfField

EDTF_EXAMPLES = "Examples: 2011, 2011-04, 2011-04-09, 2013? (doubtful), 2010-10/2011-09 (from, to), 2008/.. (open)."
CONFLICT = (
    "Somebody else has saved this record since you opened it, so nothing has been saved, and nothing of yours is lost."
)


def condition_columns(condition: models.Q) -> Iterator[str]:
    """The names of the columns that a condition speaks of, in its order."""
    children: list[Any] = condition.children
    for child in children:
        if isinstance(child, models.Q):
            yield from condition_columns(child)
        else:
            yield str(child[0]).split("__")[0]


class RulesAtFields(forms.ModelForm):
    """A form that shows a broken rule of the model at the first field that the rule speaks of."""

    def _get_validation_exclusions(self) -> set[str]:
        """The kind is set by the model, so the rule that a public id is unique within it can be checked."""
        return super()._get_validation_exclusions() - {"record_kind"}  # type: ignore[misc]

    def _post_clean(self) -> None:
        """Let the model check its fields, and this form its rules."""
        self.instance.validate_constraints = self.check_rules
        super()._post_clean()  # type: ignore[misc]
        del self.instance.validate_constraints

    def check_rules(self, exclude: set[str]) -> None:
        """Check each rule by itself, to know which one is broken."""
        broken: dict[str, list[str]] = {}
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    broken.setdefault(self.place_of(constraint), []).append(self.words_of(constraint, error))
        if broken:
            raise ValidationError(broken)

    def place_of(self, constraint: Any) -> str:
        """The first field of the form that a rule speaks of."""
        unique = isinstance(constraint, models.UniqueConstraint)
        columns = constraint.fields if unique else condition_columns(constraint.condition)
        return next((name for name in columns if name in self.fields), NON_FIELD_ERRORS)

    def words_of(self, constraint: Any, error: ValidationError) -> str:
        """What a broken rule says: its own message, else its name, which is a sentence."""
        if isinstance(constraint, models.UniqueConstraint):
            is_public_id = "slug" in constraint.fields
            name = self.instance._meta.verbose_name
            return f"Another {name} has this public id." if is_public_id else " ".join(error.messages)
        if constraint.violation_error_message != constraint.default_violation_error_message:
            return str(constraint.violation_error_message)
        return f"{constraint.name.replace('_', ' ').capitalize()}."


class NamesField(forms.Field):
    """A list of names, typed one to a line."""

    widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """The names as lines."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """The lines as names."""
        ProhibitNullCharactersValidator()(value or "")
        names = [line.strip() for line in str(value or "").splitlines()]
        if any(len(name) > 200 for name in names):
            raise ValidationError("A name has at most 200 characters; one name a line.")
        return [name for name in names if name]


class ComparedWidget(UnfoldBooleanWidget):
    """A box to tick whose value is the revision that was looked at."""

    def __init__(self) -> None:
        super().__init__(check_test=lambda value: False)

    def format_value(self, value: Any) -> None:
        """The value stands in the attributes."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The revision, if the box is ticked."""
        return data.get(name)


@dataclass(frozen=True)
class Difference:
    """A field in which the form and the stored record differ."""

    label: str
    stored: str


class RecordForm(RulesAtFields):
    """What all records are edited with."""

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    compared_with = forms.IntegerField(
        required=False, widget=ComparedWidget, label="I have compared them: save what stands in this form."
    )
    reason = forms.CharField(
        label="Reason for the change",
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text="This record is public, and so is its history: say what is corrected and on what ground.",
    )

    # Why the last attempt to save was refused by the database, if it was.
    refusal: ValidationError | None = None
    is_outdated = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_revision"].initial = self.instance.revision
        self.fields["compared_with"].widget.attrs["value"] = self.instance.revision
        if not (self.instance.pk and self.instance.is_published):
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was opened before somebody else saved the record."""
        cleaned = super().clean() or self.cleaned_data
        if self.refusal:
            raise self.refusal
        known = (cleaned.get("seen_revision"), cleaned.get("compared_with"))
        self.is_outdated = bool(self.instance.pk) and self.instance.revision not in known
        if self.is_outdated:
            raise ValidationError(CONFLICT)
        return cleaned

    @property
    def content_changed(self) -> bool:
        """Whether anything that belongs to the record differs from what is stored."""
        return bool(set(self.changed_data) - set(RecordForm.base_fields))

    def differences(self) -> list[Difference]:
        """Where the form differs from the record as it is stored now."""
        names = [name for name in self.changed_data if name not in RecordForm.base_fields]
        return [Difference(str(self[name].label), self.stored(name)) for name in names]

    def stored(self, name: str) -> str:
        """The stored value of a field in words."""
        field: Any = self.fields[name]
        value = self.get_initial_for_field(field, name)
        if isinstance(value, list):
            return ", ".join(map(str, value)) or "nothing"
        if isinstance(field, forms.ModelChoiceField):
            rows: Any = field.queryset
            value = rows.filter(pk=value).first()
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            value = dict(choices).get(value, value)
        return "nothing" if value in (None, "") else str(value)


def adapt(form_field: forms.Field, db_field: models.Field) -> forms.Field:
    """Keep unknown null instead of an empty text, fields for text small, and help with dates."""
    if isinstance(form_field.widget, forms.Textarea):
        form_field.widget.attrs["rows"] = 4
    if db_field.null and isinstance(form_field, forms.CharField):
        form_field.empty_value = None
    if isinstance(db_field, EdtfField):
        form_field.help_text = f"{form_field.help_text} {EDTF_EXAMPLES}"
    return form_field
