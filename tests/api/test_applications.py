"""Where one's applications stand: one's own, the newest first, page by page."""

from datetime import timedelta
from uuid import UUID

from portal.api.words import STATES
from services.actions.actor import SYSTEM
from services.applications.actions.close import close
from services.applications.actions.decide import decide
from services.applications.models import State
from tests.api.client import following
from tests.cast import NOON

INSURANCE = "insurance-certificate"


def test_a_list_has_drafts_too_and_the_newest_first(zhou, noon):
    first = zhou.apply(INSURANCE, used_for="JOB")
    noon.shift(60)
    draft = zhou.begin(INSURANCE)
    rows = zhou.call("list_applications")["results"]
    assert [(row["id"], row["state"]) for row in rows] == [(draft["id"], "DRAFT"), (first["id"], "APPROVED")]
    assert rows[0]["case_code"] is None and rows[0]["state_words"] == "Not sent yet"
    assert rows[1]["item"] == {"code": INSURANCE, "name": first["item"]["name"]}


def test_pages_stay_the_same_while_new_applications_come_in(zhou, noon):
    made = [zhou.apply(INSURANCE, used_for="JOB")["id"] for _ in range(5) if noon.shift(60) is None]
    first = zhou.call("list_applications", query={"limit": 2})
    noon.shift(60)
    zhou.apply(INSURANCE, used_for="LOAN")
    second = zhou.call("list_applications", query=following(first))
    third = zhou.call("list_applications", query=following(second))
    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert seen == made[::-1] and third["next"] is None


def test_applications_of_the_same_moment_are_each_listed_once(zhou):
    made = {zhou.apply(INSURANCE, used_for="JOB")["id"] for _ in range(3)}
    rows = zhou.follow("list_applications", query={"limit": 1})
    assert len(rows) == 3 and {row["id"] for row in rows} == made


def test_a_cursor_belongs_to_its_list(zhou, noon):
    for _ in range(2):
        noon.shift(60)
        zhou.apply(INSURANCE, used_for="JOB")
    query = following(zhou.call("list_applications", query={"limit": 1}))
    answer = zhou.call("list_certificates", query=query)
    assert (answer.status, list(answer["errors"])) == (422, ["cursor"])


def test_nobody_sees_what_others_applied_for(wang, zhou):
    sent, draft = wang.apply(), zhou.begin(INSURANCE)
    assert [row["id"] for row in zhou.call("list_applications")["results"]] == [draft["id"]]
    for operation in ("get_application", "get_draft", "get_certificate_pdf"):
        answer = zhou.call(operation, id=sent["id"])
        assert (answer.status, answer.kind) == (404, "not-found")


def test_a_person_decides_and_the_reason_and_the_ways_on_are_told(caller, caseworker):
    li = caller("li_jianguo")
    sent = li.apply()
    from services.applications.actions.accept import accept

    clerk = caseworker("civil_affairs")
    accept(application_id=UUID(sent["id"]), actor=clerk, at=NOON)
    decide(
        application_id=UUID(sent["id"]),
        outcome="REFUSED",
        reason="您还没有年满 70 周岁。",
        actor=clerk,
        at=NOON,
    )
    refused = li.call("get_application", id=sent["id"])
    assert (refused["state"], refused["state_words"]) == ("REFUSED", "Not approved")
    assert refused["decision"]["decided_by"] == "PERSON"
    assert refused["decision"]["reason"] == "您还没有年满 70 周岁。"
    assert "administrative reconsideration" in refused["remedies"] and refused["approved_text"] is None


def test_a_closed_application_stands_as_it_ended(wang, noon):
    sent = wang.apply()
    assert sent["closed"] is False
    close(application_id=UUID(sent["id"]), actor=SYSTEM, at=NOON + timedelta(days=2))
    closed = wang.call("get_application", id=sent["id"])
    assert (closed["state"], closed["state_words"], closed["closed"]) == ("APPROVED", "Approved", True)
    assert closed["approved_text"] == sent["approved_text"]


def test_the_timeline_tells_what_happened_in_order(wang):
    steps = wang.apply()["timeline"]
    assert [step["title"] for step in steps] == ["You sent the application", "Approved"]
    assert all(step["state"] == "done" and step["at"] for step in steps)


def test_every_state_has_words():
    assert set(STATES) == set(State)
