"""Records, where they come from, and how they change."""

from sources.models.account import AccountAction, AccountEvent
from sources.models.chain import LedgerCheck, check_ledger, verified_chain
from sources.models.change import Action, Change, ConflictError, digest_of, public_state, recorded, state_of
from sources.models.citation import (
    Assertion,
    Citation,
    Claim,
    ClaimManager,
    ClaimQuerySet,
    Confidence,
    Stance,
    Support,
    citation_slug,
    claim_models,
)
from sources.models.dataset import Dataset
from sources.models.edtf import OPEN_END, OPEN_START, EdtfField, bounds_constraint, derived_columns, edtf_fields
from sources.models.publication import references_of, refuse_unpublished_references, step
from sources.models.record import (
    Imported,
    Kind,
    Part,
    Record,
    RecordKind,
    RecordManager,
    RecordQuerySet,
    Status,
    address_of,
    model_of,
)
from sources.models.seal import Seal, seal_all, seal_some, unsealed, watch_ledger
from sources.models.source import Exclusion, Source, SourceKind
