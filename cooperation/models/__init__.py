"""The subject: one noun a file."""

from cooperation.models.authority import Authority
from cooperation.models.discrepancy import Discrepancy, DiscrepancyKind
from cooperation.models.event import Event, EventKind, Participant, ParticipantRole
from cooperation.models.funding import Flow, Funding, FundingStage
from cooperation.models.indicator import Indicator, Observation
from cooperation.models.kept import KeptTraining
from cooperation.models.organization import Alias, AliasKind, Organization, OrganizationKind
from cooperation.models.place import Place, PlaceKind
from cooperation.models.printed_total import PrintedTotal
from cooperation.models.program import (
    OrganizationRole,
    Program,
    ProgramKind,
    ProgramOrganization,
    ProgramStage,
)
from cooperation.models.reconciliation import Measure, Reconciliation
from cooperation.models.reported_year import ReportedYear
from cooperation.models.search import SearchDocument
from cooperation.models.training import (
    Department,
    ImportBatch,
    Region,
    ReportPage,
    Training,
    TrainingFlag,
    flags_of,
)
from cooperation.models.vocabulary import COUNTRY_CODES, Basis, Calendar, Qualifier

__all__ = [
    "COUNTRY_CODES",
    "Alias",
    "AliasKind",
    "Authority",
    "Basis",
    "Calendar",
    "Department",
    "Discrepancy",
    "DiscrepancyKind",
    "Event",
    "EventKind",
    "Flow",
    "Funding",
    "FundingStage",
    "ImportBatch",
    "Indicator",
    "KeptTraining",
    "Measure",
    "Observation",
    "Organization",
    "OrganizationKind",
    "OrganizationRole",
    "Participant",
    "ParticipantRole",
    "Place",
    "PlaceKind",
    "PrintedTotal",
    "Program",
    "ProgramKind",
    "ProgramOrganization",
    "ProgramStage",
    "Qualifier",
    "Reconciliation",
    "Region",
    "ReportPage",
    "ReportedYear",
    "SearchDocument",
    "Training",
    "TrainingFlag",
    "flags_of",
]
