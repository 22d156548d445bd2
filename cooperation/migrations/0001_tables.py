import cooperation.models.reconciliation
import cooperation.models.vocabulary
import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import sources.models.edtf
from django.db import migrations, models


class Migration(migrations.Migration):
    """All tables; a database of version 0.1.0 has them already."""

    initial = True

    replaces = [
        ("cooperation", "0001_initial"),
        ("cooperation", "0002_training"),
        ("cooperation", "0003_reported_year"),
        ("cooperation", "0004_indexes_of_present_trainings"),
        ("cooperation", "0005_reconciliation"),
        ("cooperation", "0006_sums_of_printed_totals"),
        ("cooperation", "0007_search_documents"),
        ("cooperation", "0008_search_in_step"),
        ("cooperation", "0009_search_trainings"),
        ("cooperation", "0010_keys_in_order"),
        ("cooperation", "0011_kept_trainings"),
        ("cooperation", "0012_search_by_conditions"),
    ]

    dependencies = [
        ("sources", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="Indicator",
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
                ("name", models.CharField(help_text="What is counted or measured.", max_length=200)),
                (
                    "unit",
                    models.CharField(
                        help_text="Unit of the values, such as persons, percent or per 100,000.", max_length=60
                    ),
                ),
                ("definition", models.TextField(help_text="What counts and what does not, in our own words.")),
                (
                    "population",
                    models.CharField(blank=True, help_text="Of whom or what it is counted.", max_length=200, null=True),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("sources.record",),
        ),
        migrations.CreateModel(
            name="KeptTraining",
            fields=[
                (
                    "id",
                    models.BigAutoField(help_text="Key of the training activity.", primary_key=True, serialize=False),
                ),
                (
                    "made_by",
                    models.BigIntegerField(
                        db_index=True,
                        help_text="The software that said it: the first 63 bits of its digest.",
                    ),
                ),
                ("answer", models.TextField(help_text="The row as the list gives it, as JSON.")),
                ("line", models.TextField(help_text="The row as a line of CSV, without its end.")),
            ],
        ),
        migrations.CreateModel(
            name="ReportPage",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        help_text="First 63 bits of the digest of the other columns.", primary_key=True, serialize=False
                    ),
                ),
                ("report", models.CharField(help_text="The report, by its years, such as 2010_2011.", max_length=9)),
                ("section", models.TextField(help_text="Title of the report with volume and section.")),
                (
                    "page",
                    models.CharField(
                        help_text="Page as printed; null where the report has none.", max_length=40, null=True
                    ),
                ),
                ("url", models.CharField(help_text="Address of the report.", max_length=500, null=True)),
            ],
            options={
                "ordering": ["report", "id"],
            },
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        help_text="Key of the record, or minus the key of the citation.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(help_text="Kind of record, or citation.", max_length=20)),
                ("slug", models.CharField(help_text="Public id.", max_length=120)),
                ("title", models.TextField(help_text="What the record is known by.")),
                ("names", models.TextField(help_text="Its other names, and the people and bodies named with it.")),
                ("body", models.TextField(help_text="What it says, in our own words.")),
                ("words", models.TextField(help_text="Words of the citations that bear on it, as printed.")),
                (
                    "rank_key",
                    models.TextField(
                        help_text="Order among equal finds: records by names of their own, then figures, then citations; the shorter title first."
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Authority",
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
                ("code", models.CharField(help_text="Short name in use, such as IMET.", max_length=40)),
                ("name", models.CharField(help_text="Full name.", max_length=200)),
                (
                    "statute",
                    models.CharField(blank=True, help_text="The law that it rests on.", max_length=200, null=True),
                ),
                (
                    "department",
                    models.CharField(blank=True, help_text="The department that runs it.", max_length=200, null=True),
                ),
                ("valid_from", sources.models.edtf.EdtfField(help_text="Since when it is law (EDTF).")),
                ("valid_to", sources.models.edtf.EdtfField(help_text="Until when it was law (EDTF).")),
                (
                    "valid_from_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “valid from” may mean.", null=True
                    ),
                ),
                (
                    "valid_from_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “valid from” may mean.", null=True
                    ),
                ),
                (
                    "valid_from_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “valid from” is in doubt."),
                ),
                (
                    "valid_to_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “valid to” may mean.", null=True
                    ),
                ),
                (
                    "valid_to_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “valid to” may mean.", null=True
                    ),
                ),
                (
                    "valid_to_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “valid to” is in doubt."),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        help_text="What replaced it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="cooperation.authority",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "authorities",
            },
            bases=("sources.record",),
        ),
        migrations.CreateModel(
            name="Discrepancy",
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
                ("title", models.CharField(help_text="What disagrees, in a few words.", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scope", "Scope"),
                            ("definition", "Definition"),
                            ("period", "Period"),
                            ("source", "Source"),
                            ("plan_against_outcome", "Plan Against Outcome"),
                            ("claim_against_denial", "Claim Against Denial"),
                            ("overlap_unknown", "Overlap Unknown"),
                            ("interpretation", "Interpretation"),
                            ("superseded", "Superseded"),
                            ("internal", "Internal"),
                        ],
                        help_text="Why they disagree.",
                        max_length=20,
                    ),
                ),
                ("explanation", models.TextField(help_text="What is known of the reason, in our own words.")),
                (
                    "records",
                    models.ManyToManyField(
                        help_text="The records, of any kind.", related_name="discrepancies", to="sources.record"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "discrepancies",
            },
            bases=("sources.record",),
        ),
        migrations.CreateModel(
            name="Event",
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
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        help_text="The lower of how sure the reading is and whether the speaker can know it.",
                        max_length=6,
                    ),
                ),
                (
                    "assertion",
                    models.CharField(
                        choices=[("stated", "Stated"), ("reported", "Reported"), ("alleged", "Alleged")],
                        default="stated",
                        help_text="Whether it is stated as known, reported from others, or alleged.",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(help_text="What happened, in a few words of our own.", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Training"),
                            ("operation", "Operation"),
                            ("arrest", "Arrest"),
                            ("attack", "Attack"),
                            ("escape", "Escape"),
                            ("seizure", "Seizure"),
                            ("court", "Court"),
                            ("meeting", "Meeting"),
                            ("statement", "Statement"),
                            ("publication", "Publication"),
                            ("legislation", "Legislation"),
                            ("election", "Election"),
                            ("protest", "Protest"),
                            ("appointment", "Appointment"),
                            ("founding_or_transfer", "Founding Or Transfer"),
                            ("deployment", "Deployment"),
                            ("disaster", "Disaster"),
                        ],
                        help_text="What sort of event it is.",
                        max_length=20,
                    ),
                ),
                (
                    "start",
                    sources.models.edtf.EdtfField(
                        help_text="When it happened or began (EDTF); it falls somewhere within."
                    ),
                ),
                ("end", sources.models.edtf.EdtfField(help_text="When it ended (EDTF).")),
                (
                    "is_planned",
                    models.BooleanField(default=False, help_text="Whether the source speaks of it as still to come."),
                ),
                ("description", models.TextField(help_text="What happened, in our own words.")),
                (
                    "start_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “start” may mean.", null=True
                    ),
                ),
                (
                    "start_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “start” may mean.", null=True
                    ),
                ),
                (
                    "start_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “start” is in doubt."),
                ),
                (
                    "end_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “end” may mean.", null=True
                    ),
                ),
                (
                    "end_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “end” may mean.", null=True
                    ),
                ),
                (
                    "end_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “end” is in doubt."),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The place that makes the claim.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_claims",
                        to="sources.citation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("sources.record", models.Model),
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(help_text="Name of the file.", max_length=255)),
                (
                    "sha256",
                    models.CharField(
                        help_text="SHA-256 of the file, compressed or not, as it was given.", max_length=64
                    ),
                ),
                ("parser_version", models.CharField(help_text="Version of the parser that read it.", max_length=16)),
                (
                    "vocabulary",
                    models.CharField(
                        help_text="Digest of the authorities and places that the rows were resolved against.",
                        max_length=64,
                    ),
                ),
                ("is_quoted", models.BooleanField(help_text="Whether the file's fields are quoted as in CSV.")),
                ("rows", models.PositiveIntegerField(help_text="Rows in the file.")),
                ("rows_new", models.PositiveIntegerField(help_text="Rows that were not there before.")),
                ("rows_changed", models.PositiveIntegerField(help_text="Rows that say something else than before.")),
                ("rows_unchanged", models.PositiveIntegerField(help_text="Rows that say what they said before.")),
                ("rows_withdrawn", models.PositiveIntegerField(help_text="Rows that the file no longer has.")),
                ("doubts", models.JSONField(help_text="Number of doubts by kind.")),
                ("started_at", models.DateTimeField(help_text="When the import began.")),
                ("finished_at", models.DateTimeField(help_text="When what it brought became public.")),
                ("is_current", models.BooleanField(default=True, help_text="Whether this is the newest import.")),
            ],
            options={
                "verbose_name_plural": "import batches",
                "ordering": ["-finished_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)), fields=("is_current",), name="import_one_is_current"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organization",
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
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        help_text="The lower of how sure the reading is and whether the speaker can know it.",
                        max_length=6,
                    ),
                ),
                (
                    "assertion",
                    models.CharField(
                        choices=[("stated", "Stated"), ("reported", "Reported"), ("alleged", "Alleged")],
                        default="stated",
                        help_text="Whether it is stated as known, reported from others, or alleged.",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(help_text="Name in English.", max_length=200)),
                (
                    "native_name",
                    models.CharField(blank=True, help_text="Name in its own language.", max_length=200, null=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("government", "Government"),
                            ("local_government", "Local Government"),
                            ("ministry", "Ministry"),
                            ("agency", "Agency"),
                            ("force", "Force"),
                            ("unit", "Unit"),
                            ("school", "School"),
                            ("court", "Court"),
                            ("legislature", "Legislature"),
                            ("party", "Party"),
                            ("company", "Company"),
                            ("media", "Media"),
                            ("ngo", "NGO"),
                            ("research_institute", "Research Institute"),
                            ("international_body", "International Body"),
                            ("criminal_group", "Criminal Group"),
                            ("armed_group", "Armed Group"),
                        ],
                        help_text="What sort of body it is.",
                        max_length=20,
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Country that it belongs to (ISO 3166-1 alpha-3).",
                        max_length=3,
                        null=True,
                        validators=[cooperation.models.vocabulary.validate_country],
                    ),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The place that makes the claim.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_claims",
                        to="sources.citation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The body that commands it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        help_text="The body that replaced it; a new name alone is an alias.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="cooperation.organization",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("sources.record", models.Model),
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.CharField(
                        blank=True, help_text="Name of a person who acts in office.", max_length=120, null=True
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        blank=True, help_text="The office in which the person acts.", max_length=200, null=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("actor", "Actor"),
                            ("partner", "Partner"),
                            ("target", "Target"),
                            ("speaker", "Speaker"),
                            ("addressee", "Addressee"),
                            ("host", "Host"),
                            ("accused", "Accused"),
                            ("subject", "Subject"),
                        ],
                        help_text="What they do in the event.",
                        max_length=9,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        help_text="The event.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="cooperation.event",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="The organization, or the one of the person's office.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="cooperation.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["event", "id"],
            },
        ),
        migrations.CreateModel(
            name="Place",
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
                    "name",
                    models.CharField(
                        help_text="Name in English, or the native one where there is no other.", max_length=200
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("region", "Region"),
                            ("country", "Country"),
                            ("state", "State"),
                            ("municipality", "Municipality"),
                            ("city", "City"),
                            ("facility", "Facility"),
                            ("port", "Port"),
                            ("base", "Base"),
                        ],
                        help_text="What sort of place it is.",
                        max_length=12,
                    ),
                ),
                (
                    "iso_3166_1",
                    models.CharField(
                        blank=True,
                        help_text="Country (ISO 3166-1 alpha-3).",
                        max_length=3,
                        null=True,
                        validators=[cooperation.models.vocabulary.validate_country],
                    ),
                ),
                (
                    "iso_3166_2",
                    models.CharField(
                        blank=True,
                        help_text="State or province (ISO 3166-2).",
                        max_length=6,
                        null=True,
                        validators=[cooperation.models.vocabulary.validate_subdivision],
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        help_text="Decimal degrees north (WGS 84), a point inside the place.",
                        max_digits=8,
                        null=True,
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=5,
                        help_text="Decimal degrees east (WGS 84).",
                        max_digits=8,
                        null=True,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The place that contains it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cooperation.place",
                    ),
                ),
            ],
            bases=("sources.record",),
        ),
        migrations.AddField(
            model_name="event",
            name="places",
            field=models.ManyToManyField(
                blank=True, help_text="Where it happened.", related_name="events", to="cooperation.place"
            ),
        ),
        migrations.CreateModel(
            name="PrintedTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.CharField(help_text="Public id.", max_length=100, unique=True, verbose_name="public id"),
                ),
                ("report", models.CharField(help_text="The report, by its years, such as 2010_2011.", max_length=9)),
                ("fiscal_year", models.PositiveSmallIntegerField(help_text="US fiscal year.")),
                ("country", models.CharField(help_text="Country trained, as in Training.", max_length=3)),
                ("country_as_printed", models.TextField(help_text="The country as the report names it.")),
                ("program", models.TextField(help_text="The program as printed with the total.")),
                (
                    "program_spellings",
                    models.JSONField(help_text="The spellings of the program in the rows that the total covers."),
                ),
                ("quantity", models.PositiveIntegerField(help_text="Trainees; null if not printed.", null=True)),
                ("total_cost", models.PositiveBigIntegerField(help_text="US dollars; null if not printed.", null=True)),
                (
                    "recorded_rows",
                    models.PositiveIntegerField(
                        help_text="How many rows the total covers; null if the import has none of the country and year in this report.",
                        null=True,
                    ),
                ),
                (
                    "recorded_quantity",
                    models.BigIntegerField(help_text="Sum of their known trainees; null as for the rows.", null=True),
                ),
                (
                    "recorded_cost",
                    models.BigIntegerField(help_text="Sum of their known costs; null as for the rows.", null=True),
                ),
                (
                    "quantity_difference",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            django.db.models.expressions.CombinedExpression(
                                models.F("recorded_quantity"), "-", models.F("quantity")
                            ),
                            output_field=models.BigIntegerField(),
                        ),
                        help_text="Trainees recorded less printed.",
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "cost_difference",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.ExpressionWrapper(
                            django.db.models.expressions.CombinedExpression(
                                models.F("recorded_cost"), "-", models.F("total_cost")
                            ),
                            output_field=models.BigIntegerField(),
                        ),
                        help_text="US dollars recorded less printed.",
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "agrees",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(
                                    ("recorded_rows", None), ("quantity", None), ("total_cost", None), _connector="OR"
                                ),
                                then=models.Value(None),
                            ),
                            models.When(
                                recorded_cost__range=(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("total_cost"), "-", models.Value(2)
                                    ),
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("total_cost"), "+", models.Value(2)
                                    ),
                                ),
                                recorded_quantity=models.F("quantity"),
                                then=models.Value(True),
                            ),
                            default=models.Value(False),
                        ),
                        help_text="Whether trainees are equal, and dollars to within 2; null where there is nothing to compare.",
                        output_field=models.BooleanField(null=True),
                    ),
                ),
            ],
            options={
                "ordering": ["report", "fiscal_year", "country_as_printed", "program"],
                "indexes": [models.Index(fields=["country", "fiscal_year"], name="printed_total_country_year")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "fiscal_year", "country_as_printed", "program"), name="printed_total_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Program",
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
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        help_text="The lower of how sure the reading is and whether the speaker can know it.",
                        max_length=6,
                    ),
                ),
                (
                    "assertion",
                    models.CharField(
                        choices=[("stated", "Stated"), ("reported", "Reported"), ("alleged", "Alleged")],
                        default="stated",
                        help_text="Whether it is stated as known, reported from others, or alleged.",
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(help_text="Name in English.", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("course", "Course"),
                            ("unit", "Unit"),
                            ("facility", "Facility"),
                            ("intelligence_sharing", "Intelligence Sharing"),
                            ("equipment", "Equipment"),
                            ("operation", "Operation"),
                            ("vetting", "Vetting"),
                            ("law_or_policy", "Law Or Policy"),
                        ],
                        help_text="What sort of effort it is.",
                        max_length=20,
                    ),
                ),
                (
                    "recipient_country",
                    models.CharField(
                        blank=True,
                        help_text="Country that receives it (ISO 3166-1 alpha-3).",
                        max_length=3,
                        null=True,
                        validators=[cooperation.models.vocabulary.validate_country],
                    ),
                ),
                ("start", sources.models.edtf.EdtfField(help_text="When it began or is to begin (EDTF).")),
                ("end", sources.models.edtf.EdtfField(help_text="When it ended or is to end (EDTF).")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("recommended", "recommended (from outside government)"),
                            ("requested", "requested (by the recipient)"),
                            ("proposed", "proposed (inside government)"),
                            ("announced", "Announced"),
                            ("active", "Active"),
                            ("completed", "Completed"),
                            ("abandoned", "Abandoned"),
                            ("unknown", "Unknown"),
                        ],
                        help_text="How far it has come.",
                        max_length=11,
                    ),
                ),
                ("stage_as_of", sources.models.edtf.EdtfField(help_text="Date at which the stage is known (EDTF).")),
                ("description", models.TextField(help_text="What it is, in our own words.")),
                (
                    "start_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “start” may mean.", null=True
                    ),
                ),
                (
                    "start_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “start” may mean.", null=True
                    ),
                ),
                (
                    "start_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “start” is in doubt."),
                ),
                (
                    "end_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “end” may mean.", null=True
                    ),
                ),
                (
                    "end_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “end” may mean.", null=True
                    ),
                ),
                (
                    "end_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “end” is in doubt."),
                ),
                (
                    "stage_as_of_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “stage as of” may mean.", null=True
                    ),
                ),
                (
                    "stage_as_of_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “stage as of” may mean.", null=True
                    ),
                ),
                (
                    "stage_as_of_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “stage as of” is in doubt."),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        help_text="The organization that it is, if it is one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="as_programs",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The place that makes the claim.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_claims",
                        to="sources.citation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="The program that it is a part of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="cooperation.program",
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True, help_text="Where it takes place.", related_name="programs", to="cooperation.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("sources.record", models.Model),
        ),
        migrations.CreateModel(
            name="Observation",
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
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        help_text="The lower of how sure the reading is and whether the speaker can know it.",
                        max_length=6,
                    ),
                ),
                (
                    "assertion",
                    models.CharField(
                        choices=[("stated", "Stated"), ("reported", "Reported"), ("alleged", "Alleged")],
                        default="stated",
                        help_text="Whether it is stated as known, reported from others, or alleged.",
                        max_length=8,
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exact", "Exact"),
                            ("about", "About"),
                            ("nearly", "Nearly"),
                            ("more_than", "More Than"),
                            ("less_than", "Less Than"),
                            ("at_least", "At Least"),
                            ("at_most", "At Most"),
                            ("range", "Range"),
                        ],
                        help_text="How exactly the figure is given (“nearly 4,500” is not 4,500); null exactly when there is no figure.",
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "calendar",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("us_fiscal", "US fiscal year (October to September)"),
                            ("mexican_fiscal", "Mexican fiscal year (January to December)"),
                            ("calendar_year", "calendar year"),
                        ],
                        help_text="Whose year the fiscal year is.",
                        max_length=14,
                        null=True,
                    ),
                ),
                (
                    "fiscal_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The year, in its calendar; US fiscal 2011 began on 1 October 2010.",
                        null=True,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("one_year", "One Year"),
                            ("per_year", "Per Year"),
                            ("cumulative", "Cumulative"),
                            ("point_in_time", "Point In Time"),
                        ],
                        help_text="One year, a yearly rate, any other total (cumulative), or a stock at a point in time.",
                        max_length=13,
                        null=True,
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="The value in the indicator's unit; null if no figure is given.",
                        max_digits=20,
                        null=True,
                    ),
                ),
                (
                    "value_max",
                    models.DecimalField(
                        blank=True, decimal_places=4, help_text="Upper end, only of a range.", max_digits=20, null=True
                    ),
                ),
                (
                    "period",
                    sources.models.edtf.EdtfField(
                        help_text="Time that the value counts or at which it was taken (EDTF)."
                    ),
                ),
                (
                    "is_planned",
                    models.BooleanField(
                        default=False, help_text="Whether it is a plan or target instead of an outcome."
                    ),
                ),
                (
                    "period_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “period” may mean.", null=True
                    ),
                ),
                (
                    "period_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “period” may mean.", null=True
                    ),
                ),
                (
                    "period_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “period” is in doubt."),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The place that makes the claim.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_claims",
                        to="sources.citation",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        help_text="The event that it tells of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="cooperation.event",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        help_text="The quantity that it is a value of.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="cooperation.indicator",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="The organization that it tells of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it was counted.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="cooperation.place",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        help_text="The program that it tells of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="cooperation.program",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("sources.record", models.Model),
        ),
        migrations.CreateModel(
            name="Funding",
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
                    "confidence",
                    models.CharField(
                        choices=[("low", "Low"), ("medium", "Medium"), ("high", "High")],
                        default="medium",
                        help_text="The lower of how sure the reading is and whether the speaker can know it.",
                        max_length=6,
                    ),
                ),
                (
                    "assertion",
                    models.CharField(
                        choices=[("stated", "Stated"), ("reported", "Reported"), ("alleged", "Alleged")],
                        default="stated",
                        help_text="Whether it is stated as known, reported from others, or alleged.",
                        max_length=8,
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exact", "Exact"),
                            ("about", "About"),
                            ("nearly", "Nearly"),
                            ("more_than", "More Than"),
                            ("less_than", "Less Than"),
                            ("at_least", "At Least"),
                            ("at_most", "At Most"),
                            ("range", "Range"),
                        ],
                        help_text="How exactly the figure is given (“nearly 4,500” is not 4,500); null exactly when there is no figure.",
                        max_length=10,
                        null=True,
                    ),
                ),
                (
                    "calendar",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("us_fiscal", "US fiscal year (October to September)"),
                            ("mexican_fiscal", "Mexican fiscal year (January to December)"),
                            ("calendar_year", "calendar year"),
                        ],
                        help_text="Whose year the fiscal year is.",
                        max_length=14,
                        null=True,
                    ),
                ),
                (
                    "fiscal_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The year, in its calendar; US fiscal 2011 began on 1 October 2010.",
                        null=True,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("one_year", "One Year"),
                            ("per_year", "Per Year"),
                            ("cumulative", "Cumulative"),
                            ("point_in_time", "Point In Time"),
                        ],
                        help_text="One year, a yearly rate, any other total (cumulative), or a stock at a point in time.",
                        max_length=13,
                        null=True,
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Amount in units of the currency; null if no figure is given.",
                        max_digits=20,
                        null=True,
                    ),
                ),
                (
                    "amount_max",
                    models.DecimalField(
                        blank=True, decimal_places=2, help_text="Upper end, only of a range.", max_digits=20, null=True
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        blank=True,
                        help_text="Currency (ISO 4217).",
                        max_length=3,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Z]{3}\\Z", "Three capital letters (ISO 4217), such as USD."
                            )
                        ],
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("requested", "Requested"),
                            ("appropriated", "Appropriated"),
                            ("announced", "Announced"),
                            ("obligated", "Obligated"),
                            ("disbursed", "Disbursed"),
                            ("delivered", "Delivered"),
                            ("sold", "Sold"),
                            ("training_value", "value of training given"),
                        ],
                        help_text="How far the money has come: requested, appropriated, announced, ... delivered; null if the text is unclear.",
                        max_length=14,
                        null=True,
                    ),
                ),
                (
                    "flow",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("us_assistance", "US assistance"),
                            ("us_sale", "US sale"),
                            ("recipient_own", "recipient's own spending"),
                            ("private_gift", "private gift"),
                        ],
                        help_text="Whose money goes where; null if unclear.",
                        max_length=13,
                        null=True,
                    ),
                ),
                ("period", sources.models.edtf.EdtfField(help_text="Time that the amount covers (EDTF).")),
                (
                    "recipient_country",
                    models.CharField(
                        blank=True,
                        help_text="Country that receives it (ISO 3166-1 alpha-3).",
                        max_length=3,
                        null=True,
                        validators=[cooperation.models.vocabulary.validate_country],
                    ),
                ),
                (
                    "covers",
                    models.TextField(
                        blank=True,
                        help_text="What is in the amount and what is not, gifts in kind too; in our own words.",
                        null=True,
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        blank=True,
                        help_text="Sector (OECD DAC code).",
                        max_length=5,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{3}(\\d{2})?\\Z", "Three or five digits (OECD DAC sector or purpose code)."
                            )
                        ],
                    ),
                ),
                (
                    "period_earliest",
                    models.DateField(
                        db_index=True, editable=False, help_text="First day that “period” may mean.", null=True
                    ),
                ),
                (
                    "period_latest",
                    models.DateField(
                        db_index=True, editable=False, help_text="Last day that “period” may mean.", null=True
                    ),
                ),
                (
                    "period_is_uncertain",
                    models.BooleanField(default=False, editable=False, help_text="Whether “period” is in doubt."),
                ),
                (
                    "citation",
                    models.ForeignKey(
                        help_text="The place that makes the claim.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_claims",
                        to="sources.citation",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who hands it over.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provided",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who receives it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        help_text="The program that it pays for.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding",
                        to="cooperation.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding record",
                "abstract": False,
            },
            bases=("sources.record", models.Model),
        ),
        migrations.AddField(
            model_name="event",
            name="programs",
            field=models.ManyToManyField(
                blank=True,
                help_text="The programs that it belongs to.",
                related_name="events",
                to="cooperation.program",
            ),
        ),
        migrations.CreateModel(
            name="ProgramOrganization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "Lead"),
                            ("partner", "Partner"),
                            ("funder", "Funder"),
                            ("recipient", "Recipient"),
                            ("host", "Host"),
                        ],
                        help_text="What it does in the program.",
                        max_length=9,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        help_text="The organization.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="program_roles",
                        to="cooperation.organization",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        help_text="The program.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="organizations",
                        to="cooperation.program",
                    ),
                ),
            ],
            options={
                "ordering": ["program", "role", "organization__slug"],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
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
                ("title", models.CharField(help_text="What is compared, in a few words.", max_length=200)),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("rows", "Rows"),
                            ("trainees", "Trainees"),
                            ("cost", "Cost"),
                            ("courses", "different course titles"),
                            ("runs", "times that a course was held: different titles, days and locations"),
                            ("weeks", "mean length in weeks, first and last day included"),
                        ],
                        help_text="What of the training records is held against the claim.",
                        max_length=8,
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        help_text="The rows that test the claim: parameters of /api/v1/trainings/, such as country=MEX&fiscal_year=2011.",
                        max_length=500,
                        validators=[cooperation.models.reconciliation.validate_query],
                    ),
                ),
                (
                    "baseline",
                    models.CharField(
                        blank=True,
                        help_text="The rows that a rise or fall is measured from, where the claim is of one; parameters as in the query.",
                        max_length=500,
                        null=True,
                        validators=[cooperation.models.reconciliation.validate_query],
                    ),
                ),
                (
                    "not_covered",
                    models.TextField(help_text="What the claim counts and the records do not, or the other way round."),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        help_text="The claim: an observation, a funding record, a program or an event.",
                        limit_choices_to={"record_kind__in": ("observation", "funding", "program", "event")},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="sources.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "reconciliation",
            },
            bases=("sources.record",),
        ),
        migrations.CreateModel(
            name="ReportedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.CharField(help_text="The report, by its years, such as 2010_2011.", max_length=9)),
                ("country", models.CharField(help_text="Country trained, as in Training.", max_length=3)),
                ("fiscal_year", models.PositiveSmallIntegerField(help_text="US fiscal year.")),
                (
                    "region",
                    models.CharField(help_text="Region of the report, as in Training.", max_length=24, null=True),
                ),
                (
                    "is_counted",
                    models.BooleanField(
                        help_text="False where a later report covers the same country and fiscal year."
                    ),
                ),
                ("rows", models.PositiveIntegerField(help_text="Training activities.")),
                (
                    "trainees",
                    models.PositiveBigIntegerField(
                        help_text="Sum of the known quantities; null if none is.", null=True
                    ),
                ),
                ("known_quantities", models.PositiveIntegerField(help_text="Rows that give a quantity.")),
                (
                    "cost",
                    models.PositiveBigIntegerField(
                        help_text="US dollars: sum of the known costs; null if none is.", null=True
                    ),
                ),
                ("known_costs", models.PositiveIntegerField(help_text="Rows that give a cost.")),
                (
                    "courses",
                    models.PositiveIntegerField(
                        help_text="Different course titles, apart from case, accents and punctuation."
                    ),
                ),
            ],
            options={
                "ordering": ["country", "fiscal_year", "report"],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "fiscal_year", "report"), name="reported_year_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_counted", True)),
                        fields=("country", "fiscal_year"),
                        name="reported_year_one_is_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "published_id",
                    models.UUIDField(
                        help_text="Public id: the one that the published dataset gives the row.", unique=True
                    ),
                ),
                ("report", models.CharField(help_text="The report, by its years, such as 2010_2011.", max_length=9)),
                (
                    "fiscal_year",
                    models.PositiveSmallIntegerField(help_text="US fiscal year that the program text names."),
                ),
                (
                    "country",
                    models.CharField(
                        help_text="Country trained (ISO 3166-1 alpha-3, or the code it had then); ZZZ if nobody can tell.",
                        max_length=3,
                    ),
                ),
                ("country_as_printed", models.TextField(help_text="The country as the report names it.")),
                (
                    "region",
                    models.CharField(
                        choices=[
                            ("africa", "Africa"),
                            ("east_asia_pacific", "East Asia and Pacific"),
                            ("europe", "Europe"),
                            ("near_east", "Near East"),
                            ("newly_independent_states", "Newly Independent States"),
                            ("south_asia", "South and Central Asia"),
                            ("western_hemisphere", "Western Hemisphere"),
                        ],
                        help_text="Region of the report.",
                        max_length=24,
                        null=True,
                    ),
                ),
                ("program", models.TextField(help_text="The program as printed, with its fiscal year and department.")),
                (
                    "department",
                    models.CharField(
                        choices=[
                            ("state", "US Department of State"),
                            ("defense", "US Department of Defense"),
                            ("homeland_security", "US Department of Homeland Security"),
                            ("transportation", "US Department of Transportation"),
                        ],
                        help_text="The department that pays for it.",
                        max_length=17,
                        null=True,
                    ),
                ),
                ("course_title", models.TextField(help_text="The course as printed.", null=True)),
                (
                    "course_title_normalized",
                    models.CharField(
                        help_text="The same without case, accents and punctuation, cut at 200 characters.",
                        max_length=200,
                        null=True,
                    ),
                ),
                (
                    "delivery_unit",
                    models.TextField(
                        help_text="The US unit as printed, often with its number of personnel.", null=True
                    ),
                ),
                (
                    "delivery_unit_normalized",
                    models.CharField(
                        help_text="The same without personnel, case, accents and punctuation.",
                        max_length=200,
                        null=True,
                    ),
                ),
                ("recipient_unit", models.TextField(help_text="The unit of the trainees as printed.", null=True)),
                (
                    "recipient_unit_normalized",
                    models.CharField(
                        help_text="The same without case, accents and punctuation.", max_length=200, null=True
                    ),
                ),
                ("start", models.DateField(help_text="First day.", null=True)),
                ("end", models.DateField(help_text="Last day.", null=True)),
                ("location", models.TextField(help_text="Where it took place, as printed.", null=True)),
                (
                    "location_country",
                    models.CharField(
                        help_text="Country of the location (ISO 3166-1 alpha-3); null if the text does not tell.",
                        max_length=3,
                        null=True,
                    ),
                ),
                (
                    "in_country",
                    models.BooleanField(
                        help_text="Whether it took place in the country trained; null if the location does not tell.",
                        null=True,
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(help_text="Trainees; null if not printed or not readable.", null=True),
                ),
                (
                    "total_cost",
                    models.PositiveBigIntegerField(
                        help_text="US dollars; 0 is printed, null is not printed or not readable.", null=True
                    ),
                ),
                (
                    "is_counted",
                    models.BooleanField(
                        default=True, help_text="False where a later report covers the same country and fiscal year."
                    ),
                ),
                (
                    "flags",
                    models.PositiveIntegerField(
                        default=0, help_text="Doubts about the row, a bit each (TrainingFlag)."
                    ),
                ),
                (
                    "raw",
                    models.JSONField(
                        help_text="All cells as published, in the order of the columns; service numbers masked."
                    ),
                ),
                ("digest", models.CharField(help_text="Digest of all that the import says of the row.", max_length=32)),
                (
                    "withdrawn_at",
                    models.DateTimeField(help_text="Since when the newest file no longer has the row.", null=True),
                ),
                (
                    "start_ascending",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("start"),
                            models.Value(datetime.date(9999, 12, 31)),
                            output_field=models.DateField(),
                        ),
                        help_text="First day, unknown ones after all others.",
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "start_descending",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("start"), models.Value(datetime.date(1, 1, 1)), output_field=models.DateField()
                        ),
                        help_text="First day, unknown ones before all others.",
                        output_field=models.DateField(),
                    ),
                ),
                (
                    "total_cost_descending",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("total_cost"), models.Value(-1), output_field=models.BigIntegerField()
                        ),
                        help_text="Cost, unknown ones below all others.",
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "quantity_descending",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            models.F("quantity"), models.Value(-1), output_field=models.BigIntegerField()
                        ),
                        help_text="Trainees, unknown ones below all others.",
                        output_field=models.BigIntegerField(),
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        db_index=False,
                        help_text="What pays for it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="cooperation.authority",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The import that last wrote the row.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cooperation.importbatch",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        help_text="Where the report prints it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="cooperation.reportpage",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        help_text="The place that it names.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="cooperation.place",
                    ),
                ),
            ],
            options={
                "ordering": ["published_id"],
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="The other name.", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acronym", "Acronym"),
                            ("former_name", "Former Name"),
                            ("translation", "Translation"),
                            ("misprint", "Misprint"),
                            ("variant", "Variant"),
                        ],
                        help_text="Why it is called so.",
                        max_length=12,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        help_text="The record.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="sources.record",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
                "ordering": ["record", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("record", "name"), name="alias_unique_within_record"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["acronym", "former_name", "translation", "misprint", "variant"])
                        ),
                        name="alias_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("valid_from_earliest", None), ("valid_from_latest", None)),
                    models.Q(
                        ("valid_from_earliest__isnull", False),
                        ("valid_from_latest__isnull", False),
                        ("valid_from_earliest__lte", models.F("valid_from_latest")),
                    ),
                    _connector="OR",
                ),
                name="authority_valid_from_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("valid_to_earliest", None), ("valid_to_latest", None)),
                    models.Q(
                        ("valid_to_earliest__isnull", False),
                        ("valid_to_latest__isnull", False),
                        ("valid_to_earliest__lte", models.F("valid_to_latest")),
                    ),
                    _connector="OR",
                ),
                name="authority_valid_to_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="discrepancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "scope",
                            "definition",
                            "period",
                            "source",
                            "plan_against_outcome",
                            "claim_against_denial",
                            "overlap_unknown",
                            "interpretation",
                            "superseded",
                            "internal",
                        ],
                    )
                ),
                name="discrepancy_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["low", "medium", "high"])),
                name="organization_confidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("assertion__in", ["stated", "reported", "alleged"])),
                name="organization_assertion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "government",
                            "local_government",
                            "ministry",
                            "agency",
                            "force",
                            "unit",
                            "school",
                            "court",
                            "legislature",
                            "party",
                            "company",
                            "media",
                            "ngo",
                            "research_institute",
                            "international_body",
                            "criminal_group",
                            "armed_group",
                        ],
                    )
                ),
                name="organization_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("person__isnull", False),
                    ("office__isnull", False),
                    _connector="OR",
                ),
                name="participant_is_somebody",
                violation_error_message="Name an organization, a person or an office.",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["actor", "partner", "target", "speaker", "addressee", "host", "accused", "subject"])
                ),
                name="participant_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["region", "country", "state", "municipality", "city", "facility", "port", "base"])
                ),
                name="place_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("longitude", None)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("longitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="place_has_both_coordinates_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["low", "medium", "high"])), name="program_confidence_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(("assertion__in", ["stated", "reported", "alleged"])),
                name="program_assertion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "initiative",
                            "course",
                            "unit",
                            "facility",
                            "intelligence_sharing",
                            "equipment",
                            "operation",
                            "vetting",
                            "law_or_policy",
                        ],
                    )
                ),
                name="program_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "recommended",
                            "requested",
                            "proposed",
                            "announced",
                            "active",
                            "completed",
                            "abandoned",
                            "unknown",
                        ],
                    )
                ),
                name="program_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("start_earliest", None), ("start_latest", None)),
                    models.Q(
                        ("start_earliest__isnull", False),
                        ("start_latest__isnull", False),
                        ("start_earliest__lte", models.F("start_latest")),
                    ),
                    _connector="OR",
                ),
                name="program_start_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_earliest", None), ("end_latest", None)),
                    models.Q(
                        ("end_earliest__isnull", False),
                        ("end_latest__isnull", False),
                        ("end_earliest__lte", models.F("end_latest")),
                    ),
                    _connector="OR",
                ),
                name="program_end_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage_as_of_earliest", None), ("stage_as_of_latest", None)),
                    models.Q(
                        ("stage_as_of_earliest__isnull", False),
                        ("stage_as_of_latest__isnull", False),
                        ("stage_as_of_earliest__lte", models.F("stage_as_of_latest")),
                    ),
                    _connector="OR",
                ),
                name="program_stage_as_of_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["low", "medium", "high"])),
                name="observation_confidence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("assertion__in", ["stated", "reported", "alleged"])),
                name="observation_assertion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("qualifier", None), ("value", None)),
                    models.Q(("qualifier__isnull", False), ("value__isnull", False)),
                    _connector="OR",
                ),
                name="observation_has_qualifier_exactly_with_figure",
                violation_error_message="A figure has a qualifier, and a qualifier has a figure.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("value_max", None),
                        models.Q(models.Q(("qualifier", "range"), _negated=True), ("qualifier", None), _connector="OR"),
                    ),
                    models.Q(
                        ("qualifier", "range"),
                        ("value__isnull", False),
                        ("value_max__gte", models.F("value")),
                        ("value_max__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="observation_has_upper_end_exactly_for_range",
                violation_error_message="A range has an upper end, no smaller than the lower; nothing else has one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fiscal_year", None),
                    models.Q(("calendar__isnull", False), ("fiscal_year__range", (2, 9999))),
                    _connector="OR",
                ),
                name="observation_fiscal_year_has_calendar",
                violation_error_message="A fiscal year needs its calendar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("qualifier", None),
                    (
                        "qualifier__in",
                        ["exact", "about", "nearly", "more_than", "less_than", "at_least", "at_most", "range"],
                    ),
                    _connector="OR",
                ),
                name="observation_qualifier_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis", None),
                    ("basis__in", ["one_year", "per_year", "cumulative", "point_in_time"]),
                    _connector="OR",
                ),
                name="observation_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("calendar", None),
                    ("calendar__in", ["us_fiscal", "mexican_fiscal", "calendar_year"]),
                    _connector="OR",
                ),
                name="observation_calendar_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_earliest", None), ("period_latest", None)),
                    models.Q(
                        ("period_earliest__isnull", False),
                        ("period_latest__isnull", False),
                        ("period_earliest__lte", models.F("period_latest")),
                    ),
                    _connector="OR",
                ),
                name="observation_period_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["low", "medium", "high"])), name="funding_confidence_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(("assertion__in", ["stated", "reported", "alleged"])),
                name="funding_assertion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("qualifier", None)),
                    models.Q(("amount__isnull", False), ("qualifier__isnull", False)),
                    _connector="OR",
                ),
                name="funding_has_qualifier_exactly_with_figure",
                violation_error_message="A figure has a qualifier, and a qualifier has a figure.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_max", None),
                        models.Q(models.Q(("qualifier", "range"), _negated=True), ("qualifier", None), _connector="OR"),
                    ),
                    models.Q(
                        ("amount__isnull", False),
                        ("amount_max__gte", models.F("amount")),
                        ("amount_max__isnull", False),
                        ("qualifier", "range"),
                    ),
                    _connector="OR",
                ),
                name="funding_has_upper_end_exactly_for_range",
                violation_error_message="A range has an upper end, no smaller than the lower; nothing else has one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fiscal_year", None),
                    models.Q(("calendar__isnull", False), ("fiscal_year__range", (2, 9999))),
                    _connector="OR",
                ),
                name="funding_fiscal_year_has_calendar",
                violation_error_message="A fiscal year needs its calendar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("qualifier", None),
                    (
                        "qualifier__in",
                        ["exact", "about", "nearly", "more_than", "less_than", "at_least", "at_most", "range"],
                    ),
                    _connector="OR",
                ),
                name="funding_qualifier_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis", None),
                    ("basis__in", ["one_year", "per_year", "cumulative", "point_in_time"]),
                    _connector="OR",
                ),
                name="funding_basis_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("calendar", None),
                    ("calendar__in", ["us_fiscal", "mexican_fiscal", "calendar_year"]),
                    _connector="OR",
                ),
                name="funding_calendar_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_earliest", None), ("period_latest", None)),
                    models.Q(
                        ("period_earliest__isnull", False),
                        ("period_latest__isnull", False),
                        ("period_earliest__lte", models.F("period_latest")),
                    ),
                    _connector="OR",
                ),
                name="funding_period_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount", None), models.Q(("amount__gte", 0), ("currency__isnull", False)), _connector="OR"
                ),
                name="funding_amount_is_positive_and_has_currency",
                violation_error_message="An amount is not negative and has a currency.",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", None),
                    (
                        "stage__in",
                        [
                            "requested",
                            "appropriated",
                            "announced",
                            "obligated",
                            "disbursed",
                            "delivered",
                            "sold",
                            "training_value",
                        ],
                    ),
                    _connector="OR",
                ),
                name="funding_stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("flow", None),
                    ("flow__in", ["us_assistance", "us_sale", "recipient_own", "private_gift"]),
                    _connector="OR",
                ),
                name="funding_flow_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["low", "medium", "high"])), name="event_confidence_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("assertion__in", ["stated", "reported", "alleged"])),
                name="event_assertion_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "training",
                            "operation",
                            "arrest",
                            "attack",
                            "escape",
                            "seizure",
                            "court",
                            "meeting",
                            "statement",
                            "publication",
                            "legislation",
                            "election",
                            "protest",
                            "appointment",
                            "founding_or_transfer",
                            "deployment",
                            "disaster",
                        ],
                    )
                ),
                name="event_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("start_earliest", None), ("start_latest", None)),
                    models.Q(
                        ("start_earliest__isnull", False),
                        ("start_latest__isnull", False),
                        ("start_earliest__lte", models.F("start_latest")),
                    ),
                    _connector="OR",
                ),
                name="event_start_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_earliest", None), ("end_latest", None)),
                    models.Q(
                        ("end_earliest__isnull", False),
                        ("end_latest__isnull", False),
                        ("end_earliest__lte", models.F("end_latest")),
                    ),
                    _connector="OR",
                ),
                name="event_end_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="programorganization",
            constraint=models.UniqueConstraint(
                fields=("program", "organization", "role"), name="program_role_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="programorganization",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["lead", "partner", "funder", "recipient", "host"])),
                name="program_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__in", ["rows", "trainees", "cost", "courses", "runs", "weeks"])),
                name="reconciliation_measure_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "country",
                    "fiscal_year",
                    "course_title_normalized",
                    "quantity",
                    "total_cost",
                    "is_counted",
                    "withdrawn_at",
                    "report",
                    "authority",
                    "department",
                    "region",
                    "place",
                    "in_country",
                    "start",
                    "recipient_unit_normalized",
                ],
                name="training_summary",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_listed",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "country",
                    "published_id",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_country",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "country",
                    "fiscal_year",
                    "published_id",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_country_year",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "fiscal_year",
                    "published_id",
                    "country",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_year",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "authority",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_authority",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "place",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_place",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "flags",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_flags",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "start_ascending",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_descending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_start",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "start_descending",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "total_cost_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_start_descending",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "total_cost_descending",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "quantity_descending",
                    "withdrawn_at",
                ],
                name="training_cost_descending",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "quantity_descending",
                    "published_id",
                    "country",
                    "fiscal_year",
                    "report",
                    "region",
                    "department",
                    "authority",
                    "place",
                    "location_country",
                    "in_country",
                    "is_counted",
                    "flags",
                    "end",
                    "start_ascending",
                    "start_descending",
                    "total_cost_descending",
                    "withdrawn_at",
                ],
                name="training_quantity_descending",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["program", "published_id", "withdrawn_at"],
                name="training_program",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["course_title_normalized", "published_id", "withdrawn_at"],
                name="training_course_title",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["delivery_unit_normalized", "published_id", "withdrawn_at"],
                name="training_delivery_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=["recipient_unit_normalized", "published_id", "withdrawn_at"],
                name="training_recipient_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(("fiscal_year__range", (1900, 2999))), name="training_fiscal_year_is_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("region", None),
                    (
                        "region__in",
                        [
                            "africa",
                            "east_asia_pacific",
                            "europe",
                            "near_east",
                            "newly_independent_states",
                            "south_asia",
                            "western_hemisphere",
                        ],
                    ),
                    _connector="OR",
                ),
                name="training_region_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("department", None),
                    ("department__in", ["state", "defense", "homeland_security", "transportation"]),
                    _connector="OR",
                ),
                name="training_department_is_known",
            ),
        ),
    ]
