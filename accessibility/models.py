"""What a signed-in person chose, on every device: one row each, overwritten on change, for it is no fact of law."""

from django.conf import settings
from django.db import models

from accessibility.display import CHOICES, Display


class Preference(models.Model):
    """`answered_at`: when they last said yes or no to elder mode; whoever has answered is not asked again."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="preference"
    )
    mode = models.CharField(max_length=10, default="standard")
    size = models.CharField(max_length=1, default="1")
    contrast = models.CharField(max_length=10, default="light")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__in": values}), name=f"preference_{name}_exists"
            )
            for name, values in CHOICES.items()
        ]

    def __str__(self) -> str:
        return f"{self.mode} {self.size} {self.contrast}"

    @property
    def display(self) -> Display:
        return Display(self.mode, self.size, self.contrast)
