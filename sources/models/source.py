"""Documents and speakers, and what in a document is no evidence."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models

from sources.models.edtf import EdtfField, bounds_constraint
from sources.models.record import Kind, Part, RecordKind


class SourceKind(models.TextChoices):
    """What sort of document or utterance a source is."""

    NEWS_ARTICLE = "news_article"
    REPOST = "repost"
    JOURNAL_ARTICLE = "journal_article"
    BOOK_OR_REPORT = "book_or_report"
    CABLE = "cable"
    GOVERNMENT_REPORT = "government_report"
    NGO_REPORT = "ngo_report", "NGO report"
    STATUTE = "statute"
    DATASET = "dataset"
    STATEMENT = "statement"
    INTERVIEW = "interview"
    LETTER = "letter"
    PRESENTATION = "presentation"
    POLL = "poll"
    PHOTO_CAPTION = "photo_caption"
    VIDEO = "video"
    WEB_PAGE = "web_page"
    EMAIL = "email"


# Addresses are shown as links: nothing but the web.
web_address = URLValidator(schemes=["http", "https"])


def validate_authors(value: object) -> None:
    """Authors are a list of names."""
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise ValidationError('Authors are a list of names, such as ["Jane Doe"].')


class Source(Kind):
    """A document or a speaker that a claim leans on."""

    KIND = RecordKind.SOURCE
    LABEL = "title"
    NAMES = ("title",)
    PARTS = ("exclusions",)

    title = models.CharField(
        max_length=300, help_text="Title as printed; in square brackets where the curator gave it."
    )
    kind = models.CharField(
        max_length=20, choices=SourceKind.choices, help_text="What sort of document or utterance it is."
    )
    authors = models.JSONField(
        default=list, blank=True, validators=[validate_authors], help_text="Names of the authors, in the order printed."
    )
    publisher = models.CharField(max_length=200, null=True, blank=True, help_text="Who published it or speaks in it.")
    published = EdtfField(help_text="When it was published or said (EDTF); unknown where no text says so.")
    language = models.CharField(
        max_length=2,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[a-z]{2}\Z", "Two lower-case letters (ISO 639-1), such as en.")],
        help_text="Language of the text (ISO 639-1).",
    )
    url = models.URLField(
        max_length=500, null=True, blank=True, validators=[web_address], help_text="Address at which it was published."
    )
    archived_url = models.URLField(
        max_length=500, null=True, blank=True, validators=[web_address], help_text="Address of an archived copy."
    )
    derived_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="derivatives",
        help_text="The source of which this is a repost or an excerpt.",
    )
    reported_in = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="reports",
        help_text="Sources through which it is known, where we hold no text of it.",
    )
    text_file = models.CharField(
        max_length=200, null=True, blank=True, help_text="Name of the file of its text that was read."
    )
    text_sha256 = models.CharField(
        "text SHA-256",
        max_length=64,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}\Z", "64 hexadecimal digits.")],
        help_text="SHA-256 of that file, so that anyone who holds it can check every paragraph.",
    )
    paragraphs = models.PositiveIntegerField(null=True, blank=True, help_text="Number of paragraphs of the text.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SourceKind.values), name="source_kind_is_known"),
            bounds_constraint("source", "published"),
            models.CheckConstraint(
                condition=models.Q(text_file=None, text_sha256=None, paragraphs=None)
                | models.Q(
                    text_file__isnull=False, text_sha256__isnull=False, paragraphs__isnull=False, paragraphs__gte=1
                ),
                name="source_text_has_file_digest_and_paragraphs",
                violation_error_message="A text that was read has a file name, a SHA-256 and a number of paragraphs, or none of them.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def obstacles(self) -> list[str]:
        """A source is a text that was read, or is known through one."""
        is_known = self.text_file or self.reported_in.exists()
        return [] if is_known else ["it has no text of its own and is reported in no other source"]


class Exclusion(Part):
    """Paragraphs, or single numbers in a paragraph, that are no evidence, and why."""

    NATURAL_KEY = ("source__record_kind", "source__slug", "paragraph", "as_stated", "occurrence")

    source = models.ForeignKey(Source, models.CASCADE, related_name="exclusions", help_text="The document.")
    paragraph = models.PositiveIntegerField(help_text="The paragraph, or the first of several.")
    last_paragraph = models.PositiveIntegerField(
        null=True, blank=True, help_text="The last of several whole paragraphs."
    )
    as_stated = models.CharField(
        max_length=120,
        null=True,
        blank=True,
        help_text="The number or date set aside, as printed; empty for the whole paragraph.",
    )
    occurrence = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Which of several same words in the paragraph; empty for all."
    )
    reason = models.CharField(max_length=200, help_text="Why it is no evidence.")

    class Meta:
        ordering = ["source", "paragraph", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_paragraph=None) | models.Q(last_paragraph__gte=models.F("paragraph")),
                name="exclusion_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(as_stated=None) | models.Q(last_paragraph=None),
                name="exclusion_of_words_names_one_paragraph",
            ),
        ]

    def __str__(self) -> str:
        return f"paragraph {self.paragraph}: {self.reason}"
