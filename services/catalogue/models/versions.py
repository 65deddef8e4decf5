"""实施清单: the versions of an item, and which of them holds on a day in a place.

A version is frozen once published: applications keep the version they began under, so what it says must never change.
The models refuse it, and the database does too (migration 0003). Versions follow each other by date; a pilot holds in
its regions only, beside the one that holds everywhere else.
"""

import uuid
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from services.catalogue.models.items import ServiceItem
from services.catalogue.variants import of_variant
from services.departments.models import Region
from services.departments.regions import lineage
from services.eforms.form import Form
from services.sharing.models import Purpose


class Frozen(Exception):
    """A published version was to be changed. Publish a new one instead."""


MOST_KEPT = 256  # what a version says takes some 50 KB in memory


@lru_cache(maxsize=MOST_KEPT)
def _content(key: uuid.UUID, sha256: str) -> Any:
    return ItemVersion.objects.values_list("content", flat=True).get(pk=key, sha256=sha256)


@lru_cache(maxsize=MOST_KEPT)
def _content_of(key: uuid.UUID, sha256: str, variant: str) -> Any:
    return of_variant(_content(key, sha256), variant)


@lru_cache(maxsize=MOST_KEPT)
def _form(key: uuid.UUID, sha256: str, variant: str) -> Form:
    return Form.parse(_content_of(key, sha256, variant)["questions"])


class _ReadOnce(DeferredAttribute):
    """Content that a query left out: read once a process and version, and shared. Nobody changes it."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None or instance.state == ItemVersion.State.DRAFT:
            return super().__get__(instance, cls)
        found = instance.__dict__["content"] = _content(instance.pk, instance.sha256)
        return found


class ContentField(models.JSONField):
    descriptor_class = _ReadOnce

    def deconstruct(self) -> Any:
        """To the database it is a JSONField."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def in_force(self, on: object) -> Self:
        """Versions that hold on that day somewhere."""
        begun = self.exclude(state=ItemVersion.State.DRAFT).filter(in_force_from__lte=on)
        return begun.filter(models.Q(in_force_to=None) | models.Q(in_force_to__gt=on))

    def in_force_in(self, region: str | None, on: object) -> Self:
        """What holds on that day in that place, at most one of an item: a pilot where there is one, else the general version.

        Nobody's place in particular (None): the general ones, and pilots of items that exist nowhere else.
        """
        held = self.in_force(on)
        everywhere = ~models.Exists(Pilot.objects.filter(version=models.OuterRef("pk")))
        if region is None:
            return held.filter(everywhere | ~_beside(ItemVersion.objects.in_force(on).filter(everywhere)))
        here = ItemVersion.objects.in_force(on).filter(pilots__region__in=lineage(region))
        return held.filter(everywhere & ~_beside(here) | models.Q(pk__in=here.values("pk")))

    def update(self, **values: object) -> int:
        allowed = set(values) <= ItemVersion.MAY_CHANGE and values.get("state") != ItemVersion.State.DRAFT
        if not allowed and self.exclude(state=ItemVersion.State.DRAFT).exists():
            raise Frozen(", ".join(sorted(values)))
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state=ItemVersion.State.DRAFT).exists():
            raise Frozen("delete")
        return super().delete()


def _beside(versions: ItemVersionQuerySet) -> models.Exists:
    """Whether the item has one of these."""
    return models.Exists(versions.filter(item=models.OuterRef("item")))


class ItemVersion(models.Model):
    """Everything an application needs to know, as loaded from its package (`packages/`, schema.json).

    `in_force_from` is its first day, `in_force_to` the first on which it holds no longer.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        PUBLISHED = "PUBLISHED"
        SUPERSEDED = (
            "SUPERSEDED"  # another one follows; it holds until its end, and for whoever began under it
        )

    MAY_CHANGE = frozenset({"state", "in_force_to"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ServiceItem, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    in_force_from = models.DateField()
    in_force_to = models.DateField(null=True)
    name = models.JSONField()
    content = ContentField()
    sha256 = models.CharField(max_length=64)
    purpose = models.ForeignKey(Purpose, models.PROTECT)
    rule_set = models.SlugField()
    certificate_type = models.SlugField(blank=True)
    regions = models.ManyToManyField(Region, through="Pilot", related_name="+")

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_item_version_per_number"),
            models.CheckConstraint(
                condition=~models.Q(state="SUPERSEDED") | models.Q(in_force_to__isnull=False),
                name="a_superseded_version_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"

    def content_of(self, variant: str) -> Any:
        """What it says for one of its variants, by number; "": for all of them."""
        if not variant or self.state == self.State.DRAFT:
            return of_variant(self.content, variant)
        return _content_of(self.pk, self.sha256, variant)

    def form_of(self, variant: str) -> Form:
        """Parsed once a process for a published version."""
        if self.state == self.State.DRAFT:
            return Form.parse(self.content_of(variant)["questions"])
        return _form(self.pk, self.sha256, variant)

    @property
    def is_immediate(self) -> bool:
        """即办件: clear cases are decided in the request."""
        return bool(self.content["handling"] == "IMMEDIATE")

    @property
    def form(self) -> Form:
        """All questions, of whichever variant."""
        return self.form_of("")

    def save(self, *args: object, **kwargs: object) -> None:
        """A published version takes a change of its state or its end, nothing else; and it is never a draft again."""
        if not self._state.adding:
            stored = ItemVersion.objects.get(pk=self.pk)
            changed = {
                f.attname for f in self._meta.fields if getattr(stored, f.attname) != getattr(self, f.attname)
            }
            back = "state" in changed and self.state == self.State.DRAFT
            if stored.state != self.State.DRAFT and (back or not changed <= self.MAY_CHANGE):
                raise Frozen(", ".join(sorted(changed)))
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        if self.state != self.State.DRAFT:
            raise Frozen("delete")
        return super().delete(*args, **kwargs)  # type: ignore[arg-type]


class PartQuerySet(models.QuerySet[Any]):
    def update(self, **values: object) -> int:
        self._refuse_frozen("update")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_frozen("delete")
        return super().delete()

    def _refuse_frozen(self, what: str) -> None:
        if self.exclude(version__state=ItemVersion.State.DRAFT).exists():
            raise Frozen(what)


class PartOfVersion(models.Model):
    """A row that is frozen with its version."""

    version: Any

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.version.state != ItemVersion.State.DRAFT:
            raise Frozen(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.version.state != ItemVersion.State.DRAFT:
            raise Frozen("delete")
        return super().delete(*args, **kwargs)


class Pilot(PartOfVersion):
    """A region in which a version holds; a version without any holds everywhere."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="pilots")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "region"], name="one_region_once")]


class Variant(PartOfVersion):
    """业务办理项 / 情形: a case of an item with papers or limits of its own; `code`: 33 characters, its number at the end."""

    version = models.ForeignKey(ItemVersion, models.CASCADE, related_name="variants")
    code = models.CharField(max_length=33)
    name = models.JSONField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_variant_per_code")]

    def __str__(self) -> str:
        return self.code
