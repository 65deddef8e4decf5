"""事项: what the state does for people, whatever its guide says today."""

from typing import Any

from django.db import models

from services.catalogue.codes import ItemCode
from services.departments.models import Department


class ServiceItem(models.Model):
    """事项. `code` is our short word and part of addresses; `implementation_code` the 31 characters of GB/T 39554.1:
    credit code of the department (18), level (1), basic code (12)."""

    code = models.SlugField(unique=True)
    implementation_code = models.CharField(max_length=31, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="items")
    heat = models.PositiveIntegerField(default=0)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `BadCode` where the code has not the form of the standard."""
        ItemCode.parse(self.implementation_code)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.code
