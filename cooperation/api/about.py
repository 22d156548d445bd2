"""What the API says of itself: the one place for the words that its root, its pages and its documents share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """Terms under which something may be used."""

    name: str
    title: str
    url: str
    covers: str


@dataclass(frozen=True)
class Example:
    """A question that the API answers: its address relative to the host, and what the answer holds."""

    question: str
    address: str
    gives: str


@dataclass(frozen=True)
class About:
    """Name, purpose and terms of the API."""

    name: str
    summary: str
    promise: str
    licence: Licence
    attribution: str
    examples: tuple[Example, ...]

    @property
    def description(self) -> str:
        licence = self.licence
        return (
            f"{self.summary} {self.promise}\n\n{licence.covers}: [{licence.title}]({licence.url}). {self.attribution}"
        )

    def documents_at(self, site: str) -> str:
        """Where to read on, on a server at this address, as Markdown."""
        return (
            f"Read on: the [API guide]({site}/docs/api-guide/), what each word means in the "
            f"[data model]({site}/docs/data-model/) and the [data dictionary]({site}/docs/data-dictionary/), "
            f"and the [changelog]({site}/docs/changelog/)."
        )

    def citation(self, version: str, address: str) -> str:
        """The sentence by which to cite the dataset; the reader adds the day of access."""
        return f"{self.name}, version {version}, {address}, {self.licence.name}, accessed on [date]."


ABOUT = About(
    name="Security Cooperation API",
    summary="Who trained, paid and equipped whom in security cooperation between the United States and Mexico, and who says so.",
    promise=(
        "Every figure leads to its paragraph, competing claims stand side by side, and a wrong question is an error, "
        "never a wrong answer."
    ),
    licence=Licence(
        name="CC BY 4.0",
        title="Creative Commons Attribution 4.0 International",
        url="https://creativecommons.org/licenses/by/4.0/",
        covers="The records, not the documents that they cite",
    ),
    attribution=(
        "Name the Security Cooperation API and, beside each figure, the document and the paragraph that its citation "
        "gives: the claim is theirs, the documents belong to their publishers."
    ),
    examples=(
        Example(
            "Money by year, as documents state it: how much, and how far has it come?",
            "/api/v1/funding/summary/?group_by=fiscal_year,stage&fiscal_year__gte=2006",
            "A row for each year and stage: how many amounts, the smallest, the largest, and a total only where adding is right.",
        ),
        Example(
            "Money by year, as training records add up: what did the training of Mexicans cost?",
            "/api/v1/trainings/summary/?country=MEX&group_by=fiscal_year",
            "A row for each year: activities, trainees, cost, and how many give none. Training alone, once a file is imported.",
        ),
        Example(
            "Money by year, one beside the other: do the records bear out the stated costs?",
            "/api/v1/reconciliation/?measure=cost",
            "A page of stated costs, each with what the records of its year add up to, the difference, and what is not covered.",
        ),
        Example(
            "Which Mexican units were trained most?",
            "/api/v1/trainings/summary/?country=MEX&group_by=recipient_unit&ordering=-trainees&limit=20",
            "The twenty units as printed with the most trainees: activities, courses and cost of each.",
        ),
        Example(
            "Is a year without training activities a year without training?",
            "/api/v1/coverage/?country=MEX",
            "A page of fiscal years: which reports cover it, what is held of them, and why there is nothing where there is nothing.",
        ),
        Example(
            "How many homicides were counted in Mexico, and by whom?",
            "/api/v1/observations/?indicator=homicides-in-mexico&ordering=period",
            "A page of values in order of time: value, qualifier, period, and the citation of each.",
        ),
        Example(
            "What is claimed, and denied?",
            "/api/v1/discrepancies/?kind=claim_against_denial",
            "A page of disagreements: what is known of the reason, and the address of each record.",
        ),
        Example(
            "What happened for certain within 2014?",
            "/api/v1/events/?certainly_during=2014&ordering=start",
            "A page of events: title, dates with their doubt, places, and who took part in which role.",
        ),
        Example(
            "What rests on paragraph 17 of one article?",
            "/api/v1/citations/?source=narco-news-us-training-of-mexican-troops&paragraph=17",
            "A page of places in the text: the words as printed, who says them, and the records that rest on them.",
        ),
    ),
)
