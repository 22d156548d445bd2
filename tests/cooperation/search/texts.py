"""Texts and questions that databases like to read differently."""

from cooperation.models import SearchDocument
from cooperation.search import FIELDS, SearchQuery
from cooperation.search.highlights import places_of
from cooperation.search.words import words_of

TEXTS = [
    "Mérida Initiative", "MERIDA", "Me\u0301rida (decomposed)", "Iniciativa Merida", "señor Peña Nieto", "senor Pena",
    "pingüino", "PINGÜINO", "counter-drug training", "counter drug", "counterdrug", "Counter/Drug", "drug counter",
    "U.S.-México’s plan", "$1.4 billion", "1,400,000", "1.4", "14", "section 1004", "Sec. 1004/284", "3-5 days", "-5", "1e5",
    "1e5a x", "12e34b", "v1.2.3", "00123", "0x1F", "a@b.mx", "http://www.example.org/merida?q=1", "<b>merida</b>", "&amp;",
    "merida&amp;initiative", "/usr/local/merida", "~/merida", "foo_bar", "snake_case_word", "O'Brien", "don’t", "AND", "OR NOT",
    "NEAR(a b)", "title:merida", "Łódź", "đ Đ", "ß ẞ", "Æsir", "œuvre", "İstanbul", "ıstanbul", "½ cup", "x² y", "№ 5",
    "ª º", "Москва", "москва", "Ёлка", "Αθήνα", "墨西哥", "墨 西 哥", "日本 語", "한국", "العربية", "😀 merida", "mer\u00adida",
    "mer\u200bida", "no\u00a0break", "tab\tbed", "line\nbreak", "bell\x07ringer", "", " ", "...", "naïve café", "Ångström",
    "mexico", "Mexican army", "México, D.F.", "army of Mexico", "the the the", "policía federal · PF", "merida-initiative",
]  # fmt: skip
QUESTIONS = [
    "merida", "Mérida", "MERIDA", "mérida initiative", '"merida initiative"', '"initiative merida"', "mer*", "méx*", "mex* army",
    "mex*", '"mexican ar"*', "pena", "peña", "senor", "pinguino", "pingüino", "counter-drug", '"counter drug"', "counter drug",
    "counter-dr*", "drug*", "us", "u.s.", "1.4", "1,400,000", "14", "1004", "1004/284", "3-5", "-5", "1e5", "1e5a", "12e34b",
    "v1.2.3", "00123", "0x1f", "a@b.mx", "example.org", "www*", "<b>merida</b>", "&amp;", "usr/local", "~/merida", "foo_bar",
    "foo", "o'brien", "don’t", "AND", "OR NOT", "NEAR(a b)", "NEAR", "title:merida", "{title}", "łódź", "lodz", "đ", "ß", "æsir",
    "oeuvre", "istanbul", "½ cup", "x²", "x", "5", "ª", "Москва", "МОСКВА", "Ёлка", "Αθήνα", "墨西哥", "墨西*", "西哥", "日本",
    "한국", "العربية", "😀 merida", "mer\u00adida", "no\u00a0break", "bed", "ringer", "naive cafe", "angstrom", "the the the",
    '"the the"', "d.f.", "“merida initiative”", "^merida", "merida+initiative", "(merida)", "merida; DROP TABLE x", "%", "merida%",
    "policia pf", '"federal pf"', "a b c d e f g h i j",
]  # fmt: skip


def answers(question: SearchQuery, document: SearchDocument) -> bool:
    """Whether every term of a question stands in one of the fields of a document, word by word."""
    fields = [list(words_of(getattr(document, name))) for name in FIELDS]
    return all(any(list(places_of(term, words)) for words in fields) for term in question.terms)
