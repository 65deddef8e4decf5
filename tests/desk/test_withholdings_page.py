"""依法暂不告知 on the data officer's pages: asked for by one, approved by two others, and not there for other departments."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from services.ledger.models import Entry
from services.sharing.access_log import Filter
from services.sharing.access_log import page as access_log
from services.sharing.models import Withholding
from tests.citizen.pages import Page
from tests.desk.casework import a_citizen, a_colleague
from tests.desk.signing_in import a_department, sign_in

pytestmark = pytest.mark.django_db
HERE = "/desk/data/withholdings/"
ARTICLE = "《个人信息保护法》第十八条（示例）"
CHEN = "陈德明"


def officer(name: str, department: str = "public_security") -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, a_colleague(name, department, "DATA"))
    return client


@pytest.fixture
def fang(waiting) -> Client:
    return officer("方毅")


@pytest.fixture
def cheng(waiting) -> Client:
    return officer("成莉")


@pytest.fixture
def qiu(waiting) -> Client:
    return officer("邱明")


@pytest.fixture
def given(waiting) -> dict[str, str]:
    until = localdate() + timedelta(days=90)
    return {
        "request_key": str(uuid4()),
        "number": waiting.case_code,
        "article": ARTICLE,
        "until_on": until.isoformat(),
    }


@pytest.fixture
def asked(fang, given) -> str:
    return fang.post(HERE, given).url


def text_of(client: Client, path: str, status: int = 200) -> str:
    return Page(client.get(path), status).one("main").text


def last_denial() -> bytes:
    return bytes(Entry.objects.filter(kind="denied").latest("id").body)


class TestAsking:
    def test_it_waits_for_two_data_officers(self, fang, cheng, asked):
        own, theirs = text_of(fang, asked), text_of(cheng, asked)
        assert "Waiting for approval" in own and ARTICLE in own and "方毅" in own
        assert "After you one more data officer approves it" in theirs
        assert "After you" not in own and "Two data officers approve it" in own
        assert "0 of 2" in text_of(fang, HERE)

    def test_the_pages_name_the_case_and_not_the_person(self, fang, asked, waiting):
        for path in (HERE, asked):
            assert waiting.case_code in text_of(fang, path) and CHEN not in text_of(fang, path)

    def test_twice_pressed_is_once(self, fang, given):
        assert fang.post(HERE, given).url == fang.post(HERE, given).url
        assert Withholding.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"number": ""}, "Give the case number."),
            ({"number": "9" * 43}, "neither answered nor looked"),
            ({"article": " "}, "Name the law and its article."),
            ({"until_on": ""}, "Give the day."),
            ({"until_on": "2026-02-30"}, "Give the day, such as"),
            ({"until_on": "2020-01-01"}, "after today and within a year"),
            ({"until_on": "2999-01-01"}, "after today and within a year"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_place(self, fang, given, changed, said):
        back = Page(fang.post(HERE, given | changed), 422)
        field = next(iter(changed))
        assert said in back.one("main").text and back.one("input", name=field)["aria-invalid"] == "true"
        assert not Withholding.objects.exists()

    def test_the_same_case_is_not_asked_twice(self, fang, cheng, asked, given):
        again = Page(cheng.post(HERE, given | {"request_key": str(uuid4())}), 422)
        assert "stands here already" in again.one("main").text

    def test_a_department_that_had_no_part_in_the_case_asks_nothing(self, waiting, given):
        stranger = officer("韩梅", a_department("archives").code)
        assert "neither answered nor looked" in Page(stranger.post(HERE, given), 422).one("main").text
        assert b"not_competent" in last_denial() and not Withholding.objects.exists()


class TestApproving:
    def test_two_others_put_it_in_force_and_the_citizen_reads_that(self, fang, cheng, qiu, asked, waiting):
        assert cheng.post(asked).url == asked
        assert "1 of 2" in text_of(fang, HERE) and "With your approval it is in force." in text_of(qiu, asked)
        qiu.post(asked)
        said = text_of(fang, asked)
        assert "In force" in said and "成莉" in said and "邱明" in said
        held = access_log(a_citizen("chen_deming"), Filter(), at=now(), size=20).held
        assert [(each.article, each.until_on) for each in held] == [
            (ARTICLE, localdate() + timedelta(days=90))
        ]

    def test_until_then_nothing_is_kept_from_the_citizen(self, cheng, asked):
        cheng.post(asked)
        assert not access_log(a_citizen("chen_deming"), Filter(), at=now(), size=20).held

    def test_whoever_asked_does_not_approve(self, fang, asked):
        back = Page(fang.post(asked), 403)
        assert "Whoever asked for it does not approve it." in back.one("main").text
        assert b"asked_for_it" in last_denial() and not Withholding.objects.get().first_approver

    def test_nobody_approves_twice(self, cheng, asked):
        cheng.post(asked)
        assert "approved this already" in Page(cheng.post(asked), 403).one("main").text
        assert b"approved_it" in last_denial() and not Withholding.objects.get().approved_at

    def test_what_is_in_force_is_not_approved_again(self, fang, cheng, qiu, asked):
        for each in (cheng, qiu):
            each.post(asked)
        assert fang.post(asked).status_code == 409

    def test_after_its_day_it_is_over(self, fang, cheng, asked):
        Withholding.objects.update(until_on=localdate() - timedelta(days=1))
        assert "Over" in text_of(fang, asked) and "Over" in text_of(fang, HERE)
        assert cheng.post(asked).status_code == 409

    def test_for_another_department_it_is_not_there_and_the_try_is_on_record(self, asked):
        stranger = officer("韩梅", a_department("archives").code)
        assert stranger.get(asked).status_code == stranger.post(asked).status_code == 404
        assert b"not_competent" in last_denial() and "Nothing is withheld." in text_of(stranger, HERE)


def test_who_is_no_data_officer_finds_none_of_it(asked):
    client = Client()
    sign_in(client, a_colleague("黄磊", "public_security"))
    assert {client.get(each).status_code for each in (HERE, asked, "/desk/data/purposes/")} == {404}
