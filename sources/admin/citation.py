"""Places in sources."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse

from sources.admin.base import CurationAdmin
from sources.admin.filters import SourceFilter
from sources.admin.form import RulesAtFields
from sources.admin.panels import citation_panels
from sources.admin.words import edit_link
from sources.models import Citation, citation_slug

SAME_PLACE = "This place, with these words and this speaker, is there already: look for it by its words."


class CitationForm(RulesAtFields):
    """A place, refused where it is there already."""

    refusal: ValidationError | None = None

    def clean(self) -> dict[str, Any]:
        """Show what the database refused in the attempt before."""
        if self.refusal:
            raise self.refusal
        return super().clean() or self.cleaned_data

    def _post_clean(self) -> None:
        """The public id is made of the place, so the same place twice would be the same id."""
        super()._post_clean()
        if not self.errors:
            self.check_place()
        if self.errors and self.instance.pk:
            # The page still shows the name of the citation, and a place that is none has no name.
            self.instance.refresh_from_db()

    def check_place(self) -> None:
        """Refuse what is no place, and a new place that is there already."""
        try:
            place = self.instance.place
        except ValueError as error:
            self.add_error("section" if self.instance.section else "paragraph", str(error))
            return
        if not self.instance.slug and Citation.objects.filter(slug=self.slug_at(place)).exists():
            self.add_error("as_stated", SAME_PLACE)

    def slug_at(self, place: str) -> str:
        """The public id that the citation will have."""
        citation = self.instance
        speaker = citation.attributed_to.slug if citation.attributed_to else None
        return citation_slug(citation.source.slug, place, citation.as_stated, speaker)


@admin.register(Citation)
class CitationAdmin(CurationAdmin):
    """Places in sources, with the words that stand there."""

    form = CitationForm
    list_display = ["as_stated", "document", "place", "speaker"]
    list_filter = [SourceFilter, ("attributed_to", admin.EmptyFieldListFilter)]
    list_select_related = ["source", "attributed_to"]
    search_fields = ["as_stated", "source__title", "source__slug", "section"]
    ordering = ["source__title", "paragraph", "page_file", "row", "slug"]
    change_form_after_template = "admin/record_panels.html"
    fieldsets = [
        ("The document", {"fields": ["source"]}),
        (
            "The place in it",
            {
                "fields": ["paragraph", "section", "page_printed", "page_file", "row"],
                "description": "A paragraph; or a section with its page; or a row of a dataset. Only one of the three.",
            },
        ),
        ("What stands there", {"fields": ["as_stated", "attributed_to", "rests_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Citations with their source, which is a part of their name."""
        return super().get_queryset(request).select_related("source")

    def get_form(self, request: HttpRequest, obj: Citation | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, told why the attempt before it failed."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """Two curators who add the same place at once: the second is told."""
        if request.method != "POST":
            return super()._changeform_view(request, *args)
        try:
            with transaction.atomic():
                return super()._changeform_view(request, *args)
        except IntegrityError:
            request.refusal = ValidationError(SAME_PLACE)  # type: ignore[attr-defined]
        return super()._changeform_view(request, *args)

    def has_change_permission(self, request: HttpRequest, obj: Citation | None = None) -> bool:
        """What the public has seen stays as it is: another place is added instead."""
        return super().has_change_permission(request, obj) and not self.is_public(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Citation | None = None) -> bool:
        """A place on which something public rests is not deleted."""
        return super().has_delete_permission(request, obj) and not self.is_public(obj)

    def is_public(self, citation: Citation | None) -> bool:
        """Whether a published record rests on the citation."""
        return citation is not None and Citation.objects.filter(pk=citation.pk).published().exists()

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show below the form what rests on the place."""
        obj = kwargs.get("obj")
        context["panels"] = citation_panels(obj) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="Source", ordering="source__title")
    def document(self, citation: Citation) -> str:
        """The source, with a link to it."""
        return edit_link(citation.source)

    @admin.display(description="Who says it", ordering="attributed_to__title")
    def speaker(self, citation: Citation) -> str:
        """The source to which the document attributes the words, with a link to it."""
        return edit_link(citation.attributed_to)
