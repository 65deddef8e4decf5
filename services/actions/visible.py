"""Reading as somebody: statements whose text is kept once for each role, for what an actor may see depends on the role alone,
and on their own ids.

    _one = Visible(lambda anybody: Application.objects.visible_to(anybody).filter(pk=Given("key")))
    _one.first(actor, key=application_id)
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from services.actions.actor import Actor, Role
from services.prepared import Given, Prepared

R = TypeVar("R")
IDS: Any = {name: Given(name) for name in ("user_id", "person_id", "department_id")}


class Visible(Generic[R]):
    """An actor without an id sees what a row without it would be: nothing."""

    def __init__(self, build: Callable[[Actor], "QuerySet[Any, R]"]) -> None:
        self._rows = {role: Prepared(partial(build, Actor(role, **IDS))) for role in Role}

    def __call__(self, actor: Actor, **values: Any) -> list[R]:
        return self._rows[actor.role](**{name: getattr(actor, name) for name in IDS}, **values)

    def first(self, actor: Actor, **values: Any) -> R | None:
        return next(iter(self(actor, **values)), None)
