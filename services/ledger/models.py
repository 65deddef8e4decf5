"""The append-only log: what was done, provable later."""

from django.db import models


class Entry(models.Model):
    """A fact, inserted in the transaction it tells of. The sealer alone writes `leaf_index`, once."""

    kind = models.CharField(max_length=60)
    body = models.BinaryField()
    digest = models.BinaryField(max_length=32)
    leaf_index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index("id", condition=models.Q(leaf_index=None), name="unsealed")]


class Checkpoint(models.Model):
    """The root of the tree at some size, and the complete subtrees that make it."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    frontier = models.JSONField()
