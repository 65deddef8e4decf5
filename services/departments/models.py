"""Who decides where: regions, departments, and the people who work there."""

from typing import Any

from django.db import models

from services.departments.credit_codes import CreditCodeFault, fault
from services.people.models import User


class Region(models.Model):
    """An administrative division; `code` is the six digits of GB/T 2260, nine for a street (99xxxx: demonstration, exists
    nowhere)."""

    code = models.CharField(primary_key=True, max_length=9)
    name = models.JSONField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    def __str__(self) -> str:
        return self.code


class BadCreditCode(ValueError):
    """The credit code is wrong and nobody has said that they know; or it was said to be wrong and is not."""


class Department(models.Model):
    """`credit_code` is the unified social credit code of GB 32100; `code` our short word for it. A wrong one is kept only
    where `credit_code_fault` says what is wrong with it."""

    code = models.SlugField(unique=True)
    credit_code = models.CharField(max_length=18, unique=True)
    credit_code_fault = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in CreditCodeFault]
    )
    name = models.JSONField()
    short_name = models.JSONField()
    region = models.ForeignKey(Region, models.PROTECT)
    phone = models.CharField(max_length=20, default="12345")

    def save(self, *args: Any, **kwargs: Any) -> None:
        found = fault(self.credit_code) or ""
        if found != self.credit_code_fault:
            raise BadCreditCode(f"{self.credit_code}: {found or 'is right'}")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.code


class StaffMember(models.Model):
    """The post of a caseworker in one department."""

    class Role(models.TextChoices):
        CASEWORKER = "CASEWORKER"
        SUPERVISOR = "SUPERVISOR"
        POLICY = "POLICY"  # writes rules, and approves what a colleague wrote
        DATA = "DATA"  # 数据官: answers for the registers, what is read of them and what is said to be wrong

    user = models.OneToOneField(User, models.PROTECT, related_name="post")
    department = models.ForeignKey(Department, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role, default=Role.CASEWORKER)

    def __str__(self) -> str:
        return self.name
