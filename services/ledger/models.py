"""The append-only log: what was done, provable later."""

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A fact, inserted in the transaction it tells of. The sealer alone writes `leaf_index`, once.

    `body` and `salt` may be erased, once and together, after the entry was sealed; kind, time and commitment make the
    leaf and stay. Entries older than commitments have none: their leaf is the body itself.
    """

    kind = models.CharField(max_length=60)
    written_at = models.DateTimeField(null=True)
    body = models.BinaryField(null=True)
    salt = models.BinaryField(null=True, max_length=32)
    commitment = models.BinaryField(null=True, max_length=32)
    digest = models.BinaryField(max_length=32)
    leaf_index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index("id", condition=Q(leaf_index=None), name="unsealed")]
        constraints = [
            models.CheckConstraint(
                name="committed_or_old",
                condition=Q(commitment__isnull=False, written_at__isnull=False)
                | Q(commitment=None, written_at=None, salt=None),
            ),
            models.CheckConstraint(
                name="erased_whole",
                condition=Q(commitment=None)
                | Q(salt=None, body=None)
                | Q(salt__isnull=False, body__isnull=False),
            ),
        ]


class Node(models.Model):
    """The hash over a complete subtree: `number` counts those of its level from the left."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="one_node_a_place")]


class Checkpoint(models.Model):
    """The root of the tree at some size, and the complete subtrees that make it.

    `note`: what is signed and published (`notes.py`); empty where the checkpoint is older than signing.
    """

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    frontier = models.JSONField()
    at = models.DateTimeField(null=True)
    note = models.TextField(default="")


class CoSignature(models.Model):
    """A witness found the checkpoint to continue what it had seen before. `line`: as it stands under the note."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="co_signatures")
    witness = models.CharField(max_length=80)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_signature_each")]


class Refusal(models.Model):
    """A witness did not sign, and not because it was out of reach. `seen`: the size it holds, where it said so."""

    witness = models.CharField(max_length=80)
    size = models.BigIntegerField()
    seen = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["witness", "size", "reason"], name="one_refusal_a_size")
        ]
