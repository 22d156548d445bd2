"""The admin of sources, citations, the ledger and the users; the parts on which the admin of the subject is built."""

from sources.admin import site  # noqa: I001  (first: what follows registers on this site)
from sources.admin import change, citation, operations, record, source, users
