"""What a department reads for, on its data officer's pages; and the end of a purpose, from which nothing is read for it."""

from uuid import uuid4

import pytest
from django.test import Client

from services.catalogue.models import ItemVersion
from services.ledger.models import Entry
from services.sharing.actions.retire_purpose import LONGEST
from services.sharing.loading import load_purpose
from services.sharing.models import Purpose
from tests.citizen.pages import Page
from tests.desk.casework import ALLOWANCE, a_colleague
from tests.desk.signing_in import sign_in
from tests.sharing.conftest import purpose_block

pytestmark = pytest.mark.django_db
HERE = "/desk/data/purposes/"
WHY = "不再需要。"


def officer(name: str, department: str = "civil_affairs") -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, a_colleague(name, department, "DATA"))
    return client


@pytest.fixture
def shen(at_work) -> Client:
    return officer("沈岚")


@pytest.fixture
def purpose(at_work) -> Purpose:
    return load_purpose(purpose_block("audit", population__residence="VALUE"), "civil_affairs")


def text_of(client: Client, path: str, status: int = 200) -> str:
    return Page(client.get(path), status).one("main").text


def ended(client: Client, purpose: Purpose, words: str = WHY, status: int = 302):
    answer = client.post(f"{HERE}{purpose.pk}/", {"request_key": str(uuid4()), "words": words})
    assert answer.status_code == status
    return answer


def fresh(purpose: Purpose) -> Purpose:
    return Purpose.objects.get(pk=purpose.pk)


def test_one_reads_what_it_reads_in_which_form_and_why(shen, purpose):
    assert "audit@1" in text_of(shen, HERE)
    said = text_of(shen, f"{HERE}{purpose.pk}/")
    assert "A test" in said and "By law" in said and "the value" in said and "End it" in said


def test_before_one_ends_it_one_reads_which_services_stop_reading(shen, at_work):
    allowance = ItemVersion.objects.get(item__code=ALLOWANCE).purpose
    said = text_of(shen, f"{HERE}{allowance.pk}/")
    assert "Services that read for it Old-age allowance" in said and "then wait for a person" in said


def test_ended_it_reads_nothing_any_more_and_stands_among_the_ended(shen, purpose):
    ended(shen, purpose)
    assert fresh(purpose).retired_at
    said = text_of(shen, f"{HERE}{purpose.pk}/")
    assert "End it" not in said and WHY in said and "沈岚" in said
    active, _, gone = text_of(shen, HERE).partition("Ended What for")
    assert "Values Ended" not in active and "Values Ended" in gone
    assert "audit@1" not in active and "audit@1" in gone
    assert WHY.encode() in bytes(Entry.objects.get(kind="purpose_retired").body)


@pytest.mark.parametrize(
    ("words", "said"),
    [(" ", "Write why it is not needed any more."), ("x" * (LONGEST + 1), "characters at most")],
)
def test_an_end_says_why_in_some_words(shen, purpose, words, said):
    assert said in Page(ended(shen, purpose, words, 422), 422).one("main").text
    assert fresh(purpose).retired_at is None


def test_who_comes_second_is_told(shen, purpose):
    ended(shen, purpose)
    assert WHY in Page(ended(officer("何芳"), purpose, status=409), 409).one("main").text
    assert Entry.objects.filter(kind="purpose_retired").count() == 1


def test_of_another_department_and_of_the_portal_nobody_ends_any(shen, purpose):
    portals = Purpose.objects.filter(consumer="portal").first()
    for client, each in ((officer("韩梅", "social_insurance"), purpose), (shen, portals)):
        assert client.get(f"{HERE}{each.pk}/").status_code == 404
        ended(client, each, status=404)
        assert b"not_your_purpose" in bytes(Entry.objects.filter(kind="denied").latest("id").body)
        assert fresh(each).retired_at is None


def test_there_is_a_way_to_both_from_the_first_page(shen):
    page = Page(shen.get("/desk/data/"))
    assert {HERE, "/desk/data/withholdings/"} <= set(page.links)
