"""A date as its source gives it (EDTF), beside the days that it may mean."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from sources.dates import Interval, parse_edtf

OPEN_START = date.min
OPEN_END = date.max


def validate_edtf(text: str) -> None:
    """Refuse a text that is not EDTF level 1 as `parse_edtf` reads it."""
    try:
        parse_edtf(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class EdtfField(models.CharField):
    """EDTF text that keeps three columns beside it: `_earliest`, `_latest` (days) and `_is_uncertain`.

    An open end is the first or last day that a date can hold; an unknown date has neither bound. `fallback` names a method
    of the model that gives the Interval of an empty field (a fiscal year, say), or None.
    """

    def __init__(self, *args: Any, fallback: str | None = None, **kwargs: Any) -> None:
        self.fallback = fallback
        kwargs.update(max_length=40, null=True, blank=True)
        kwargs.setdefault("validators", [validate_edtf])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out of migrations what the constructor fixes."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "null", "blank", "validators"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the derived columns to a real model; migrations list them by themselves."""
        super().contribute_to_class(cls, name, private_only)
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return
        label = f"“{name.replace('_', ' ')}”"
        derived: dict[str, models.Field] = {
            f"{name}_earliest": models.DateField(
                null=True, editable=False, db_index=True, help_text=f"First day that {label} may mean."
            ),
            f"{name}_latest": models.DateField(
                null=True, editable=False, db_index=True, help_text=f"Last day that {label} may mean."
            ),
            f"{name}_is_uncertain": models.BooleanField(
                default=False, editable=False, help_text=f"Whether {label} is in doubt."
            ),
        }
        for derived_name, field in derived.items():
            cls.add_to_class(derived_name, field)

    def interval(self, instance: models.Model) -> Interval | None:
        """What the instance's date means, or None when it is unknown."""
        text = getattr(instance, self.attname)
        if text:
            return parse_edtf(text)
        return getattr(instance, self.fallback)() if self.fallback else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Keep the derived columns true whenever the text is saved."""
        for column, value in derived_columns(self.name, self.interval(model_instance)).items():
            setattr(model_instance, column, value)
        return super().pre_save(model_instance, add)


def derived_columns(name: str, interval: Interval | None) -> dict[str, Any]:
    """The three columns beside the EDTF field `name`, by their names."""
    return {
        f"{name}_earliest": None if interval is None else interval.earliest or OPEN_START,
        f"{name}_latest": None if interval is None else interval.latest or OPEN_END,
        f"{name}_is_uncertain": interval is not None and interval.is_uncertain,
    }


def edtf_fields(model: type[models.Model]) -> list[EdtfField]:
    """The dates of a model, in the order in which it declares them."""
    return [field for field in model._meta.get_fields() if isinstance(field, EdtfField)]


def bounds_constraint(model: str, name: str) -> models.CheckConstraint:
    """A date's first day is no later than its last."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{name}_earliest": None, f"{name}_latest": None})
        | models.Q(**{f"{name}_{end}__isnull": False for end in ("earliest", "latest")})
        & models.Q(**{f"{name}_earliest__lte": models.F(f"{name}_latest")}),
        name=f"{model}_{name}_begins_before_it_ends",
    )
