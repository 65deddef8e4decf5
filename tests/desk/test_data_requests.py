"""Requests of other departments and findings against our answers, on the data officer's pages; and stepping back."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from services.departments.models import Department, StaffMember
from services.ledger.models import Entry
from services.sharing.actions.ask_grant import ask_grant
from services.sharing.actions.object_to import object_to
from services.sharing.findings import suspects
from services.sharing.loading import load_purpose
from services.sharing.models import (
    DataRequest,
    Dispute,
    Grant,
    GrantRequest,
    Recusal,
    SourceFinding,
)
from tests.citizen.pages import Page
from tests.desk.casework import a_citizen, a_colleague, staff
from tests.desk.signing_in import sign_in
from tests.sharing.conftest import purpose_block

pytestmark = pytest.mark.django_db
STEP_BACK = {"answer": "step_back"}
ARTICLE = "《政务数据共享条例》（示例）"


def officer(name: str, department: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    sign_in(client, a_colleague(name, department, "DATA"))
    return client


@pytest.fixture
def fang(at_work) -> Client:
    """数据官 of the police."""
    return officer("方毅", "public_security")


@pytest.fixture
def colleague(at_work) -> Client:
    return officer("成莉", "public_security")


@pytest.fixture
def stranger(at_work) -> Client:
    return officer("韩梅", "social_insurance")


def text_of(client: Client, path: str, status: int = 200) -> str:
    return Page(client.get(path), status).one("main").text


class TestRequests:
    @pytest.fixture
    def asked(self, at_work) -> GrantRequest:
        """Social insurance asks the police for where somebody is registered."""
        purpose = load_purpose(purpose_block("audit", population__residence="VALUE"), "social_insurance")
        actor = staff(a_colleague("马超", "social_insurance"))
        pk = ask_grant(purpose_id=purpose.pk, field_code="population.residence", actor=actor, at=now())
        return GrantRequest.objects.get(pk=pk)

    def answer(self, client: Client, asked: GrantRequest, how: str, article: str = "", **more: str):
        given = {"answer": how, "article": article, **more}
        return client.post(f"/desk/data/requests/{asked.pk}/", given)

    def test_it_is_reached_from_the_first_page_and_says_who_asks_and_why(self, fang, asked):
        page = Page(fang.get("/desk/data/"), 200)
        assert f"/desk/data/requests/{asked.pk}/" in page.links
        text = text_of(fang, f"/desk/data/requests/{asked.pk}/")
        assert "Yunzhou" in text and "For this very act" in text and "By law" in text

    def test_granted_it_is_a_grant(self, fang, asked):
        assert self.answer(fang, asked, "grant").status_code == 302
        asked.refresh_from_db()
        assert asked.state == "GRANTED"
        grant = Grant.objects.get(purpose=asked.purpose)
        assert (grant.consumer, grant.field.code) == ("social_insurance", "population.residence")
        assert "Granted" in text_of(fang, f"/desk/data/requests/{asked.pk}/")

    def test_refused_it_names_its_article(self, fang, asked):
        again = Page(self.answer(fang, asked, "refuse", " "), 422)
        assert again.one("div", role="alert") and GrantRequest.objects.open().count() == 1
        assert self.answer(fang, asked, "refuse", ARTICLE).status_code == 302
        assert ARTICLE in text_of(fang, f"/desk/data/requests/{asked.pk}/")
        assert not Grant.objects.filter(purpose=asked.purpose).exists()

    def test_a_second_answer_is_told_that_a_colleague_was_faster(self, fang, asked):
        self.answer(fang, asked, "grant", request_key=str(uuid4()))
        late = Page(self.answer(fang, asked, "refuse", ARTICLE, request_key=str(uuid4())), 409)
        assert "A colleague has answered this already." in late.one("main").text
        assert ARTICLE in late.one("blockquote").text

    def test_whoever_asked_does_not_answer(self, stranger, asked):
        assert stranger.get(f"/desk/data/requests/{asked.pk}/").status_code == 404
        assert self.answer(stranger, asked, "grant").status_code == 404
        assert GrantRequest.objects.open().count() == 1
        assert Entry.objects.filter(kind="denied").exists()


class TestFindings:
    @pytest.fixture
    def found(self, waiting) -> SourceFinding:
        """An answer in the name of the police that they had not signed, for an application of 陈德明."""
        police = DataRequest.objects.filter(department__code="public_security").earliest("started_at")
        return SourceFinding.objects.create(
            request=police, department=police.department, kind="bad_signature", found_at=now()
        )

    def settle(self, client: Client, found: SourceFinding, words: str = "密钥已更换。", **more: str):
        return client.post(f"/desk/data/findings/{found.pk}/", {"words": words, **more})

    def test_it_stands_in_the_list_and_makes_the_department_suspect(self, fang, found):
        text = text_of(fang, "/desk/data/findings/")
        assert "not signed by the department" in text and "The whole answer" in text
        assert "Until that is settled" in text
        assert "1 to settle" in text_of(fang, "/desk/data/")

    def test_settled_in_words_it_is_so_no_longer(self, fang, found):
        assert suspects() == {"public_security"}
        assert self.settle(fang, found).status_code == 302
        assert suspects() == set()
        found.refresh_from_db()
        assert (found.words, found.settled_by) == ("密钥已更换。", f"STAFF:{_user('方毅')}")
        assert Entry.objects.filter(kind="source_finding_settled").count() == 1
        text = text_of(fang, "/desk/data/findings/")
        assert "密钥已更换。" in text and "Until that is settled" not in text

    def test_without_words_or_with_too_many_it_is_not(self, fang, found):
        for words in (" ", "长" * 301):
            assert Page(self.settle(fang, found, words), 422).one("div", role="alert")
        assert SourceFinding.objects.open().count() == 1

    def test_twice_is_told(self, fang, colleague, found):
        self.settle(fang, found)
        late = Page(self.settle(colleague, found, "已处理。"), 409)
        assert "已处理。" in late.one("blockquote").text

    def test_another_departments_is_not_there(self, stranger, found):
        assert stranger.get(f"/desk/data/findings/{found.pk}/").status_code == 404
        assert self.settle(stranger, found).status_code == 404
        assert "Nothing was found." in text_of(stranger, "/desk/data/findings/")
        assert SourceFinding.objects.open().count() == 1

    def test_what_came_unasked_is_named(self, fang, found):
        SourceFinding.objects.update(kind="over_delivered", codes=["population.residence"])
        text = text_of(fang, f"/desk/data/findings/{found.pk}/")
        assert "sent more than was asked for" in text and str(found.request_id) in text
        assert "The whole answer" not in text


class TestSteppingBack:
    @pytest.fixture
    def dispute(self, waiting) -> Dispute:
        given = {"field_code": "population.residence", "source": waiting.source, "words": "我一直住在云州。"}
        actor = a_citizen("chen_deming")
        return Dispute.objects.get(pk=object_to(person_id=waiting.person_id, **given, actor=actor, at=now()))

    def test_case_8_from_then_on_it_is_a_colleagues(self, fang, colleague, dispute):
        here = f"/desk/data/disputes/{dispute.pk}/"
        assert "I step back" in text_of(fang, here) and "Yes, I step back" in text_of(fang, here)
        assert fang.post(here, STEP_BACK).url == "/desk/data/disputes/"
        assert fang.get(here).status_code == 404
        assert "我一直住在云州" not in text_of(fang, "/desk/data/disputes/")
        assert "我一直住在云州" in text_of(colleague, here)

    def test_case_8_nor_can_they_answer_it_all_the_same(self, fang, dispute):
        fang.post(f"/desk/data/disputes/{dispute.pk}/", STEP_BACK)
        answer = {"answer": "right", "words": "无误。"}
        assert fang.post(f"/desk/data/disputes/{dispute.pk}/", answer).status_code == 404
        assert Dispute.objects.get().state == "OPEN"
        assert b"concerned" in bytes(Entry.objects.filter(kind="denied").latest("id").body)

    def test_the_ledger_names_the_dispute_and_not_the_person(self, fang, dispute):
        for _ in range(2):
            fang.post(f"/desk/data/disputes/{dispute.pk}/", STEP_BACK)
        body = bytes(Entry.objects.get(kind="stepped_back").body)
        assert str(dispute.pk).encode() in body and str(dispute.person_id).encode() not in body
        assert Recusal.objects.get().user_id == _user("方毅")

    def test_of_another_departments_dispute_nobody_steps_back(self, stranger, dispute):
        assert stranger.post(f"/desk/data/disputes/{dispute.pk}/", STEP_BACK).status_code == 404
        assert not Recusal.objects.exists()


def _user(name: str) -> int:
    return StaffMember.objects.get(name=name).user_id


def test_who_is_no_data_officer_finds_none_of_it(at_work):
    client = Client()
    sign_in(client, a_colleague("黄磊", "public_security"))
    nobodys = (f"requests/{uuid4()}/", "findings/", "findings/1/")
    assert {client.get(f"/desk/data/{each}").status_code for each in nobodys} == {404}
    assert Department.objects.filter(code="public_security").exists()
