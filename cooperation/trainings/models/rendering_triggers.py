"""Triggers that remove what is kept of a training activity where it no longer holds; whoever shows it makes it anew."""

from collections.abc import Iterator
from typing import NamedTuple

from config.databases.derived import DerivedSql, SqlObject, postgresql_function, postgresql_trigger, sqlite_trigger

KEPT, TRAININGS = "cooperation_kepttraining", "cooperation_training"
OF_RECORD = f"SELECT id FROM {TRAININGS} WHERE withdrawn_at IS NULL AND"


class EndingChange(NamedTuple):
    """A change of a row that ends what is kept of training activities: those of the keys."""

    name: str
    event: str
    table: str
    keys: str
    condition: str = ""


CHANGES = (
    EndingChange("training_update", "UPDATE", TRAININGS, "OLD.id"),
    EndingChange("training_delete", "DELETE", TRAININGS, "OLD.id"),
    EndingChange("page", "UPDATE", "cooperation_reportpage", f"SELECT id FROM {TRAININGS} WHERE page_id = OLD.id"),
    EndingChange(
        "record",
        "UPDATE OF slug, status",
        "sources_record",
        f"{OF_RECORD} authority_id = OLD.id UNION {OF_RECORD} place_id = OLD.id UNION {OF_RECORD} school_base_id = OLD.id",
        "OLD.record_kind IN ('authority', 'place')",
    ),
    EndingChange(
        "organization",
        "UPDATE OF slug, status",
        "sources_record",
        f"{OF_RECORD} school_id = OLD.id UNION {OF_RECORD} recipients_id IN "
        "(SELECT reading_id FROM cooperation_recipientlink WHERE organization_id = OLD.id)",
        "OLD.record_kind = 'organization'",
    ),
    # A line of a file names them by their titles.
    *(
        EndingChange(
            f"{kind}_name",
            "UPDATE OF name",
            f"cooperation_{kind}",
            " UNION ".join(f"{OF_RECORD} {key} = OLD.record_ptr_id" for key in keys),
        )
        for kind, keys in (
            ("authority", ("authority_id",)),
            ("place", ("place_id", "school_base_id")),
            ("organization", ("school_id",)),
        )
    ),
)


def rendering_triggers(vendor: str) -> Iterator[SqlObject]:
    for change in CHANGES:
        name, moment = f"{KEPT}_forget_{change.name}", f"AFTER {change.event}"
        forget = f"DELETE FROM {KEPT} WHERE id IN ({change.keys});"
        if vendor == "sqlite":
            yield sqlite_trigger(name, moment, change.table, forget, change.condition)
            continue
        when = f"FOR EACH ROW {f'WHEN ({change.condition})' if change.condition else ''}"
        yield postgresql_function(name, forget)
        yield postgresql_trigger(name, moment, change.table, when)


RENDERED_TRAININGS = DerivedSql(
    (KEPT,),
    rendering_triggers,
    models=(
        "cooperation.KeptTraining", "cooperation.Training", "cooperation.ReportPage", "cooperation.Authority",
        "cooperation.Place", "cooperation.Organization", "cooperation.RecipientLink", "sources.Record",
    ),
    refill=lambda vendor: [f"DELETE FROM {KEPT}"],
)  # fmt: skip
