"""Addresses below /api/v1/."""

from django.urls import path

from config.rest.exporting import Router
from cooperation.api import views
from cooperation.api.reconciliation.views import ReconciliationView
from cooperation.api.search import SearchView
from cooperation.trainings.api.coverage import CoverageView
from cooperation.trainings.api.printed_totals import PrintedTotalView
from cooperation.trainings.api.views import TrainingView
from sources.api.changes import ChangeFeedView

router = Router()
router.register("programs", views.ProgramView, basename="programs")
router.register("organizations", views.OrganizationView, basename="organizations")
router.register("places", views.PlaceView, basename="places")
router.register("authorities", views.AuthorityView, basename="authorities")
router.register("funding", views.FundingView, basename="funding")
router.register("events", views.EventView, basename="events")
router.register("indicators", views.IndicatorView, basename="indicators")
router.register("observations", views.ObservationView, basename="observations")
router.register("trainings", TrainingView, basename="trainings")
router.register("coverage", CoverageView, basename="coverage")
# Before the list below which they stand, whose public ids could hold the same words.
router.register("reconciliation/printed-totals", PrintedTotalView, basename="printed-totals")
router.register("reconciliation", ReconciliationView, basename="reconciliation")
router.register("sources", views.SourceView, basename="sources")
router.register("citations", views.CitationView, basename="citations")
router.register("discrepancies", views.DiscrepancyView, basename="discrepancies")
router.register("changes", ChangeFeedView, basename="changes")

urlpatterns = [path("search/", SearchView.as_view({"get": "list"}, basename="search"), name="search"), *router.urls]
