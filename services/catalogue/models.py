"""What the state offers: items and their published versions.

A version is frozen once published: applications keep the version they began under, so what it says must never change.
"""

import uuid
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from services.departments.models import Department
from services.eforms.form import Form
from services.sharing.models import Purpose


class Frozen(Exception):
    """A published version was to be changed. Publish a new one instead."""


MOST_KEPT = 256  # what a version says takes some 50 KB in memory


@lru_cache(maxsize=MOST_KEPT)
def _content(key: uuid.UUID, sha256: str) -> Any:
    return ItemVersion.objects.values_list("content", flat=True).get(pk=key, sha256=sha256)


@lru_cache(maxsize=MOST_KEPT)
def _form(key: uuid.UUID, sha256: str) -> Form:
    return Form.parse(_content(key, sha256)["questions"])


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


class ServiceItem(models.Model):
    """事项. `code` is our short word and part of addresses; `implementation_code` the 31 characters of GB/T 39554.1:
    credit code of the department (18), level (1), basic code (12)."""

    code = models.SlugField(unique=True)
    implementation_code = models.CharField(max_length=31, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="items")
    heat = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code


class ItemVersionQuerySet(models.QuerySet["ItemVersion"]):
    def in_force(self, on: object) -> "ItemVersionQuerySet":
        """Versions that hold on that day."""
        begun = self.filter(state=ItemVersion.State.PUBLISHED, in_force_from__lte=on)
        return begun.filter(models.Q(in_force_to=None) | models.Q(in_force_to__gt=on))

    def update(self, **values: object) -> int:
        allowed = set(values) <= ItemVersion.MAY_CHANGE and values.get("state") != ItemVersion.State.DRAFT
        if not allowed and self.exclude(state=ItemVersion.State.DRAFT).exists():
            raise Frozen(", ".join(sorted(values)))
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state=ItemVersion.State.DRAFT).exists():
            raise Frozen("delete")
        return super().delete()


class ItemVersion(models.Model):
    """实施清单: everything an application needs to know, as loaded from its package (`packages/`, schema.json)."""

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        PUBLISHED = "PUBLISHED"
        SUPERSEDED = "SUPERSEDED"

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

    objects = ItemVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_item_version_per_number"),
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(state="PUBLISHED", in_force_to=None),
                name="one_open_ended_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"

    @property
    def form(self) -> Form:
        """Parsed once a process for a published version."""
        if self.state == self.State.DRAFT:
            return Form.parse(self.content["questions"])
        return _form(self.pk, self.sha256)

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
