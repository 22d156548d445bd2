"""Seeds held against a text: every citation, every figure, every number."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cooperation.importers.seeds.verifying import DocumentSummary, Report, verify
from tests.seeds import PAPER, paper_with_text, read_tiny

ARMY = "organizations:\n  - {slug: army, at: 1, as_stated: %s, name: Army, kind: force}\n"


def verify_tiny(folder: Path, paragraphs: tuple[str, ...], *sections: str, **others: str) -> Report:
    return verify(read_tiny(folder, paper_with_text(folder, *paragraphs), *sections, **others), folder)


def problems_of(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def funding(text: str, as_stated: str, fields: str, *, supports: str = "[]") -> tuple[tuple[str], str]:
    """A text of one paragraph, and a record of line 9 that cites it."""
    words = f'"{as_stated}"'
    return (text,), f"funding:\n  - {{slug: aid, at: 1, as_stated: {words}, {fields}, supports: {supports}}}\n"


def test_a_text_all_of_whose_numbers_are_cited_excluded_or_set_aside_has_no_problems(tmp_path: Path) -> None:
    report = verify_tiny(
        tmp_path,
        ("In 2011 the Army took $15.2 million, as one says.", "7 adverts", "The Army of 2012."),
        "excluded:\n  - {paragraphs: 2, reason: advert}\n",
        "set_aside:\n  - {at: 1, as_stated: one says, reason: pronoun}\n",
        "funding:\n  - {slug: aid, at: 1, as_stated: In 2011 the Army took $15.2 million,",
        " amount: 15_200_000, currency: USD, qualifier: exact, precision: 100000, fiscal_year: 2011, calendar: calendar_year}\n",
        "organizations:\n  - {slug: army, at: 3, as_stated: The Army of 2012, name: Army, kind: force}\n",
    )

    assert report == Report(documents=(DocumentSummary("paper", 2, 4, 3, 1, 0),), problems=(), warnings=())
    assert str(report.documents[0]) == (
        "paper: 2 citations checked; 4 numbers found, 3 covered by citations, 1 set aside, 0 unaccounted for"
    )


def test_every_number_that_nothing_accounts_for_is_named(tmp_path: Path) -> None:
    report = verify_tiny(tmp_path, ("In 2011 forty men, then 40 more.12 The end.",), ARMY % "forty men")

    assert problems_of(report) == [
        "paper.yaml:2: paragraph 1: “12” (note) is neither cited nor set aside",
        "paper.yaml:2: paragraph 1: “2011” (year) is neither cited nor set aside",
        "paper.yaml:2: paragraph 1: “40” (count) is neither cited nor set aside",
    ]
    assert report.documents == (DocumentSummary("paper", 1, 4, 1, 0, 3),)


def test_a_citation_covers_all_places_of_its_words_and_what_is_set_aside_only_the_one_it_names(tmp_path: Path) -> None:
    cited = verify_tiny(tmp_path, ("two men and two men",), ARMY % "two men")
    named = verify_tiny(
        tmp_path, ("one and one",), "set_aside:\n  - {at: 1, as_stated: one, occurrence: 2, reason: pronoun}\n"
    )
    all_of_them = verify_tiny(tmp_path, ("one and one",), "set_aside:\n  - {at: 1, as_stated: one, reason: pronoun}\n")

    assert problems_of(cited) == []
    assert problems_of(named) == ["paper.yaml:2: paragraph 1: “one” (count) is neither cited nor set aside"]
    assert problems_of(all_of_them) == []


def test_supports_of_other_files_records_cover_numbers_too(tmp_path: Path) -> None:
    other = PAPER.replace("paper", "other").replace("Paper", "Other")

    report = verify_tiny(
        tmp_path,
        ("Forty men.",),
        "supports:\n  - {record: organization/army, at: 1, as_stated: Forty men, stance: mentions}\n",
        other=other + (ARMY % "the Army").replace("at: 1", "at: {page_printed: 3, section: II}"),
    )

    assert problems_of(report) == []


def test_a_text_that_is_missing_is_one_problem(tmp_path: Path) -> None:
    files = read_tiny(tmp_path, paper_with_text(tmp_path, "The Army."), ARMY % "a Navy")
    (tmp_path / "paper.txt").unlink()

    report = verify(files, tmp_path)

    assert problems_of(report) == [
        f"paper.yaml:2: text_file: cannot read {tmp_path / 'paper.txt'}: "
        f"[Errno 2] No such file or directory: '{tmp_path / 'paper.txt'}'"
    ]


def test_another_text_than_the_one_read_is_told_by_digest_and_number_of_paragraphs(tmp_path: Path) -> None:
    document = paper_with_text(tmp_path, "The Army.", "The Navy.")
    read = hashlib.sha256((tmp_path / "paper.txt").read_bytes()).hexdigest()
    (tmp_path / "paper.txt").write_text("The Army.")

    report = verify(read_tiny(tmp_path, document, ARMY % "The Army"), tmp_path)

    assert problems_of(report) == [
        f"paper.yaml:6: text_sha256: {read}, but that of paper.txt is {hashlib.sha256(b'The Army.').hexdigest()}",
        "paper.yaml:7: paragraphs: 2, but that of paper.txt is 1",
    ]


@pytest.mark.parametrize(
    ("citation", "reason"),
    [
        ("{at: 1, as_stated: the navy}", "“the navy”: does not stand in paragraph 1"),
        ("{at: 1, as_stated: the Navy}", "“the Navy”: does not stand in paragraph 1 but in 2"),
        (
            "{at: 1, as_stated: the army}",
            "“the army”: does not stand in paragraph 1 (in other case, or inside a longer word or number)",
        ),
        (
            "{at: 1, as_stated: the Arm}",
            "“the Arm”: does not stand in paragraph 1 (in other case, or inside a longer word or number)",
        ),
        ("{at: 3, as_stated: the Police}", "“the Police”: paragraph 3 is excluded"),
        ("{at: 4, as_stated: the Police}", "“the Police”: there is no paragraph 4: the text has 3"),
        (
            "{at: 1, as_stated: said the Army to all of its men}",
            "“said the Army to all of its men”: 8 words, at most 7",
        ),
        ("{at: {section: IV}, as_stated: the Army}", "“the Army”: “at” (a paragraph) and “as_stated” are needed"),
        ("{at: 1}", "“”: “at” (a paragraph) and “as_stated” are needed"),
    ],
)
def test_words_stand_in_the_paragraph_that_is_cited(tmp_path: Path, citation: str, reason: str) -> None:
    report = verify_tiny(
        tmp_path,
        ("So said the Army to all of its men.", "And the Navy.", "And the Police."),
        "excluded:\n  - {paragraphs: 3, reason: advert}\n",
        f"organizations:\n  - {{slug: army, at: 1, as_stated: Army, name: Army, kind: force, supports: [{citation}]}}\n",
    )

    assert problems_of(report) == [f"paper.yaml:11: organization/army: support of the whole record {reason}"]


def test_a_paragraph_of_a_document_without_a_text_cannot_be_cited(tmp_path: Path) -> None:
    report = verify(read_tiny(tmp_path, PAPER, ARMY % "the Army"), tmp_path)

    assert problems_of(report) == [
        "paper.yaml:6: organization/army: primary citation “the Army”: paragraph 1 of a document without a text"
    ]


@pytest.mark.parametrize(
    ("text", "as_stated", "fields", "reason"),
    [
        (
            "$15.2 million",
            "$15.2 million",
            "amount: 15_000_000, currency: USD, qualifier: exact",
            "amount 15000000 is not what the words state (15200000)",
        ),
        (
            "tens of millions",
            "tens of millions",
            "amount: 20_000_000, currency: USD, qualifier: about",
            "amount 20000000 is not what the words state (nothing)",
        ),
        (
            "$5 to $9",
            "$5 to $9",
            "amount: 5, amount_max: 8, currency: USD, qualifier: range",
            "amount_max 8 is not what the words state (5, 9)",
        ),
        ("$5", "$5", "currency: USD", "amount is absent, but the words state 5"),
        (
            "nearly $5",
            "nearly $5",
            "amount: 5, currency: USD, qualifier: exact",
            "qualifier exact, but the words say nearly",
        ),
        (
            "up to $5",
            "up to $5",
            "amount: 5, currency: USD, qualifier: at_least",
            "qualifier at_least, but the words say at_most",
        ),
        ("5 pesos", "5 pesos", "amount: 5, currency: USD, qualifier: exact", "currency USD, but the words say MXN"),
        ("$5", "$5", "amount: 5, currency: MXN, qualifier: exact", "currency MXN, but the words say USD"),
        ("€5", "€5", "amount: 5, currency: USD, qualifier: exact", "currency USD, but the words say EUR"),
        (
            "$5 in 2011",
            "$5 in 2011",
            "amount: 5, currency: USD, qualifier: exact",
            "the words say 2011, which is not in the record's fiscal_year or period",
        ),
        (
            "$5 in 2012",
            "$5 in 2012",
            "amount: 5, currency: USD, qualifier: exact, fiscal_year: 2011, calendar: us_fiscal",
            "the words say 2012, which is not in the record's fiscal_year or period",
        ),
        (
            "$5 in 2010 and 2011",
            "$5 in 2010 and 2011",
            "amount: 5, currency: USD, qualifier: exact, period: 2011",
            "the words say 2010, which is not in the record's fiscal_year or period",
        ),
        (
            "$5 in May 2011",
            "$5 in May 2011",
            "amount: 5, currency: USD, qualifier: exact, period: 2011-06/2012",
            "the words say May 2011, which is not in the record's fiscal_year or period",
        ),
        (
            "$5 on 2 May",
            "$5 on 2 May",
            "amount: 5, currency: USD, qualifier: exact, period: 2011-05-03/2011-05-09",
            "the words say 2 May, which is not in the record's fiscal_year or period",
        ),
    ],
)
def test_a_record_says_what_its_words_say(tmp_path: Path, text: str, as_stated: str, fields: str, reason: str) -> None:
    report = verify_tiny(tmp_path, *funding(text, as_stated, fields))

    assert problems_of(report) == [f"paper.yaml:9: funding/aid: primary citation “{as_stated}”: {reason}"]


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("$15.2 million", "amount: 15200000, currency: USD, qualifier: exact, precision: 100000"),
        ("two dozen dollars", "amount: 24, currency: USD, qualifier: exact"),
        ("tens of millions", "currency: USD"),
        ("$5 to $9", "amount: 5, amount_max: 9, currency: USD, qualifier: range"),
        ("nearly $5", "amount: 5, currency: USD, qualifier: nearly"),
        ("$5", "amount: 5, currency: USD, qualifier: about"),
        ("$5 in October 2010", "amount: 5, currency: USD, qualifier: exact, fiscal_year: 2011, calendar: us_fiscal"),
        ("$5 in 2010 and 2011", "amount: 5, currency: USD, qualifier: exact, period: 2009/.."),
        ("$5 in April and September", "amount: 5, currency: USD, qualifier: exact, period: 2011-04"),
    ],
)
def test_what_agrees_is_no_problem(tmp_path: Path, text: str, fields: str) -> None:
    assert problems_of(verify_tiny(tmp_path, *funding(text, text, fields))) == []


@pytest.mark.parametrize(
    ("support", "reasons"),
    [
        ("as_stated: $6", ["support of the whole record “$6”: amount 5 is not what the words state (6)"]),
        ("as_stated: $6, stance: mentions", []),
        ("as_stated: the money", []),
        ("as_stated: $6, field: covers", []),
        (
            "as_stated: the money, field: amount",
            ["support of amount “the money”: amount 5 is not what the words state (nothing)"],
        ),
        (
            "as_stated: about $5, field: amount",
            ["support of amount “about $5”: qualifier exact, but the words say about"],
        ),
        (
            "as_stated: in 2012, field: period",
            ["support of period “in 2012”: the words say 2012, which is not in the record's fiscal_year or period"],
        ),
        ("as_stated: in 2012, field: covers", []),
        ("as_stated: in 2012, stance: mentions", []),
    ],
)
def test_supports_are_held_against_what_they_bear_on(tmp_path: Path, support: str, reasons: list[str]) -> None:
    report = verify_tiny(
        tmp_path,
        *funding(
            "Take $5, or $6, or about $5, as the money of 2011, not in 2012.",
            "Take $5",
            "amount: 5, currency: USD, qualifier: exact, period: 2011",
            supports=f"[{{at: 1, {support}}}]",
        ),
        "set_aside:\n  - {at: 1, as_stated: $6, reason: no}\n  - {at: 1, as_stated: 'of 2011, not in 2012', reason: no}\n"
        "  - {at: 1, as_stated: about $5, reason: no}\n",
    )

    assert problems_of(report) == [f"paper.yaml:9: funding/aid: {reason}" for reason in reasons]


def test_supports_in_another_file_are_held_against_the_record_too(tmp_path: Path) -> None:
    (text,), record = funding("Take $5.", "Take $5", "amount: 5, currency: USD, qualifier: exact")
    other = PAPER.replace("paper", "other").replace("Paper", "Other")
    support = "supports:\n  - {record: funding/aid, at: {section: IV}, as_stated: about $6}\n"

    report = verify_tiny(tmp_path, (text,), record, other=other + support)

    assert problems_of(report) == [
        "other.yaml:6: funding/aid: support of the whole record “about $6”: amount 5 is not what the words state (6)",
        "other.yaml:6: funding/aid: support of the whole record “about $6”: qualifier exact, but the words say about",
    ]


@pytest.mark.parametrize(
    ("support", "reasons"),
    [
        ("as_stated: 2010 and 2011, field: stage_as_of", []),
        (
            "as_stated: in 2010, field: start",
            ["support of start “in 2010”: the words say 2010, which is not in the record's start"],
        ),
        ("as_stated: in 2010, field: description", []),
        (
            "as_stated: in 2010",
            [
                "support of the whole record “in 2010”: the words say 2010, which is not in the record's start or end or stage_as_of"
            ],
        ),
    ],
)
def test_dates_in_supports_are_of_the_field_that_they_bear_on(tmp_path: Path, support: str, reasons: list[str]) -> None:
    program = (
        "  - {slug: talks, at: 1, as_stated: Talks, name: Talks, kind: course, stage: active, description: Talks.,\n"
    )

    report = verify_tiny(
        tmp_path,
        ("Talks in 2010 and 2011.",),
        f"programs:\n{program}     start: 2011, stage_as_of: 2011, supports: [{{at: 1, {support}}}]}}\n",
        "set_aside:\n  - {at: 1, as_stated: 2010 and 2011, reason: no}\n",
    )

    assert problems_of(report) == [f"paper.yaml:10: program/talks: {reason}" for reason in reasons]


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ("kind: meeting, start: 2011-05", []),
        ("kind: meeting, start: 2010, end: 2012", []),
        ("kind: meeting, start: 2012", ["the words say May 2011, which is not in the record's start or end"]),
        ("kind: meeting", ["the words say May 2011, which is not in the record's start or end"]),
        ("kind: statement, start: 2012", []),
    ],
)
def test_an_event_is_of_the_time_that_its_words_name_unless_it_is_a_statement(
    tmp_path: Path, fields: str, reasons: list[str]
) -> None:
    event = f"  - {{slug: talks, at: 1, as_stated: talks in May 2011, title: Talks, description: Talks., {fields}}}\n"

    report = verify_tiny(tmp_path, ("The talks in May 2011.",), f"events:\n{event}")

    assert problems_of(report) == [
        f"paper.yaml:9: event/talks: primary citation “talks in May 2011”: {reason}" for reason in reasons
    ]


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("set_aside:\n  - {at: 1, as_stated: three, reason: no}\n", "set_aside “three”: does not stand in paragraph 1"),
        (
            "set_aside:\n  - {at: 3, as_stated: one, reason: no}\n",
            "set_aside “one”: there is no paragraph 3: the text has 2",
        ),
        (
            "set_aside:\n  - {at: 1, as_stated: one, occurrence: 3, reason: no}\n",
            "set_aside “one”: occurrence 3, but it stands 2 times in paragraph 1",
        ),
        ("excluded:\n  - {paragraphs: 2-3, reason: no}\n", "excluded: there is no paragraph 3: the text has 2"),
    ],
)
def test_what_is_set_aside_in_vain_is_stale(tmp_path: Path, section: str, problem: str) -> None:
    name, _, row = section.partition(":\n")
    kept = "  - {at: 1, as_stated: one, reason: pronoun}\n" if name == "set_aside" else ""

    report = verify_tiny(tmp_path, ("one and one" if kept else "none", "and more"), f"{name}:\n{row}{kept}")

    assert problems_of(report) == [f"paper.yaml:9: {problem}"]


def test_setting_aside_in_an_excluded_paragraph_is_stale(tmp_path: Path) -> None:
    report = verify_tiny(
        tmp_path,
        ("one",),
        "excluded:\n  - {paragraphs: 1, reason: menu}\n",
        "set_aside:\n  - {at: 1, as_stated: one, reason: pronoun}\n",
    )

    assert problems_of(report) == ["paper.yaml:11: set_aside “one”: paragraph 1 is excluded"]


def test_text_that_repeats_eight_words_of_a_document_is_a_warning(tmp_path: Path) -> None:
    prose = "the men of the army went up the hill"

    report = verify_tiny(
        tmp_path,
        (f"So {prose} again.",),
        f"indicators:\n  - slug: men\n    name: Men\n    unit: persons\n    definition: All {prose}\n",
        f"sources:\n  - {{slug: song, title: So {prose}, kind: statement}}\n",
    )

    assert problems_of(report) == []
    assert [str(warning) for warning in report.warnings] == [
        "paper.yaml:12: indicator/men: definition shares “the men of the army went up the” with a document"
    ]


def test_the_command_prints_what_it_counted_and_fails_with_every_problem(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "seeds").mkdir()
    document = paper_with_text(tmp_path, "Forty men.", "Two men.")
    read_tiny(tmp_path / "seeds", document, ARMY % "Forty men")
    printed = StringIO()

    with pytest.raises(CommandError) as raised:
        call_command("verify_seeds", texts=tmp_path, stdout=printed)

    assert printed.getvalue() == (
        "paper: 1 citations checked; 2 numbers found, 1 covered by citations, 0 set aside, 1 unaccounted for\n"
    )
    assert str(raised.value) == "paper.yaml:2: paragraph 2: “Two” (count) is neither cited nor set aside\n1 problems."


def test_the_command_says_that_there_are_no_problems(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "seeds").mkdir()
    read_tiny(tmp_path / "seeds", paper_with_text(tmp_path, "Forty men."), ARMY % "Forty men")
    printed = StringIO()

    call_command("verify_seeds", texts=tmp_path, stdout=printed)

    assert printed.getvalue().splitlines()[-1] == "No problems."


def test_the_command_names_files_that_are_not_of_the_form(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "paper.yaml").write_text("placse: []\n")

    with pytest.raises(CommandError, match=r"^paper\.yaml:1: unknown section “placse”$"):
        call_command("verify_seeds", texts=tmp_path)
