"""What the texts of a file are resolved to: records that are public, and the curated rules."""

from hashlib import sha256

from django.conf import settings

from cooperation.models import Authority, Organization, Place
from cooperation.trainings.importer.linking import UnitLinker
from cooperation.trainings.importer.locations import PlaceName, gazetteer_of
from cooperation.trainings.importer.rows import Vocabulary
from cooperation.trainings.importer.units.reading import read_recipient_rules, read_school_rules
from cooperation.trainings.importer.units.recipients import RecipientMatcher
from cooperation.trainings.importer.units.schools import SchoolMatcher

RULES = settings.BASE_DIR / "seeds" / "trainings"
SCHOOLS, RECIPIENTS = RULES / "schools.yaml", RULES / "recipients.yaml"


def current_vocabulary() -> Vocabulary:
    authorities = dict(Authority.objects.published().values_list("slug", "pk"))
    names = []
    for place in Place.objects.published().prefetch_related("aliases").order_by("slug"):
        name = PlaceName(place.pk, place.slug, place.kind, place.iso_3166_1)
        names += [(text, name) for text in (place.name, *(alias.name for alias in place.aliases.all()))]
    return Vocabulary(authorities, gazetteer_of(names), current_linker())


def current_linker() -> UnitLinker:
    """The rules of the schools and recipients, and those of the records that they name that are public."""
    schools, recipients = read_school_rules(SCHOOLS), read_recipient_rules(RECIPIENTS)
    organizations = Organization.objects.published().filter(slug__in={*schools.schools, *recipients.recipients})
    bases = Place.objects.published().filter(slug__in={rule.target for rule in schools.bases})
    return UnitLinker(
        SchoolMatcher(schools),
        RecipientMatcher(recipients),
        dict(organizations.values_list("slug", "pk")),
        dict(bases.values_list("slug", "pk")),
        sha256(SCHOOLS.read_bytes() + RECIPIENTS.read_bytes()).hexdigest(),
    )
