"""The ledger with its seals, and what happened to accounts, are append-only: the database itself refuses to change what was written."""

from collections.abc import Iterator

from config.databases.derived import SqlObject, postgresql_function, postgresql_trigger, sqlite_trigger

LEDGER_MESSAGE = "The ledger of changes is append-only."
ACCOUNTS_MESSAGE = "What happened to accounts is append-only."
# The tables, by what a row of each is.
APPEND_ONLY = {
    "change": ("sources_change", LEDGER_MESSAGE),
    "seal": ("sources_seal", LEDGER_MESSAGE),
    "ledger_check": ("sources_ledgercheck", LEDGER_MESSAGE),
    "account_event": ("sources_accountevent", ACCOUNTS_MESSAGE),
}
VERBS = {"edited": "UPDATE", "deleted": "DELETE", "emptied": "TRUNCATE"}
DATED = ("change", "account_event")
# What is written now says so, give or take the clocks of two machines.
IS_OF_ANOTHER_TIME = {
    "sqlite": " OR ".join(
        f"NEW.at {sign} strftime('%Y-%m-%d %H:%M:%f', 'now', '{hours} hour')"
        for sign, hours in (("<", "-1"), (">", "+1"))
    ),
    "postgresql": " OR ".join(
        f"NEW.at {sign} clock_timestamp() {hours} interval '1 hour'" for sign, hours in (("<", "-"), (">", "+"))
    ),
}
# Days for which what happened to accounts is kept by the database itself; what is older may go.
DAYS_KEPT = 90
IS_RECENT = {
    "sqlite": f"OLD.at >= strftime('%Y-%m-%d %H:%M:%f', 'now', '-{DAYS_KEPT} day')",
    "postgresql": f"OLD.at >= clock_timestamp() - interval '{DAYS_KEPT} days'",
}
ALWAYS = {"sqlite": "", "postgresql": ""}
# What is refused, by the name of its trigger: when, of which table, under which condition, and in which words.
REFUSED = {
    f"{row}_is_never_{verb}": (
        event,
        table,
        IS_RECENT if (row, event) == ("account_event", "DELETE") else ALWAYS,
        message,
    )
    for row, (table, message) in APPEND_ONLY.items()
    for verb, event in VERBS.items()
} | {
    f"{row}_is_never_dated_back": ("INSERT", APPEND_ONLY[row][0], IS_OF_ANOTHER_TIME, APPEND_ONLY[row][1])
    for row in DATED
}


def guard(vendor: str) -> Iterator[SqlObject]:
    """What refuses it."""
    for name, (event, table, condition, message) in REFUSED.items():
        when = condition[vendor]
        if vendor == "sqlite":
            # It has no TRUNCATE.
            if event == "TRUNCATE":
                continue
            yield sqlite_trigger(name, f"BEFORE {event}", table, f"SELECT RAISE(ABORT, '{message}');", when)
        else:
            refusal = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
            row = "OLD" if event == "DELETE" else "NEW"
            yield postgresql_function(name, f"IF {when} THEN {refusal} END IF; RETURN {row};" if when else refusal)
            yield postgresql_trigger(name, f"BEFORE {event}", table, "" if event == "TRUNCATE" else "FOR EACH ROW")
