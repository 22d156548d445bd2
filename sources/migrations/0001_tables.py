import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import sources.models.edtf
import sources.models.record
import sources.models.source
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables; a database of version 0.1.0 has them already."""

    initial = True

    replaces = [
        ("sources", "0001_initial"),
        ("sources", "0002_append_only_ledger"),
        ("sources", "0003_reconciliation_kind"),
        ("sources", "0004_dataset"),
        ("sources", "0005_index_of_public_changes"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(
                        editable=False,
                        help_text="Public id: source, place and a digest of the words.",
                        max_length=120,
                        unique=True,
                        verbose_name="public id",
                    ),
                ),
                (
                    "paragraph",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Paragraph: lines of the text that are not empty, counted from 1.",
                        null=True,
                    ),
                ),
                (
                    "section",
                    models.CharField(blank=True, help_text="Section of a paginated report.", max_length=200, null=True),
                ),
                (
                    "page_printed",
                    models.CharField(blank=True, help_text="Page as the report prints it.", max_length=40, null=True),
                ),
                (
                    "page_file",
                    models.PositiveIntegerField(blank=True, help_text="Page of the file, counted from 1.", null=True),
                ),
                (
                    "row",
                    models.PositiveIntegerField(blank=True, help_text="Row of a dataset, counted from 1.", null=True),
                ),
                (
                    "as_stated",
                    models.CharField(
                        help_text="The figure, or at most seven words, exactly as printed.", max_length=120
                    ),
                ),
            ],
            options={
                "ordering": ["source", "paragraph", "page_file", "row", "slug"],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paragraph", models.PositiveIntegerField(help_text="The paragraph, or the first of several.")),
                (
                    "last_paragraph",
                    models.PositiveIntegerField(
                        blank=True, help_text="The last of several whole paragraphs.", null=True
                    ),
                ),
                (
                    "as_stated",
                    models.CharField(
                        blank=True,
                        help_text="The number or date set aside, as printed; empty for the whole paragraph.",
                        max_length=120,
                        null=True,
                    ),
                ),
                (
                    "occurrence",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Which of several same words in the paragraph; empty for all.", null=True
                    ),
                ),
                ("reason", models.CharField(help_text="Why it is no evidence.", max_length=200)),
            ],
            options={
                "ordering": ["source", "paragraph", "id"],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "record_kind",
                    models.CharField(
                        choices=[
                            ("source", "Source"),
                            ("organization", "Organization"),
                            ("place", "Place"),
                            ("authority", "Authority"),
                            ("program", "Program"),
                            ("funding", "Funding"),
                            ("event", "Event"),
                            ("indicator", "Indicator"),
                            ("observation", "Observation"),
                            ("discrepancy", "Discrepancy"),
                            ("reconciliation", "Reconciliation"),
                        ],
                        editable=False,
                        help_text="Which kind of record this is.",
                        max_length=20,
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        help_text="Public id, part of the address; unique within its kind, never changed once published, never reused.",
                        max_length=80,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(?:-[a-z0-9]+)*\\Z", "Lower-case letters, digits and single hyphens only."
                            ),
                            sources.models.record.validate_slug_is_free,
                        ],
                        verbose_name="public id",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "in review"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        help_text="Draft, in review, published or withdrawn; only published records are public.",
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Why the curator read it so, where that is not obvious; in our own words.",
                        null=True,
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1,
                        editable=False,
                        help_text="Counts the edits; a form that holds an older one is refused.",
                    ),
                ),
                (
                    "loaded_fixture",
                    models.CharField(
                        editable=False, help_text="Digest of the fixture last loaded.", max_length=64, null=True
                    ),
                ),
                (
                    "loaded_state",
                    models.CharField(
                        editable=False, help_text="Digest of the state right after.", max_length=64, null=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        help_text="When the record was first stored.",
                    ),
                ),
                (
                    "modified_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        help_text="When the record last changed.",
                    ),
                ),
            ],
            options={
                "ordering": ["record_kind", "slug"],
                "permissions": [("publish_record", "Can publish, withdraw and restore records")],
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="The field that it bears on; empty for the whole.",
                        max_length=40,
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[("supports", "Supports"), ("mentions", "Mentions")],
                        default="supports",
                        help_text="Whether it says so too, or only speaks of it.",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["record", "citation__source__slug", "citation__paragraph", "citation__slug", "field"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(help_text="Revision of the record after the change.")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("changed", "Changed"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                            ("restored", "Restored"),
                            ("submitted", "submitted for review"),
                            ("returned", "returned to draft"),
                        ],
                        help_text="What happened.",
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(help_text="What the public could see before; null if nothing.", null=True)),
                ("after", models.JSONField(help_text="What the public can see since; null if nothing.", null=True)),
                ("reason", models.CharField(blank=True, help_text="Why.", max_length=300, null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, help_text="When.")),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Who; empty for the machine.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Dataset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.BigIntegerField(default=0, help_text="Grows with every change that the public sees."),
                ),
                (
                    "state",
                    models.CharField(
                        help_text="Random name of the state; a restored backup brings its own back.", max_length=32
                    ),
                ),
                ("changed_at", models.DateTimeField(help_text="When the state began; never goes back.")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="dataset_is_one")],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_%(class)s",
                        serialize=False,
                        to="sources.record",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Title as printed; in square brackets where the curator gave it.", max_length=300
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news_article", "News Article"),
                            ("repost", "Repost"),
                            ("journal_article", "Journal Article"),
                            ("book_or_report", "Book Or Report"),
                            ("cable", "Cable"),
                            ("government_report", "Government Report"),
                            ("ngo_report", "NGO report"),
                            ("statute", "Statute"),
                            ("dataset", "Dataset"),
                            ("statement", "Statement"),
                            ("interview", "Interview"),
                            ("letter", "Letter"),
                            ("presentation", "Presentation"),
                            ("poll", "Poll"),
                            ("photo_caption", "Photo Caption"),
                            ("video", "Video"),
                            ("web_page", "Web Page"),
                            ("email", "Email"),
                        ],
                        help_text="What sort of document or utterance it is.",
                        max_length=20,
                    ),
                ),
                (
                    "authors",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Names of the authors, in the order printed.",
                        validators=[sources.models.source.validate_authors],
                    ),
                ),
                (
                    "publisher",
                    models.CharField(
                        blank=True, help_text="Who published it or speaks in it.", max_length=200, null=True
                    ),
                ),
                (
                    "published",
                    sources.models.edtf.EdtfField(
                        help_text="When it was published or said (EDTF); unknown where no text says so."
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Language of the text (ISO 639-1).",
                        max_length=2,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z]{2}\\Z", "Two lower-case letters (ISO 639-1), such as en."
                            )
                        ],
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="Address at which it was published.",
                        max_length=500,
                        null=True,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                    ),
                ),
                (
                    "archived_url",
                    models.URLField(
                        blank=True,
                        help_text="Address of an archived copy.",
                        max_length=500,
                        null=True,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                    ),
                ),
                (
                    "text_file",
                    models.CharField(
                        blank=True, help_text="Name of the file of its text that was read.", max_length=200, null=True
                    ),
                ),
                (
                    "text_sha256",
                    models.CharField(
                        blank=True,
                        help_text="SHA-256 of that file, so that anyone who holds it can check every paragraph.",
                        max_length=64,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9a-f]{64}\\Z", "64 hexadecimal digits.")
                        ],
                        verbose_name="text SHA-256",
                    ),
                ),
                (
                    "paragraphs",
                    models.PositiveIntegerField(blank=True, help_text="Number of paragraphs of the text.", null=True),
                ),
                (
                    "published_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “published” may mean.", null=True
                    ),
                ),
                (
                    "published_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “published” may mean.", null=True
                    ),
                ),
                (
                    "published_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “published” is in doubt."),
                ),
            ],
            bases=("sources.record",),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(fields=("record_kind", "slug"), name="record_slug_unique_within_kind"),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "record_kind__in",
                        [
                            "source",
                            "organization",
                            "place",
                            "authority",
                            "program",
                            "funding",
                            "event",
                            "indicator",
                            "observation",
                            "discrepancy",
                            "reconciliation",
                        ],
                    )
                ),
                name="record_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "in_review", "published", "withdrawn"])),
                name="record_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("summary", "history", "schema", "new", "printed-totals")), _negated=True
                ),
                name="record_slug_is_not_reserved",
            ),
        ),
        migrations.AddField(
            model_name="change",
            name="record",
            field=models.ForeignKey(
                help_text="The record that changed.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="changes",
                to="sources.record",
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="citation",
            field=models.ForeignKey(
                help_text="The place.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supports",
                to="sources.citation",
            ),
        ),
        migrations.AddField(
            model_name="support",
            name="record",
            field=models.ForeignKey(
                help_text="The record.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="supports",
                to="sources.record",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="derived_from",
            field=models.ForeignKey(
                blank=True,
                help_text="The source of which this is a repost or an excerpt.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="derivatives",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="source",
            name="reported_in",
            field=models.ManyToManyField(
                blank=True,
                help_text="Sources through which it is known, where we hold no text of it.",
                related_name="reports",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="source",
            field=models.ForeignKey(
                help_text="The document.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="exclusions",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="attributed_to",
            field=models.ForeignKey(
                blank=True,
                help_text="Who says it inside the document; empty is the document's own voice.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attributions",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="rests_on",
            field=models.ManyToManyField(
                blank=True,
                help_text="Sources that the document gives for it in a note or link.",
                related_name="carried_claims",
                to="sources.source",
            ),
        ),
        migrations.AddField(
            model_name="citation",
            name="source",
            field=models.ForeignKey(
                help_text="The document that was read.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="sources.source",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                fields=["at"],
                name="change_public_by_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.UniqueConstraint(fields=("record", "revision"), name="change_one_per_revision"),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        ["created", "changed", "published", "withdrawn", "restored", "submitted", "returned"],
                    )
                ),
                name="change_action_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.UniqueConstraint(
                fields=("record", "citation", "field"), name="support_says_a_thing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="support",
            constraint=models.CheckConstraint(
                condition=models.Q(("stance__in", ["supports", "mentions"])), name="support_stance_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "news_article",
                            "repost",
                            "journal_article",
                            "book_or_report",
                            "cable",
                            "government_report",
                            "ngo_report",
                            "statute",
                            "dataset",
                            "statement",
                            "interview",
                            "letter",
                            "presentation",
                            "poll",
                            "photo_caption",
                            "video",
                            "web_page",
                            "email",
                        ],
                    )
                ),
                name="source_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_earliest", None), ("published_latest", None)),
                    models.Q(
                        ("published_earliest__isnull", False),
                        ("published_latest__isnull", False),
                        ("published_earliest__lte", models.F("published_latest")),
                    ),
                    _connector="OR",
                ),
                name="source_published_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paragraphs", None), ("text_file", None), ("text_sha256", None)),
                    models.Q(
                        ("paragraphs__gte", 1),
                        ("paragraphs__isnull", False),
                        ("text_file__isnull", False),
                        ("text_sha256__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="source_text_has_file_digest_and_paragraphs",
                violation_error_message="A text that was read has a file name, a SHA-256 and a number of paragraphs, or none of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_paragraph", None), ("last_paragraph__gte", models.F("paragraph")), _connector="OR"
                ),
                name="exclusion_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(("as_stated", None), ("last_paragraph", None), _connector="OR"),
                name="exclusion_of_words_names_one_paragraph",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("page_file", None),
                        ("page_printed", None),
                        ("paragraph__gte", 1),
                        ("paragraph__isnull", False),
                        ("row", None),
                        ("section", None),
                    ),
                    models.Q(("paragraph", None), ("row", None), ("section__isnull", False)),
                    models.Q(
                        ("page_file", None),
                        ("page_printed", None),
                        ("paragraph", None),
                        ("row__gte", 1),
                        ("row__isnull", False),
                        ("section", None),
                    ),
                    _connector="OR",
                ),
                name="citation_has_one_kind_of_place",
                violation_error_message="Give a paragraph, or a section (with its page), or a row.",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.CheckConstraint(
                condition=models.Q(("as_stated", ""), _negated=True), name="citation_has_words"
            ),
        ),
    ]
