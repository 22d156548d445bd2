"""The tables of the training activities; those of the subject keep their label, so that they keep their names."""

from cooperation.trainings.models.nothing_reported import NothingReported
from cooperation.trainings.models.printed_total import PrintedTotal
from cooperation.trainings.models.recipients import RecipientLevel, RecipientLink, RecipientReading
from cooperation.trainings.models.rendered_training import KeptTraining
from cooperation.trainings.models.reported_year import ReportedYear
from cooperation.trainings.models.training import (
    Department,
    ImportBatch,
    Region,
    ReportPage,
    Training,
    TrainingFlag,
    flags_of,
)
