from django.db import models


class OutboxEvent(models.Model):
    """An event waiting for its handlers. `due_at` is also the lease: whoever moves it forward may work until then."""

    name = models.CharField(max_length=80)
    body = models.JSONField()
    published_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("due_at", condition=models.Q(done_at=None), name="open_events")]


class Handled(models.Model):
    """This handler has dealt with this event."""

    event = models.ForeignKey(OutboxEvent, models.CASCADE, related_name="handled")
    handler = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="each_handler_once")]
