"""Addresses below /api/v1/."""

from rest_framework.routers import SimpleRouter

from cooperation.api import views
from sources.api.views import CitationView, SourceView

router = SimpleRouter()
router.register("programs", views.ProgramView, basename="programs")
router.register("organizations", views.OrganizationView, basename="organizations")
router.register("places", views.PlaceView, basename="places")
router.register("authorities", views.AuthorityView, basename="authorities")
router.register("funding", views.FundingView, basename="funding")
router.register("events", views.EventView, basename="events")
router.register("indicators", views.IndicatorView, basename="indicators")
router.register("observations", views.ObservationView, basename="observations")
router.register("sources", SourceView, basename="sources")
router.register("citations", CitationView, basename="citations")
router.register("discrepancies", views.DiscrepancyView, basename="discrepancies")

urlpatterns = router.urls
