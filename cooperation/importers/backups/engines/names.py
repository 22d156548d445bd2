"""Names of the databases beside the live one."""

from datetime import UTC, datetime

SCRATCH, KEPT = "restoring", "before_"


def new_name(prefix: str) -> str:
    """A name that sorts behind all earlier ones."""
    return f"{prefix}{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
