"""A curator at the admin: logs in, and fills in the form that a page shows."""

from typing import Any

from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from sources.models.groups import create_groups
from tests.factories import make_user


def log_in(*groups: str, name: str = "somebody", **given: Any) -> Client:
    """A client of a user in some of the groups."""
    create_groups()
    client = Client()
    client.user = make_user(name, *groups, **given)
    client.force_login(client.user)
    return client


def admin_url(target: models.Model | type[models.Model], page: str) -> str:
    """The address of a page of a model, or of one row."""
    arguments = [target.pk] if isinstance(target, models.Model) else []
    return reverse(f"admin:{target._meta.app_label}_{target._meta.model_name}_{page}", args=arguments)


def filled_form(page: HttpResponse) -> dict[str, Any]:
    """What a browser would send if the form of a page were sent as it is."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms.extend([inline.formset.management_form, *inline.formset.forms])
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: as_sent(value) for name, value in values.items() if value is not None and value is not False}


def as_sent(value: Any) -> Any:
    """The value of a field as a browser sends it."""
    if value is True:
        return "on"
    if isinstance(value, list):
        return [item.pk if isinstance(item, models.Model) else item for item in value]
    return value


def change(client: Client, record: models.Model, **fields: Any) -> HttpResponse:
    """Open the page of a record, change some fields and save."""
    form = filled_form(client.get(admin_url(record, "change")))
    return client.post(admin_url(record, "change"), {**form, **fields}, follow=True)


def errors_of(page: HttpResponse) -> dict[str, list[str]]:
    """The errors of the form that a page shows, by field."""
    return dict(page.context["adminform"].form.errors)


def messages_of(page: HttpResponse) -> str:
    """The messages that a page shows."""
    return " ".join(str(message) for message in page.context["messages"])
