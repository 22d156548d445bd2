"""The OpenAPI document: built once, committed, and served as it is."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from config.rest.addresses import site
from cooperation.api.documents.examples import client_over_fixtures, example_answer, import_sample
from cooperation.api.root import RootView
from cooperation.api.search import SearchView
from cooperation.api.urls import router

Schema = dict[str, Any]

PATH = Path(__file__).with_name("openapi.json")
# Requests that show what the API is for; the documents give their real answers.
EXAMPLES = {
    "root": ("/api/v1/", "Everything there is to ask."),
    "funding_list": (
        "/api/v1/funding/?fiscal_year__gte=2006&ordering=-amount&page_size=2",
        "The two largest yearly amounts.",
    ),
    "funding_summary": (
        "/api/v1/funding/summary/?group_by=fiscal_year,stage&fiscal_year__gte=2006",
        "By year and stage.",
    ),
    "funding_retrieve": ("/api/v1/funding/us-training-of-mexican-troops-fy2011/", "One amount with its citations."),
    "funding_history": ("/api/v1/funding/us-training-of-mexican-troops-fy2011/history/", "Its history."),
    "programs_list": ("/api/v1/programs/?id=merida-initiative", "The Mérida Initiative."),
    "programs_retrieve": ("/api/v1/programs/merida-initiative/", "The Mérida Initiative, with its money and events."),
    "organizations_list": ("/api/v1/organizations/?country=MEX&kind=force&page_size=2", "Mexican forces."),
    "organizations_retrieve": ("/api/v1/organizations/whinsec/", "A school."),
    "places_list": ("/api/v1/places/?parent=mexico&kind=state&page_size=2", "States of Mexico."),
    "places_retrieve": ("/api/v1/places/chiapas/", "Chiapas, with what happened there."),
    "authorities_list": ("/api/v1/authorities/?page_size=1", "One of the laws."),
    "events_list": ("/api/v1/events/?possibly_during=2014-02&page_size=2", "What may have happened in February 2014."),
    "events_retrieve": ("/api/v1/events/el-chapo-capture-2014/", "An arrest."),
    "indicators_list": ("/api/v1/indicators/?id=homicides-in-mexico", "One quantity."),
    "indicators_retrieve": ("/api/v1/indicators/homicides-in-mexico/", "One quantity, with its series."),
    "observations_list": (
        "/api/v1/observations/?indicator=homicides-in-mexico&basis=one_year&ordering=period&page_size=2",
        "Homicides in Mexico, year by year.",
    ),
    "observations_summary": (
        "/api/v1/observations/summary/?indicator=homicides-in-mexico&group_by=basis",
        "What may be added up, and what must not.",
    ),
    "sources_list": ("/api/v1/sources/?text_sha256__isnull=false&page_size=2", "Documents that were read."),
    "sources_retrieve": ("/api/v1/sources/foreign-assistance-act-report-fy2011/", "A report that a document cites."),
    "citations_list": (
        "/api/v1/citations/?source=narco-news-us-training-of-mexican-troops&paragraph=17&page_size=2",
        "What paragraph 17 of an article supports.",
    ),
    "discrepancies_list": ("/api/v1/discrepancies/?kind=claim_against_denial&page_size=1", "A claim and its denial."),
    # All of them: a cursor would hold a time, which differs from machine to machine.
    "changes_list": ("/api/v1/changes/?record=merida-initiative", "What happened to a record."),
    "reconciliation_list": (
        "/api/v1/reconciliation/?page_size=1",
        "A claim beside the records, before any are imported.",
    ),
    "search_list": ("/api/v1/search/?q=drug+war&page_size=2", "Where two words stand."),
}
# Those that show the sample of the training reports.
EXAMPLES_OF_TRAININGS = {
    "trainings_list": ("/api/v1/trainings/?country=MEX&page_size=2", "Two of six rows that were imported."),
    "trainings_retrieve": ("/api/v1/trainings/de331a48-62e9-5a55-aeb5-5d6f264f8c0e/", "One row with its cells."),
    "trainings_summary": ("/api/v1/trainings/summary/?country=MEX&group_by=authority", "Six rows by authority."),
    "coverage_list": ("/api/v1/coverage/?country=MEX&fiscal_year=2011", "What is known of a country's year."),
    "printed-totals_list": ("/api/v1/reconciliation/printed-totals/", "Two printed totals beside the sums of rows."),
}
WRONG = "/api/v1/funding/?fiscal_yaer=2011"


@require_safe
def schema_view(request: HttpRequest) -> HttpResponse:
    """The document, with the addresses of this server."""
    return HttpResponse(at_this_site(PATH.read_bytes()), content_type="application/json")


@require_safe
def yaml_view(request: HttpRequest) -> HttpResponse:
    """The same as YAML."""
    return HttpResponse(at_this_site(yaml_document()), content_type="application/yaml")


def at_this_site(document: bytes) -> bytes:
    """A document with the addresses of the server that gives it out."""
    return document.replace(settings.EXAMPLE_SITE.encode(), site().encode())


@cache
def yaml_document() -> bytes:
    text = yaml.dump(orjson.loads(PATH.read_bytes()), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return str(text).encode()


def build_document() -> bytes:
    """The document with real answers as examples, from a database of its own that holds the fixtures alone."""
    document = SchemaGenerator().get_schema(request=None, public=True)
    with client_over_fixtures() as client:
        add_problems(document, client)
        add_examples(document, client, EXAMPLES)
        import_sample()
        add_examples(document, client, EXAMPLES_OF_TRAININGS)
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def operations(document: Schema) -> Iterator[Schema]:
    for path in document["paths"].values():
        yield from path.values()


def add_problems(document: Schema, client: Client) -> None:
    """Put a problem beside every 400."""
    wrong = example_answer(client, WRONG, 400)
    for operation in operations(document):
        if "400" in operation["responses"]:
            problem = next(iter(operation["responses"]["400"]["content"].values()))
            problem["examples"] = {"wrong": {"summary": f"GET {WRONG}", "value": wrong}}


def add_examples(document: Schema, client: Client, examples: Mapping[str, tuple[str, str]]) -> None:
    """Put the answers to example requests beside their operations."""
    for operation in operations(document):
        if example := examples.get(operation["operationId"]):
            address, summary = example
            value = {"summary": f"{summary} GET {address}", "value": example_answer(client, address, 200)}
            operation["responses"]["200"]["content"]["application/json"]["examples"] = {"real": value}


def with_tags(result: Schema, generator: Any, **kwargs: Any) -> Schema:
    """Name the kinds by which operations are grouped, in the order of the API's root, each with a sentence."""
    views = [("root", RootView), *((basename, view) for _, view, basename in router.registry), ("search", SearchView)]
    result["tags"] = [{"name": name, "description": str(view.__doc__).partition("\n")[0]} for name, view in views]
    return result
