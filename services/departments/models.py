"""Who decides where: regions, departments, and the people who work there."""

from django.db import models

from services.people.models import User


class Region(models.Model):
    """An administrative division; `code` is the six digits of GB/T 2260 (99xxxx: demonstration, exists nowhere)."""

    code = models.CharField(primary_key=True, max_length=6)
    name = models.JSONField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    def __str__(self) -> str:
        return self.code


class Department(models.Model):
    """`credit_code` is the 18-character unified social credit code of GB 32100; `code` our short word for it."""

    code = models.SlugField(unique=True)
    credit_code = models.CharField(max_length=18, unique=True)
    name = models.JSONField()
    short_name = models.JSONField()
    region = models.ForeignKey(Region, models.PROTECT)
    phone = models.CharField(max_length=20, default="12345")

    def __str__(self) -> str:
        return self.code


class StaffMember(models.Model):
    """The post of a caseworker in one department."""

    class Role(models.TextChoices):
        CASEWORKER = "CASEWORKER"
        SUPERVISOR = "SUPERVISOR"

    user = models.OneToOneField(User, models.PROTECT, related_name="post")
    department = models.ForeignKey(Department, models.PROTECT, related_name="staff")
    name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role, default=Role.CASEWORKER)

    def __str__(self) -> str:
        return self.name
