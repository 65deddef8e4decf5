"""The index of the catalogue: what can be found, the tokens it holds, and how they sound.

Everything here is derived and may be thrown away: `manage.py index_catalogue` makes it again from what is published. It is
an ordinary indexed table on either database, and no order depends on how a database compares texts.
"""

from django.db import models


class Entry(models.Model):
    """One thing that can be found, in one period. `title` and `text` are normal (normal.py), a line for each text; `text`
    holds the title too. `filters`: words such as ` theme:OLD_AGE kind:05 `, a blank around each."""

    class Kind(models.TextChoices):
        ITEM = "ITEM"  # can be applied for here
        LISTED = "LISTED"  # stands in the directory only

    id = models.BigIntegerField(
        primary_key=True
    )  # made from kind, code and edition: the same on every database
    kind = models.CharField(max_length=6, choices=Kind)
    code = models.CharField(max_length=80)
    edition = models.PositiveIntegerField(default=0)  # of an item: the number of its version
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    heat = models.PositiveIntegerField()
    title = models.TextField()
    text = models.TextField()
    filters = models.TextField()
    name = models.JSONField()
    says = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "edition"], name="one_entry_an_edition")
        ]
        indexes = [models.Index(fields=["-heat", "id"], name="the_most_used_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class Token(models.Model):
    """One or two neighbouring characters, a whole word in letters, or a value of a filter (`theme:OLD_AGE`, which has no
    `first` and `last`). `entries` counts who holds it, on whatever day."""

    text = models.CharField(max_length=120, unique=True)
    first = models.CharField(max_length=1, db_index=True)
    last = models.CharField(max_length=1, db_index=True)
    entries = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """An entry holds a token. `rank`: where it stands in it, then the heat; the smallest first (`indexing.rank`).

    Without constraints to entry and token: checking them, row by row, takes longer than writing ten million rows. All of
    them are written and removed in one place, and made again where in doubt.
    """

    pk = models.CompositePrimaryKey("token", "rank", "entry")
    token = models.ForeignKey(
        Token, models.CASCADE, db_index=False, db_constraint=False, related_name="postings"
    )
    entry = models.ForeignKey(Entry, models.CASCADE, db_constraint=False, related_name="postings")
    rank = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.token_id} in {self.entry_id}"


class Sound(models.Model):
    """How one or two characters sound: `shebao` and `sb` for 社保. Characters of several readings have several rows."""

    sound = models.CharField(max_length=16)
    token = models.ForeignKey(Token, models.CASCADE, related_name="sounds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sound", "token"], name="one_row_a_sound")]

    def __str__(self) -> str:
        return self.sound
