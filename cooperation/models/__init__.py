"""The subject: one noun a file."""

from cooperation.models.authority import Authority
from cooperation.models.discrepancy import Discrepancy, DiscrepancyKind
from cooperation.models.event import Event, EventKind, Participant, ParticipantRole
from cooperation.models.funding import Flow, Funding, FundingStage
from cooperation.models.indicator import Indicator, Observation
from cooperation.models.organization import Alias, AliasKind, Organization, OrganizationKind
from cooperation.models.place import Place, PlaceKind
from cooperation.models.program import (
    OrganizationRole,
    Program,
    ProgramKind,
    ProgramOrganization,
    ProgramStage,
)
from cooperation.models.reconciliation import Measure, Reconciliation
from cooperation.models.search import SearchDocument
from cooperation.models.vocabulary import COUNTRY_CODES, Basis, Calendar, Qualifier

__all__ = [
    "COUNTRY_CODES",
    "Alias",
    "AliasKind",
    "Authority",
    "Basis",
    "Calendar",
    "Discrepancy",
    "DiscrepancyKind",
    "Event",
    "EventKind",
    "Flow",
    "Funding",
    "FundingStage",
    "Indicator",
    "Measure",
    "Observation",
    "Organization",
    "OrganizationKind",
    "OrganizationRole",
    "Participant",
    "ParticipantRole",
    "Place",
    "PlaceKind",
    "Program",
    "ProgramKind",
    "ProgramOrganization",
    "ProgramStage",
    "Qualifier",
    "Reconciliation",
    "SearchDocument",
]
