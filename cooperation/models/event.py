"""What happened, or is to."""

from django.db import models
from django.db.models import Q

from cooperation.models.organization import Organization
from cooperation.models.place import Place
from cooperation.models.program import Program
from sources.models import Claim, ClaimManager, EdtfField, Kind, Part, RecordKind, bounds_constraint


class EventKind(models.TextChoices):
    """What sort of event it is."""

    TRAINING = "training"
    OPERATION = "operation"
    ARREST = "arrest"
    ATTACK = "attack"
    ESCAPE = "escape"
    SEIZURE = "seizure"
    COURT = "court"
    MEETING = "meeting"
    STATEMENT = "statement"
    PUBLICATION = "publication"
    LEGISLATION = "legislation"
    ELECTION = "election"
    PROTEST = "protest"
    APPOINTMENT = "appointment"
    FOUNDING_OR_TRANSFER = "founding_or_transfer"
    DEPLOYMENT = "deployment"
    DISASTER = "disaster"


class Event(Claim, Kind):
    """Something that happened, or is to: a training, an arrest, a statement, the passage of a law."""

    KIND = RecordKind.EVENT
    LABEL = "title"
    NAMES = ("title",)
    PARTS = ("participants",)

    title = models.CharField(max_length=200, help_text="What happened, in a few words of our own.")
    kind = models.CharField(max_length=20, choices=EventKind.choices, help_text="What sort of event it is.")
    start = EdtfField(help_text="When it happened or began (EDTF); it falls somewhere within.")
    end = EdtfField(help_text="When it ended (EDTF).")
    is_planned = models.BooleanField(default=False, help_text="Whether the source speaks of it as still to come.")
    places = models.ManyToManyField(Place, blank=True, related_name="events", help_text="Where it happened.")
    programs = models.ManyToManyField(
        Program, blank=True, related_name="events", help_text="The programs that it belongs to."
    )
    description = models.TextField(help_text="What happened, in our own words.")

    objects = ClaimManager()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="event_kind_is_known"),
            *(bounds_constraint("event", name) for name in ("start", "end")),
        ]

    def __str__(self) -> str:
        return self.title


class ParticipantRole(models.TextChoices):
    """What somebody does in an event."""

    ACTOR = "actor"
    PARTNER = "partner"
    TARGET = "target"
    SPEAKER = "speaker"
    ADDRESSEE = "addressee"
    HOST = "host"
    ACCUSED = "accused"
    SUBJECT = "subject"


class Participant(Part):
    """An organization, or a person named with the office, in an event."""

    NATURAL_KEY = ("event__record_kind", "event__slug", "organization_id", "person", "office", "role")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participants", help_text="The event.")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        help_text="The organization, or the one of the person's office.",
    )
    person = models.CharField(max_length=120, null=True, blank=True, help_text="Name of a person who acts in office.")
    office = models.CharField(max_length=200, null=True, blank=True, help_text="The office in which the person acts.")
    role = models.CharField(max_length=9, choices=ParticipantRole.choices, help_text="What they do in the event.")

    class Meta:
        ordering = ["event", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False) | Q(person__isnull=False) | Q(office__isnull=False),
                name="participant_is_somebody",
                violation_error_message="Name an organization, a person or an office.",
            ),
            models.CheckConstraint(condition=Q(role__in=ParticipantRole.values), name="participant_role_is_known"),
        ]

    def __str__(self) -> str:
        who = self.person or self.office or self.organization
        return f"{who} ({self.get_role_display()})"
