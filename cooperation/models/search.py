"""What full text is searched in."""

from django.db import models


class SearchDocument(models.Model):
    """The searchable text of one published record or citation; derived, and kept in step by the database's triggers."""

    id = models.BigIntegerField(primary_key=True, help_text="Key of the record, or minus the key of the citation.")
    kind = models.CharField(max_length=20, help_text="Kind of record, or citation.")
    slug = models.CharField(max_length=120, help_text="Public id.")
    title = models.TextField(help_text="What the record is known by.")
    names = models.TextField(help_text="Its other names, and the people and bodies named with it.")
    body = models.TextField(help_text="What it says, in our own words.")
    words = models.TextField(help_text="Words of the citations that bear on it, as printed.")
    rank_key = models.TextField(
        help_text="Order among equal finds: records by names of their own, then figures, then citations; the shorter title first."
    )

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
