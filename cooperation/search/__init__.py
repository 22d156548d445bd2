"""The only place that knows how full text is searched: what a query means, which documents match, what is shown of them."""

from cooperation.search.finding import (
    FIELDS,
    MANY,
    TRAINING_COLUMNS,
    documents_to_prepare,
    first_matches,
    matching,
    matching_documents,
    matching_trainings,
    number_of_trainings,
    numbers_of_documents,
    texts_of_training,
    tier,
    trainings_to_prepare,
)
from cooperation.search.highlights import Highlight, highlights
from cooperation.search.questions import MAX_LENGTH, MAX_TERMS, SearchQuery, parse_search_query, spelled_alike
from cooperation.search.widening import widened, with_most_words
