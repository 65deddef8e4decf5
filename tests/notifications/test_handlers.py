"""Which fact is told to whom in which words: every handler that is subscribed, run twice, and every template rendered."""

import ast
import dataclasses
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import Actor, Role
from services.aftercare.models import Ending
from services.applications.models import Application, Decision, State
from services.certificates.models import Unprintable
from services.enquiries.actions.ask import ask
from services.events.event import Event
from services.notifications import handlers
from services.notifications.models import Message
from services.offers.actions.answer_by_text import TOLD
from services.offers.models import Offer, TextMessage
from services.ratings.models import Rating, Rectification
from tests.cast import NOON, begin, send

TEMPLATES = Path(settings.ROOT) / "templates" / "messages"
Handler = Callable[[Any], None]


def tellers() -> Iterator[tuple[type[Event], Handler]]:
    """Whatever is subscribed and tells something."""
    for event, called in SUBSCRIPTIONS.items():
        yield from ((event, handler) for handler in called if handler.__module__ == handlers.__name__)


def happened(kind: type[Event], application: Application, outcome: str = "APPROVED") -> Event:
    """An event of that kind about this application or a question about it, whatever else it carries."""
    known = {
        "application_id": application.pk,
        "outcome": outcome,
        "enquiry_id": lambda: asked_about(application),
        "rectification_id": lambda: complained_about(application),
        "offer_id": lambda: offered(application).pk,
        "text_id": lambda: texted(offered(application)),
        "ending_id": lambda: ended(application),
        "unprintable_id": lambda: held_up(application),
        "person_id": application.person_id,
    }
    needed = [field.name for field in dataclasses.fields(kind) if field.default is dataclasses.MISSING]
    values = {name: known.get(name, uuid4) for name in needed}
    return kind(**{name: value() if callable(value) else value for name, value in values.items()})


def asked_about(application: Application) -> UUID:
    return ask(
        department_id=application.competent_department_id,
        words="什么时候有结果？",
        source=application.source,
        actor=Actor(Role.CITIZEN, person_id=application.person_id),
        at=NOON,
    )


def complained_about(application: Application) -> UUID:
    """A poor rating; whether it could be given yet is nothing to a handler."""
    rating = Rating.objects.create(application=application, level=1, at=NOON)
    opened = Rectification.objects.create(
        rating=rating, department=application.competent_department, opened_at=NOON, due_on=NOON.date()
    )
    return opened.pk


def offered(application: Application) -> Offer:
    """As if it had been, before it was applied for."""
    return Offer.objects.create(
        person_id=application.person_id,
        item=application.item_version.item,
        item_version=application.item_version,
        right_begins_on=NOON.date(),
        code="123456",
        made_at=NOON,
        last_day=NOON.date(),
    )


def ended(application: Application) -> UUID:
    ending = Ending(application=application, kind=Ending.Kind.CANCELLED, event_on=NOON.date(), at=NOON)
    ending.reason, ending.by = "登记为已故。", "STAFF:1"
    ending.save()
    return ending.pk


def held_up(application: Application) -> UUID:
    held = Unprintable(
        department=application.competent_department, holder=application.person, noticed_at=NOON
    )
    held.source, held.characters = f"{application.source}:receipt", "𠮷"
    held.save()
    return held.pk


def texted(offer: Offer) -> UUID:
    text = TextMessage(gateway_id="x", number_index=b"x", words="同意", received_at=NOON, offer=offer)
    text.reading = TextMessage.Reading.ACCEPTED
    text.save()
    return text.pk


def names_used() -> set[str]:
    """The words a handler names, one for each way a decision may end, and for each way a text message was read."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(handlers))) if isinstance(node, ast.Call)]
    by_name = {
        "_tell": lambda call: call.args[1],
        "_tell_of_offer": lambda call: call.args[1],
        "send": lambda call: keyword(call, "template"),
    }
    told = [by_name[call.func.id](call) for call in calls if getattr(call.func, "id", "") in by_name]
    named = {word.value for each in told for word in ast.walk(each) if isinstance(word, ast.Constant)}
    named |= {f"offer_{reading.lower()}" for reading in TOLD}
    return named | {outcome.lower() for outcome in Decision.Outcome.values}


def keyword(call: ast.Call, name: str) -> ast.expr:
    return next(each.value for each in call.keywords if each.arg == name)


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
        assert set(message.context["item"]) == {"zh", "en"}

    def test_what_is_told_of_an_application_leads_back_to_it(self, application):
        event = next(kind for kind, tell in tellers() if tell is handlers.tell_wait)
        handlers.tell_wait(happened(event, application))
        assert Message.objects.get().context == {
            "item": application.item_version.name,
            "application": str(application.pk),
        }

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
