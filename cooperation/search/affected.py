"""Which documents a change concerns: of records, and of citations."""

from cooperation.search.documents import CLAIMS, KINDS

OF_CLAIM = (
    "SELECT record_ptr_id FROM cooperation_{kind} claim JOIN sources_citation place ON place.id = claim.citation_id"
)

# For each table: the records and the citations whose documents depend on a row of it. {row} is NEW or OLD.
OWN = "SELECT {row}.record_ptr_id"
TESTED = "SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id = {row}.record_ptr_id"
CITED = ["SELECT {row}.citation_id"]
AFFECTED: dict[str, tuple[list[str], list[str]]] = {
    "sources_record": (
        [
            "SELECT {row}.id",
            "SELECT record_ptr_id FROM cooperation_funding WHERE program_id = {row}.id",
            "SELECT record_ptr_id FROM cooperation_observation WHERE indicator_id = {row}.id",
            "SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id = {row}.id",
            *(f"{OF_CLAIM.format(kind=kind)} WHERE place.source_id = {{row}}.id" for kind in CLAIMS),
            "SELECT record_id FROM sources_support JOIN sources_citation place ON place.id = citation_id "
            "WHERE place.source_id = {row}.id",
            *(
                f"SELECT record_ptr_id FROM cooperation_reconciliation WHERE claim_id IN "
                f"({OF_CLAIM.format(kind=kind)} WHERE place.source_id = {{row}}.id)"
                for kind in CLAIMS
            ),
        ],
        [
            "SELECT id FROM sources_citation WHERE source_id = {row}.id",
            "SELECT citation_id FROM sources_support WHERE record_id = {row}.id",
            *(f"SELECT citation_id FROM cooperation_{kind} WHERE record_ptr_id = {{row}}.id" for kind in CLAIMS),
        ],
    ),
    "sources_citation": (
        [
            *(f"SELECT record_ptr_id FROM cooperation_{kind} WHERE citation_id = {{row}}.id" for kind in CLAIMS),
            "SELECT record_id FROM sources_support WHERE citation_id = {row}.id",
        ],
        ["SELECT {row}.id"],
    ),
    "sources_support": (["SELECT {row}.record_id"], CITED),
    "cooperation_alias": (["SELECT {row}.record_id"], []),
    "cooperation_participant": (["SELECT {row}.event_id"], []),
    "sources_source": ([OWN], []),
    **{f"cooperation_{kind}": ([OWN], []) for kind in KINDS if kind not in ("source", *CLAIMS)},
    **{f"cooperation_{kind}": ([OWN, TESTED], CITED) for kind in CLAIMS},
    "cooperation_program": (
        [OWN, TESTED, "SELECT record_ptr_id FROM cooperation_funding WHERE program_id = {row}.record_ptr_id"],
        CITED,
    ),
    "cooperation_indicator": (
        [OWN, "SELECT record_ptr_id FROM cooperation_observation WHERE indicator_id = {row}.record_ptr_id"],
        [],
    ),
}


def keys_of(queries: list[str], *rows: str) -> str:
    """SQL for the keys that the queries find for some rows."""
    return " UNION ".join(query.format(row=row) for row in rows for query in queries)
