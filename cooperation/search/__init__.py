"""The only place that knows how full text is searched: what a question means, where it is found, what is shown of it."""

from cooperation.search.finding import (
    FIELDS,
    TRAINING_COLUMNS,
    Finds,
    documents_found,
    first_finds,
    found,
    matching,
    texts_of_training,
    tier,
    trainings_found,
)
from cooperation.search.highlights import Highlight, highlights
from cooperation.search.questions import MAX_LENGTH, MAX_TERMS, Question, read_question

__all__ = [
    "FIELDS",
    "MAX_LENGTH",
    "MAX_TERMS",
    "TRAINING_COLUMNS",
    "Finds",
    "Highlight",
    "Question",
    "documents_found",
    "first_finds",
    "found",
    "highlights",
    "matching",
    "read_question",
    "texts_of_training",
    "tier",
    "trainings_found",
]
