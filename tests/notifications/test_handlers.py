"""Which fact is told to whom in which words: every handler that is subscribed, run twice, and every template rendered."""

import ast
import dataclasses
import inspect
from collections.abc import Callable, Iterator
from itertools import product
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
from services.aftercare.events import Reexamined
from services.aftercare.models import Ending, Reexamination
from services.applications.models import Application, Decision, State
from services.certificates.models import Unprintable
from services.enquiries.actions.ask import ask
from services.events.event import Event
from services.notifications import handlers
from services.notifications.models import Message
from services.offers.actions.answer_by_text import TOLD
from services.offers.models import Offer, TextMessage
from services.ratings.models import Rating, Rectification
from services.sharing.events import DataFirstRead, DisputeSettled
from services.sharing.models import DataField, Dispute
from tests.cast import NOON, begin, send

TEMPLATES = Path(settings.ROOT) / "templates" / "messages"
Handler = Callable[[Any], None]


def tellers() -> Iterator[tuple[type[Event], Handler]]:
    """Whatever is subscribed and tells something."""
    for event, called in SUBSCRIPTIONS.items():
        yield from ((event, handler) for handler in called if handler.__module__ == handlers.__name__)


# how it ended, where it is no decision
ENDED_AS = {DisputeSettled: Dispute.Outcome.RIGHT, Reexamined: Reexamination.State.OPEN}


def happened(kind: type[Event], application: Application, outcome: str = "") -> Event:
    """An event of that kind about this application or a question about it, whatever else it carries."""
    known = {
        "application_id": application.pk,
        "outcome": outcome or ENDED_AS.get(kind, "APPROVED"),
        "enquiry_id": lambda: asked_about(application),
        "rectification_id": lambda: complained_about(application),
        "offer_id": lambda: offered(application).pk,
        "text_id": lambda: texted(offered(application)),
        "ending_id": lambda: ended(application),
        "unprintable_id": lambda: held_up(application),
        "dispute_id": lambda: settled(application).pk,
        "reexamination_id": lambda: reexamined(application).pk,
        "person_id": application.person_id,
        "consumer": "civil_affairs",
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


def settled(
    application: Application, outcome: str = Dispute.Outcome.RIGHT, *, access: bool = False
) -> Dispute:
    """About a value, or about a look at the person's data."""
    department = application.competent_department
    about = {"access": uuid4()} if access else {"field": DataField.objects.get(code="population.birth_on")}
    ending = {"outcome": outcome, "answer": "已经核对。", "answered_by": "STAFF:1", "closed_at": NOON}
    opened = {"source": application.source, "words": "不对", "opened_at": NOON, "due_on": NOON.date()}
    who = {"person": application.person, "department": department, "state": Dispute.State.SETTLED}
    return Dispute.objects.create(**who, **about, **opened, **ending)


def reexamined(application: Application) -> Reexamination:
    """A value it rests on was corrected and has been read again; which state it is in stands in the event."""
    return Reexamination.objects.create(
        dispute=settled(application, Dispute.Outcome.CORRECTED),
        application=application,
        department=application.competent_department,
        state=Reexamination.State.OPEN,
        opened_at=NOON,
        due_on=NOON.date(),
        read_at=NOON,
    )


def texted(offer: Offer) -> UUID:
    text = TextMessage(gateway_id="x", number_index=b"x", words="同意", received_at=NOON, offer=offer)
    text.reading = TextMessage.Reading.ACCEPTED
    text.save()
    return text.pk


def names_used() -> set[str]:
    """The words a handler names or takes from a table, one for each way a decision may end, and a text message be read."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(handlers))) if isinstance(node, ast.Call)]
    by_name = {
        "_tell": lambda call: call.args[1],
        "_tell_of_offer": lambda call: call.args[1],
        "send": lambda call: keyword(call, "template"),
    }
    told = [by_name[call.func.id](call) for call in calls if getattr(call.func, "id", "") in by_name]
    named = {word.value for each in told for word in ast.walk(each) if isinstance(word, ast.Constant)}
    named |= {f"offer_{reading.lower()}" for reading in TOLD}
    named |= {*handlers.DISPUTE_TEMPLATES.values(), *handlers.REEXAMINED_TEMPLATES.values()}
    named |= {*handlers.APPEAL_TEMPLATES.values()}
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

    @pytest.mark.parametrize(("about", "outcome"), list(handlers.DISPUTE_TEMPLATES))
    def test_a_dispute_is_told_by_what_it_was_about_and_what_was_found(self, application, about, outcome):
        dispute = settled(application, outcome, access=about == "access")
        event = DisputeSettled(dispute_id=dispute.pk, person_id=dispute.person_id, outcome=outcome)
        handlers.tell_dispute(event)
        message = Message.objects.get()
        assert message.template == f"dispute_{about}_{outcome.lower()}"
        assert message.context["dispute"] == str(dispute.pk)

    def test_the_first_reading_of_each_department_is_told_once_by_its_name(self, application):
        for consumer in ("civil_affairs", "civil_affairs", "portal"):
            handlers.tell_first_reading(DataFirstRead(person_id=application.person_id, consumer=consumer))
        names = [each.context["item"]["en"] for each in Message.objects.order_by("sent_at")]
        assert names == ["Yunzhou Civil Affairs Bureau", "The portal"]

    @pytest.mark.parametrize("state", list(handlers.REEXAMINED_TEMPLATES))
    def test_each_state_of_a_reexamination_is_told_once(self, application, state):
        event = happened(Reexamined, application, state)
        for _ in range(2):
            handlers.tell_reexamined(event)
        assert Message.objects.get().template == f"reexamined_{state.lower()}"

    def test_of_a_draft_its_own_page_tells_and_no_message(self, application):
        Application.objects.filter(pk=application.pk).update(submitted_at=None, case_code=None)
        handlers.tell_reexamined(happened(Reexamined, application))
        assert not Message.objects.exists()

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


class TestTables:
    def test_of_a_dispute_every_outcome_is_told(self):
        assert handlers.DISPUTE_TEMPLATES.keys() == set(product(["value", "access"], Dispute.Outcome.values))

    def test_of_a_reexamination_every_state_but_waiting(self):
        assert handlers.REEXAMINED_TEMPLATES.keys() == set(Reexamination.State) - {
            Reexamination.State.WAITING
        }

    def test_of_an_appeal_every_state_a_refusal_comes_to(self):
        undecided = {Reexamination.State.WAITING, Reexamination.State.READ}
        assert handlers.APPEAL_TEMPLATES.keys() == set(Reexamination.State) - undecided


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
