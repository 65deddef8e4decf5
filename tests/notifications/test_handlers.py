"""Which fact is told to whom in which words: every handler that is subscribed, run twice, and every template rendered."""

import ast
import dataclasses
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.subscriptions import SUBSCRIPTIONS
from services.applications.models import Application, Decision, State
from services.events.event import Event
from services.notifications import handlers
from services.notifications.models import Message
from tests.cast import NOON, begin, send

TEMPLATES = Path(settings.ROOT) / "templates" / "messages"
Handler = Callable[[Any], None]


def tellers() -> Iterator[tuple[type[Event], Handler]]:
    """Whatever is subscribed and tells something."""
    for event, called in SUBSCRIPTIONS.items():
        yield from ((event, handler) for handler in called if handler.__module__ == handlers.__name__)


def happened(kind: type[Event], application: Application, outcome: str = "APPROVED") -> Event:
    """An event of that kind about this application, whatever else it carries."""
    known = {"application_id": application.pk, "outcome": outcome}
    needed = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    return kind(**{name: known.get(name, uuid4()) for name in needed})


def names_used() -> set[str]:
    """The words a handler names, and one for each way a decision may end."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(handlers))) if isinstance(node, ast.Call)]
    told = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_tell"]
    named = {call.args[1].value for call in told if isinstance(call.args[1], ast.Constant)}
    return named | {outcome.lower() for outcome in Decision.Outcome.values}


@pytest.fixture
def application(catalogue, departments_stub, citizen) -> Application:
    wang = citizen("wang_xiulan")
    return send(begin(wang), wang)


@pytest.mark.django_db
class TestEachFactOnce:
    @pytest.mark.parametrize(("kind", "tell"), list(tellers()), ids=lambda each: each.__name__)
    def test_told_twice_it_is_one_message_to_the_applicant(self, application, kind, tell):
        event = happened(kind, application)
        tell(event)
        tell(event)
        message = Message.objects.get()
        assert message.person_id == application.person_id
        assert message.context == {"item": application.item_version.name, "application": str(application.pk)}

    @pytest.mark.parametrize("outcome", Decision.Outcome.values)
    def test_a_decision_is_told_by_its_outcome(self, application, outcome):
        event = next(kind for kind, tell in tellers() if tell is handlers.tell_decision)
        handlers.tell_decision(happened(event, application, outcome))
        assert Message.objects.get().template == outcome.lower()

    def test_the_moment_is_that_of_telling(self, application):
        event = next(kind for kind, tell in tellers() if tell is handlers.tell_decision)
        with time_machine.travel(NOON, tick=False):
            handlers.tell_decision(happened(event, application))
        assert Message.objects.get().sent_at == NOON

    def test_two_applications_are_two_facts(self, catalogue, departments_stub, citizen):
        kind = next(kind for kind, tell in tellers() if tell is handlers.tell_wait)
        for who in ("wang_xiulan", "zhao_guiying"):
            actor = citizen(who)
            handlers.tell_wait(happened(kind, send(begin(actor), actor)))
        assert Message.objects.values("person").distinct().count() == 2

    def test_every_handler_there_is_is_subscribed(self):
        there = {name for name in vars(handlers) if name.startswith("tell_")}
        assert there == {tell.__name__ for _, tell in tellers()}


class TestWords:
    def test_every_template_is_used_and_every_name_has_its_template(self):
        assert {file.stem for file in TEMPLATES.glob("*.txt")} == names_used()

    @pytest.mark.parametrize("name", sorted(names_used()))
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_it_is_a_sentence_in_either_language(self, name, language):
        with override(language):
            words = render_to_string(
                f"messages/{name}.txt", {"item": {"zh": "高龄津贴"}, "application": "x"}
            ).strip()
        assert words and "\n" not in words and not {"{", "%"} & set(words)
        assert words[-1] in ".。" and len(words) < 160

    @pytest.mark.parametrize("name", sorted(names_used()))
    def test_it_names_no_state_as_the_code_does(self, name):
        with override("en"):
            words = render_to_string(f"messages/{name}.txt", {})
        assert not [state for state in State.values if state in words]
