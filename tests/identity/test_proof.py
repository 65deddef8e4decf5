"""Proving who one is: two departments, one sentence, five tries a day."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from portal.citizen.proof import clean_name
from portal.identity.actors import actor_of
from portal.identity.proof import Outcome, prove
from services.catalogue.loading import shared_data
from services.ledger.models import Entry
from services.ledger.sealer import seal
from services.people.errors import AlreadyLinked, TooManyTries
from services.people.identity_numbers import check_character
from services.people.models import Person, ProofAttempt, User
from services.people.queries import tries_left
from services.sharing.loading import load_resources
from services.sharing.models import DataRequest
from tests.databases import standing_for_a_module
from tests.departments_running import Departments
from tests.desk.signing_in import a_department

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]
WANG = {"name": "王秀兰", "id_no": "990102194603080026", "card_number": "9901020310070010318"}
ZHAO = {"name": "赵桂英", "id_no": "990103192509150064", "card_number": "9901020312070005561"}
IDENTITY, CARD = "population.identity_matches", "social_cards.card_number_matches"
CITIZENS = "portal.identity.doors.CitizenDoor"


@pytest.fixture(scope="module", autouse=True)
def registers(django_db_setup, django_db_blocker):
    """Only read here, and so laid down once for the file."""
    with standing_for_a_module(django_db_blocker):
        data = shared_data()
        for code in {each["department"] for each in data["resources"]}:
            a_department(code)
        load_resources(data)
        yield


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-23 09:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def say(settings, tmp_path):
    """What the departments answer about Wang Xiulan; a reason in place of an answer when they are down."""

    def answers(identity: str = "YES", card: str = "YES") -> None:
        for code, field, answer in [
            ("public_security", IDENTITY, identity),
            ("social_insurance", CARD, card),
        ]:
            file = tmp_path / f"{code}.json"
            file.write_text(json.dumps({WANG["id_no"]: {field: answer}}), encoding="utf-8")
            down = answer not in {"YES", "NO", "UNKNOWN"}
            settings.DEPARTMENT_ADDRESSES = {
                **settings.DEPARTMENT_ADDRESSES,
                code: f"failing:{answer}" if down else f"stub:{file}",
            }

    settings.DEPARTMENT_ADDRESSES = {}
    answers()
    return answers


@pytest.fixture
def citizen():
    return User.objects.create_user("wang")


@pytest.fixture
def signed_in(client, citizen):
    client.force_login(citizen, backend=CITIZENS)
    return client


def actor(rf, user):
    request = rf.get("/")
    request.user = user
    return actor_of(request)


def post(client, **changes):
    return client.post(
        "/me/proof/?next=/items/x/", {**WANG, "form_key": uuid4(), "next": "/items/x/", **changes}
    )


def words(answer) -> str:
    return answer.context["problem"]


# --- both say yes
def test_both_departments_say_yes_and_the_account_is_the_persons(signed_in, citizen, say):
    assert post(signed_in).url == "/items/x/"
    citizen.refresh_from_db()
    assert (citizen.person.name, citizen.person.id_no) == (WANG["name"], WANG["id_no"])
    assert citizen.person.proof == "social_card"
    assert [entry.kind for entry in Entry.objects.filter(kind__in=["proof_tried", "person_linked"])] == [
        "proof_tried",
        "person_linked",
    ]


def test_each_department_is_asked_one_question_and_the_questions_are_written_down(signed_in, say):
    post(signed_in)
    asked = {
        request.department.code: [field["field"] for field in request.fields]
        for request in DataRequest.objects.all()
    }
    assert asked == {"public_security": [IDENTITY], "social_insurance": [CARD]}
    assert {request.source for request in DataRequest.objects.all()} == {
        f"proof:{ProofAttempt.objects.get().pk}"
    }


def test_the_real_departments_agree_on_the_cast(signed_in, citizen, departments):
    assert post(signed_in, **{**WANG, "card_number": ZHAO["card_number"]}).status_code == 422
    assert post(signed_in, **{**WANG, "name": ZHAO["name"]}).status_code == 422
    assert post(signed_in).status_code == 302
    citizen.refresh_from_db()
    assert citizen.person.name == WANG["name"]


def test_a_real_department_that_is_down_is_named(signed_in, citizen, departments: Departments):
    departments.stop("social_insurance")
    answer = post(signed_in)
    assert answer.status_code == 503 and tries_left(citizen.pk, now()) == 5
    departments.start("social_insurance")
    assert post(signed_in).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"id_no": "９９０１０２ 19460308 ００２６"},
        {"card_number": "9901 0203-1007 0010318"},
        {"name": " 王 秀兰　"},
    ],
)
def test_what_is_typed_in_other_ways_is_understood(signed_in, citizen, say, typed):
    assert post(signed_in, **typed).status_code == 302
    citizen.refresh_from_db()
    assert (citizen.person.name, citizen.person.id_no) == (WANG["name"], WANG["id_no"])


def test_a_small_x_is_understood(signed_in, citizen, say, settings, tmp_path):
    body = next(
        f"99010219990101{n:03}" for n in range(1000) if check_character(f"99010219990101{n:03}") == "X"
    )
    for code, field in [("public_security", IDENTITY), ("social_insurance", CARD)]:
        (tmp_path / f"{code}.json").write_text(json.dumps({f"{body}X": {field: "YES"}}), encoding="utf-8")
    assert post(signed_in, id_no=f"{body}x").status_code == 302
    citizen.refresh_from_db()
    assert citizen.person.id_no == f"{body}X"


# --- not both
@pytest.mark.parametrize(
    ("identity", "card"),
    [
        ("NO", "YES"),
        ("YES", "NO"),
        ("NO", "NO"),
        ("UNKNOWN", "YES"),
        ("YES", "UNKNOWN"),
        ("UNKNOWN", "UNKNOWN"),
    ],
)
def test_nobody_is_told_which_part_was_wrong(signed_in, citizen, say, identity, card):
    say("NO", "NO")
    plain = post(signed_in)
    say(identity, card)
    answer = post(signed_in)
    assert answer.status_code == plain.status_code == 422
    assert words(answer) == words(plain) and not answer.context["form"].errors
    citizen.refresh_from_db()
    assert citizen.person is None and not Person.objects.exists()


def test_what_was_typed_stays_in_the_form(signed_in, say):
    say("NO")
    page = post(signed_in, name="王秀蘭").content.decode()
    assert 'value="王秀蘭"' in page and f'value="{WANG["id_no"]}"' in page and 'value="/items/x/"' in page
    page = post(signed_in, id_no="990102").content.decode()
    assert 'value="990102"' in page and f'value="{WANG["card_number"]}"' in page


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", " 　"),
        ("id_no", "99010219460308002"),
        ("id_no", "990102194603080027"),
        ("id_no", "990102194613080026"),
        ("card_number", "12"),
        ("card_number", "卡号"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_asks_nobody(signed_in, say, field, typed):
    answer = post(signed_in, **{field: typed})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert f'id="id_{field}_error"' in page and 'aria-invalid="true"' in page
    assert not DataRequest.objects.exists() and not ProofAttempt.objects.exists()


# --- a department is down
@pytest.mark.parametrize(
    ("identity", "card", "silent"),
    [
        ("unreachable", "YES", ("public_security",)),
        ("YES", "deadline", ("social_insurance",)),
        ("NO", "error", ("social_insurance",)),
        ("unreachable", "deadline", ("public_security", "social_insurance")),
    ],
)
def test_a_silent_department_links_nothing_costs_nothing_and_tells_nothing(
    signed_in, citizen, say, rf, identity, card, silent
):
    say(identity, card)
    answer = post(signed_in)
    assert answer.status_code == 503 and ProofAttempt.objects.get().state == "UNANSWERED"
    citizen.refresh_from_db()
    assert citizen.person is None and tries_left(citizen.pk, now()) == 5
    ended = prove(**WANG, actor=actor(rf, citizen), at=now(), request_key=uuid4())
    assert (ended.outcome, ended.silent) == (Outcome.UNANSWERED, silent)


def test_a_silent_department_is_named_in_the_language_of_the_page(signed_in, say, settings):
    say(card="unreachable")
    assert "民政局" in words(post(signed_in)) or "人社局" in words(post(signed_in))


def test_the_same_form_is_asked_again_once_the_department_is_back(signed_in, citizen, say):
    key = uuid4()
    say(card="unreachable")
    assert post(signed_in, form_key=key).status_code == 503
    say()
    assert post(signed_in, form_key=key).status_code == 302
    assert ProofAttempt.objects.get().state == "SUCCEEDED"


def test_a_silent_department_is_no_oracle_however_often_one_asks(signed_in, citizen, say):
    say("NO", "unreachable")
    told = {words(post(signed_in)) for _ in range(7)}
    say("YES", "unreachable")
    told |= {words(post(signed_in)) for _ in range(7)}
    assert len(told) == 1


# --- five tries a day
def test_the_sixth_try_of_a_day_is_refused_and_asks_nobody(signed_in, citizen, say, clock):
    say("NO")
    assert [post(signed_in).status_code for _ in range(6)] == [422] * 5 + [429]
    asked = DataRequest.objects.count()
    say()
    assert post(signed_in).status_code == 429 and DataRequest.objects.count() == asked
    seal()  # as the worker has by then: while the log is behind, nobody is asked
    clock.move_to("2026-11-24 00:00:00+08:00")
    assert post(signed_in).status_code == 302


def test_the_day_is_the_day_in_china(signed_in, citizen, say, clock):
    say("NO")
    clock.move_to("2026-11-23 23:59:59+08:00")
    for _ in range(5):
        post(signed_in)
    clock.move_to("2026-11-24 00:00:00+08:00")
    assert tries_left(citizen.pk, now()) == 5
    clock.move_to("2026-11-23 23:59:59+08:00")
    assert tries_left(citizen.pk, now()) == 0


def test_a_double_click_is_one_try(signed_in, citizen, say):
    say("NO")
    key = uuid4()
    first, second = post(signed_in, form_key=key), post(signed_in, form_key=key)
    assert words(first) == words(second) and ProofAttempt.objects.count() == 1
    assert DataRequest.objects.count() == 2


def test_the_old_form_with_other_words_is_another_try(signed_in, citizen, say):
    say("NO")
    key = uuid4()
    post(signed_in, form_key=key)
    assert post(signed_in, form_key=key, name="王秀英").status_code == 422
    assert ProofAttempt.objects.count() == 2


def test_a_garbled_form_key_costs_the_citizen_nothing(signed_in, say):
    assert post(signed_in, form_key="garbled").status_code in (302, 422)
    assert post(signed_in, form_key="").status_code == 302


def test_more_accounts_do_not_buy_more_guesses_at_one_number(rf, say):
    say(card="NO")
    guessed = 0
    with pytest.raises(TooManyTries):
        for number in range(20):
            stranger = User.objects.create_user(f"stranger{number}")
            for _ in range(5):
                prove(**WANG, actor=actor(rf, stranger), at=now(), request_key=uuid4())
                guessed += 1
    assert guessed == 10


# --- one person, one account
def test_a_second_account_of_the_same_person_is_refused(client, citizen, say):
    client.force_login(citizen, backend=CITIZENS)
    post(client)
    second = User.objects.create_user("wang2")
    client.force_login(second, backend=CITIZENS)
    answer = post(client)
    assert answer.status_code == 409
    second.refresh_from_db()
    assert second.person is None and Person.objects.count() == 1


def test_whoever_is_linked_is_led_on_and_cannot_become_somebody_else(signed_in, citizen, say, rf):
    post(signed_in)
    assert signed_in.get("/me/proof/?next=/items/x/").url == "/items/x/"
    assert post(signed_in, **ZHAO).url == "/items/x/"
    citizen.refresh_from_db()
    with pytest.raises(AlreadyLinked):
        prove(**ZHAO, actor=actor(rf, citizen), at=now(), request_key=uuid4())


# --- the page
def test_the_page_is_for_signed_in_citizens(client):
    assert client.get("/me/proof/").url == "/accounts/login/?next=/me/proof/"


def test_the_page_has_labels_hints_and_says_where_the_numbers_stand(signed_in):
    page = signed_in.get("/me/proof/").content.decode()
    for field in ("name", "id_no", "card_number"):
        assert f'<label for="id_{field}">' in page and f'id="id_{field}_helptext"' in page
    assert "<details" in page and "no-store" in signed_in.get("/me/proof/")["Cache-Control"]


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_the_way_on_leads_to_this_site_only(signed_in, say, target):
    assert post(signed_in, next=target).url == "/"


def test_no_number_lies_in_the_open_anywhere(signed_in, say):
    say("NO")
    post(signed_in)
    say()
    post(signed_in)
    from django.apps import apps

    for model in apps.get_models():
        for row in model._base_manager.values_list()[:200]:
            assert WANG["id_no"] not in str(row) and WANG["card_number"] not in str(row), model
            assert not any(
                WANG["id_no"].encode() in bytes(cell) for cell in row if isinstance(cell, bytes | memoryview)
            )


# --- names
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王秀兰", "王秀兰"),
        ("王　秀兰", "王秀兰"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 . 买买提", "阿依古丽·买买提"),
        ("𠮷野", "𠮷野"),
        ("Anna  Maria Smith", "Anna Maria Smith"),
        ("John D. Smith", "John D. Smith"),
    ],
)
def test_names_are_written_as_registers_write_them(typed, name):
    assert clean_name(typed) == name


@given(st.text(max_size=30))
def test_a_name_written_well_stays_as_it_is(typed):
    once = clean_name(typed)
    assert clean_name(once) == once


def test_a_try_that_was_cut_off_blocks_nobody_for_long(citizen):
    at = datetime(2026, 11, 23, 4, tzinfo=UTC)
    for _ in range(5):
        ProofAttempt.objects.create(user=citizen, id_no_index=b"x", at=at)
    assert tries_left(citizen.pk, at) == 0
    assert tries_left(citizen.pk, at + timedelta(minutes=2)) == 5
