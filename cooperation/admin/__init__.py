"""The admin of the subject: one noun a file, the home page and the menu."""

from cooperation.admin import (  # noqa: F401
    discrepancy,
    event,
    funding,
    indicator,
    organization,
    place,
    program,
    reconciliation,
)
