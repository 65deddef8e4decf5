"""What waits for a person of a department, with a last day, and is answered once, in words: one clock for all of it."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.timezone import localdate

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.errors import AlreadyAnswered, WordsMissing
from services.applications.clocks import after
from services.calendars.queries import calendar
from services.sealing.fields import SealedField
from services.sharing.officers import avoided

OPEN = "OPEN"  # the state of each before it is answered


class OfDepartment(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """A caseworker's are those of the department, but for persons they have stepped back from."""
        if actor.role == Role.SYSTEM:
            return self
        if actor.role == Role.STAFF and actor.department_id is not None:
            theirs = self.filter(department_id=actor.department_id)
            kin = avoided(actor)
            return theirs.exclude(**{f"{self.model.to_person}__in": kin}) if kin else theirs
        return self.none()


class ForAPerson(models.Model):
    """`state`, `department` and `pk` are the concrete model's, which also says in the database what an answer needs."""

    opened_at = models.DateTimeField()
    due_on = models.DateField()
    due_is_provisional = models.BooleanField(default=False)
    reason = SealedField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = OfDepartment.as_manager()

    class Meta:
        abstract = True

    state: ClassVar[Any]
    to_person: ClassVar[str] = "application__person"

    def open(self, working_days: int, at: datetime) -> None:
        """Waits from `at` on for so many working days."""
        due = after(working_days, "WORKING", localdate(at), calendar())
        self.opened_at, self.due_on, self.due_is_provisional = at, due.on, due.provisional
        self.save(force_insert=True)

    @classmethod
    def answer(cls, pk: Any, state: str, reason: str, *, actor: Actor, at: datetime, read: list[str]) -> Self:
        """The row, locked and answered. `read`: what is read with it.

        Raises `Denied`, WordsMissing, AlreadyAnswered.
        """
        if actor.role != Role.STAFF:
            raise Denied("not_a_caseworker")
        rows = cls.objects.visible_to(actor).select_related(*read).select_for_update(of=("self",))
        waiting: Self | None = rows.filter(pk=pk).first()
        if waiting is None:
            raise Denied("not_visible")
        if not reason.strip():
            raise WordsMissing
        if waiting.state != OPEN or state == OPEN:
            raise AlreadyAnswered(str(pk))
        answered = {"state": state, "reason": reason.strip(), "closed_by": actor.key, "closed_at": at}
        for name, value in answered.items():
            setattr(waiting, name, value)
        waiting.save(update_fields=[*answered])
        return waiting
