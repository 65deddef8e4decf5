"""How much evidence an application's item asks for, and which of it departments may tell. Read from the published item."""

from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from services.applications.models import Evidence
from services.catalogue.models import ItemVersion
from services.catalogue.variants import of_variant


@lru_cache(maxsize=2048)  # a version is frozen, so what it asks for never changes
def asked(version_id: UUID, variant: str = "") -> tuple[frozenset[str], ...]:
    """One entry for each piece of evidence: the fields that make it up, or none where shared data cannot."""
    content = ItemVersion.objects.values_list("content", flat=True).get(pk=version_id)
    return tuple(
        frozenset(piece["fields"]) if piece["source"] == Evidence.Source.SHARED_DATA else frozenset()
        for piece in of_variant(content, variant)["evidence"]
    )


def met(version_id: UUID, told: Collection[str], variant: str = "") -> int:
    """How many pieces are whole with the fields that departments told."""
    return sum(bool(fields) and fields <= set(told) for fields in asked(version_id, variant))
