"""The check page: what is known, where it comes from, and nothing more of it than the reader needs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from services.applications.models import Application, Evidence, State
from services.applications.shown import version
from services.sharing.models import Purpose
from tests.citizen.pages import posted
from tests.opened import value_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def check(wang):
    return wang.begin()


class TestValues:
    def test_they_are_read_as_words(self, wang, check):
        values = wang.open(check).values
        assert values.pop("Date of birth").endswith("80 years old")
        assert values.pop("Identity number") == "9901 **** **** 0026"
        assert values == {
            "Name": "王秀兰",
            "Alive": "Yes",
            "Region of registration": "Yuncheng District",
            "Registered address": "云州市云城区柳荫街18号和平小区3幢201室",
            "State of registration": "Regular",
            "Receives the allowance elsewhere": "No",
            "The card can receive payments": "Yes",
            "Card ending in": "0318",
        }

    def test_the_identity_number_is_nowhere_on_the_page(self, wang, check):
        content = wang.get(check).content.decode()
        assert "990102194603080026" not in content and "9901020310070010318" not in content

    def test_every_register_has_one_stamp_with_department_and_moment(self, wang, check):
        stamps = [stamp.text for stamp in wang.open(check).one("main").all("span", css="src")]
        assert len(stamps) == 3
        assert all("today 12:00" in stamp for stamp in stamps)
        assert "Police" in stamps[0] and "Civil Affairs" in stamps[1] and "Social Insurance" in stamps[2]

    def test_beside_every_value_stands_the_way_to_say_it_is_wrong(self, wang, check):
        page = wang.open(check)
        wrong = [link for link in page.links if "/wrong/" in link]
        assert wrong == [f"{check.replace('check/', '')}wrong/{code}/" for code in codes()]

    def test_a_number_nobody_should_overhear_is_not_read_aloud(self, wang, check):
        assert "data-no-say" in wang.open(check).field("Identity number").all("dd")[0].attrs
        assert "data-no-say" not in wang.open(check).field("Name").all("dd")[0].attrs


def codes() -> list[str]:
    reads = Application.objects.get().item_version.purpose.reads
    return [read["field"] for read in reads]


class TestForm:
    def test_it_carries_a_digest_of_every_value_and_a_key(self, wang, check):
        fields = wang.open(check).form("send").fields
        values = {e.field_code: value_of(e) for e in Evidence.objects.all()}
        shown = dict(pair.split(":") for pair in fields["shown"].split())
        assert shown == {code: version(value) for code, value in values.items()}
        assert len(fields["request_key"]) == 36

    def test_every_page_has_a_key_of_its_own(self, wang, check):
        keys = {wang.open(check).form("send").fields["request_key"] for _ in range(3)}
        assert len(keys) == 3

    def test_it_has_no_value_in_it(self, wang, check):
        assert "王秀兰" not in str(wang.open(check).form("send").fields)

    def test_where_nothing_is_asked_there_is_one_button_and_no_question(self, wang, check):
        form = wang.open(check).form("send")
        assert len(form.all("button")) == 1 and not form.all("fieldset") and not form.all("label")

    def test_a_question_stands_with_its_options_and_the_usual_one_picked(self, wang):
        form = wang.open(wang.begin("insurance-certificate")).form("send")
        options = form.one("fieldset", id="q-used_for").all("input", type="radio")
        assert [option["value"] for option in options] == ["SELF", "LOAN", "JOB", "SCHOOL"]
        assert [option["value"] for option in options if "checked" in option.attrs] == ["SELF"]
        assert form.fields["q-used_for"] == "SELF"

    def test_elder_mode_puts_the_button_where_it_is_seen_first(self, visitor, wang, check):
        elder = visitor("wang_xiulan", mode="elder").open(check)
        head = elder.one("div", css="head")
        assert [button.attrs.get("form") for button in head.all("button", css="btn")] == ["send"]


class TestPage:
    def test_the_way_back_is_the_guide(self, wang, check):
        assert wang.open(check).links[0] == "/items/old-age-allowance/"

    def test_looking_changes_nothing_and_asks_nobody(self, wang, check, departments_stub):
        before = list(Evidence.objects.values_list("pk", flat=True))
        departments_stub.set("wang_xiulan", "population.residence", "MOVED_OUT")
        assert wang.open(check).values["State of registration"] == "Regular"
        assert list(Evidence.objects.values_list("pk", flat=True)) == before
        assert Application.objects.get().state == State.DRAFT

    def test_a_sent_application_has_its_own_page(self, wang, check):
        result = wang.send(check).url
        assert wang.get(check).url == result == check.replace("check/", "")

    def test_a_draft_opened_as_an_application_leads_back_here(self, wang, check):
        assert wang.get(check.replace("check/", "")).url == check

    def test_it_does_not_ask_the_database_for_every_value(self, wang, check):
        wang.open(check)
        with CaptureQueriesContext(connection) as queries:
            wang.open(check)
        assert len(queries) <= 20, [query["sql"][:90] for query in queries]

    @pytest.mark.parametrize("address", ["/applications/1/check/", "/applications/not-one/check/"])
    def test_an_address_that_is_none_is_not_there(self, wang, address):
        assert wang.get(address).status_code == 404

    def test_a_page_that_was_posted_without_anything_comes_back(self, wang, check):
        assert wang.post(check).status_code == 409
        assert posted(wang.open(check).form("send"))["shown"]


def end_the_purpose() -> None:
    """As retire_purpose leaves it; who may do that is told in tests/sharing/test_withholding.py."""
    Purpose.objects.filter(code="old-age-allowance").update(retired_at=now() - timedelta(minutes=1))


class TestPromise:
    """The page promises a result at once only where nothing stands in its way."""

    def test_where_everybody_answered_the_result_comes_at_once(self, wang, check):
        assert button(wang.open(check)) == "Confirm and get the result"

    @pytest.mark.parametrize(
        ("field", "promised", "state"),
        [
            ("population.residence", "Confirm and send", State.RECEIVED),
            ("population.hukou_address", "Confirm and get the result", State.APPROVED),
        ],
    )
    def test_a_value_said_to_be_wrong_counts_where_the_rules_look_at_it(
        self, wang, check, field, promised, state
    ):
        wrong = f"{check.replace('check/', '')}wrong/{field}/"
        by_a_person = state == State.RECEIVED
        assert ("The rules do not look at this value." in wang.open(wrong).text) != by_a_person
        wang.post(wrong, words="不是这样。")
        page = wang.open(check)
        assert button(page) == promised
        assert ("A person will look at your application." in page.text) == by_a_person
        wang.send(check)
        assert Application.objects.get().state == state

    def test_whom_the_rules_do_not_approve_is_promised_no_result(self, visitor):
        chen = visitor("chen_deming")
        assert button(chen.open(chen.begin())) == "Confirm and send"

    def test_where_a_department_is_silent_it_is_sent_and_no_more(self, wang, departments_stub):
        departments_stub.fail("civil_affairs")
        page = wang.open(wang.begin())
        assert button(page) == "Confirm and send"
        assert "The result comes as soon as they answer" in page.text

    def test_where_nobody_is_asked_any_more_a_person_handles_it_and_the_page_says_so(self, wang):
        end_the_purpose()
        check = wang.begin()
        page = wang.open(check)
        assert page.h1 == "A person handles this now" and not page.values
        assert button(page) == "Confirm and send"
        assert "need not fill this in" not in page.text
        result = wang.open(wang.send(check).url).text
        assert "No register is asked for this any more." in result
        assert "The register has nothing about it." not in result

    def test_what_was_read_before_the_purpose_ended_is_shown_and_decided_on(self, wang, check):
        end_the_purpose()
        assert wang.open(check).h1 == "What we already know"
        assert "No register is asked" not in wang.open(wang.send(check).url).text

    def test_elder_mode_promises_no_more(self, visitor, wang):
        end_the_purpose()
        elder = visitor("wang_xiulan", mode="elder").open(wang.begin())
        assert "Confirm and get the result" not in elder.text


def button(page) -> str:
    return page.form("send").one("button").text
