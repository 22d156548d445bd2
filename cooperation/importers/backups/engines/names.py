"""Names of the databases beside the live one."""

import re
from datetime import UTC, datetime

SCRATCH, KEPT = "restoring", "before_"


def new_name(prefix: str) -> str:
    """A name that sorts behind all earlier ones."""
    return f"{prefix}{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"


def is_name(name: str) -> bool:
    """Whether something is called as `new_name` calls it."""
    return re.search(rf"{KEPT}[0-9]{{8}}_[0-9]{{6}}_[0-9]{{6}}$", name) is not None
