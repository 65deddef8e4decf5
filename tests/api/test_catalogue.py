"""What anybody may read before applying."""

from copy import deepcopy

import jsonschema_rs
import pytest

from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.loading import load_items
from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.package import SHIPPED
from services.catalogue.search.indexing import index
from services.catalogue.search.keeping import index_catalogue
from tests.api.client import Api, following
from tests.cast import NOON
from tests.catalogue.packages import NUMBER
from tests.catalogue.search.conftest import thing

ALLOWANCE, INSURANCE = "old-age-allowance", "insurance-certificate"


def codes(answer):
    return [item["code"] for item in answer["results"]]


def test_everything_on_offer_is_listed_the_most_used_first(stranger):
    answer = stranger.call("list_items")
    assert codes(answer) == [ALLOWANCE, INSURANCE] and answer["next"] is None
    first = answer["results"][0]
    assert first["name"] == {"zh": "高龄津贴", "en": "Old-age allowance"}
    assert first["department"]["name"]["zh"] == "云州市民政局" and first["at_once"] is True


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"department": "social_insurance"}, [INSURANCE]),
        ({"department": "public_security"}, []),
        ({"theme": "OLD_AGE"}, [ALLOWANCE]),
        ({"theme": "SOCIAL_SECURITY"}, [ALLOWANCE, INSURANCE]),
        ({"audience": "PERSON", "at_once": "true"}, [ALLOWANCE, INSURANCE]),
        ({"audience": "COMPANY"}, []),
        ({"at_once": "false"}, []),
        ({"kind": "05"}, [ALLOWANCE]),
        ({"level": "3", "form": "ONLINE"}, [ALLOWANCE, INSURANCE]),
        ({"level": "4"}, []),
        ({"region": "990100"}, [ALLOWANCE, INSURANCE]),
        ({"theme": "SOCIAL_SECURITY", "department": "civil_affairs"}, [ALLOWANCE]),
    ],
)
def test_filters_narrow_and_add_up(stranger, wanted, found):
    assert codes(stranger.call("list_items", query=wanted)) == found


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"at_once": "perhaps"}, "at_once"),
        ({"department": "民政局"}, "department"),
        ({"kind": "benefit"}, "kind"),
        ({"level": "7"}, "level"),
        ({"region": "云州"}, "region"),
        ({"q": "x" * 61}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"cursor": "made-up"}, "cursor"),
    ],
)
def test_a_filter_that_cannot_be_read_is_named(stranger, wanted, field):
    answer = stranger.call("list_items", query=wanted)
    assert answer.status == 422 and list(answer["errors"]) == [field] and answer["errors"][field]


class TestQuestions:
    @pytest.fixture(autouse=True)
    def indexed(self, stranger):
        index_catalogue()

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({"q": "高龄"}, [ALLOWANCE]),
            ({"q": "insurance certificate"}, [INSURANCE]),
            ({"q": "gaolingjintie"}, [ALLOWANCE]),
            ({"q": "我妈 80 了"}, [ALLOWANCE]),
            ({"q": "allowence"}, [ALLOWANCE]),
            ({"q": "spaceship"}, []),
            ({"q": "云州", "theme": "OLD_AGE"}, [ALLOWANCE]),
            ({"q": "云州", "theme": "HEALTH"}, []),
        ],
    )
    def test_the_best_answers_come_first(self, stranger, wanted, found):
        assert codes(stranger.call("list_items", query=wanted)) == found

    def test_a_line_that_is_only_listed_is_no_item_and_not_among_them(self, stranger):
        index([thing("511Z-1", "高龄津贴发放")])
        assert codes(stranger.call("list_items", query={"q": "高龄津贴"})) == [ALLOWANCE]

    def test_pages_of_an_answer_follow_each_other(self, stranger):
        whole = codes(stranger.call("list_items", query={"q": "云州"}))
        pages = [item["code"] for item in stranger.follow("list_items", query={"q": "云州", "limit": 1})]
        assert pages == whole and len(whole) == 2

    def test_an_item_that_has_ended_meanwhile_is_not_listed(self, stranger):
        ItemVersion.objects.filter(item__code=ALLOWANCE).update(in_force_to="2026-01-02")
        assert codes(stranger.call("list_items", query={"q": "高龄"})) == []


def test_pages_follow_each_other_without_gap_or_overlap(stranger):
    assert [item["code"] for item in stranger.follow("list_items", query={"limit": 1})] == [
        ALLOWANCE,
        INSURANCE,
    ]


def test_a_page_keeps_its_filters(stranger):
    page = stranger.call("list_items", query={"limit": 1, "theme": "SOCIAL_SECURITY"})
    assert "theme=SOCIAL_SECURITY" in page["next"] and page["next"].startswith("/api/v1/items?")


def test_an_item_that_becomes_popular_meanwhile_moves_no_later_page(stranger):
    first = stranger.call("list_items", query={"limit": 1})
    ServiceItem.objects.filter(code=ALLOWANCE).update(heat=999)
    assert codes(stranger.call("list_items", query=following(first))) == [INSURANCE]


def test_an_item_tells_everything_before_it_is_begun(stranger):
    item = stranger.call("get_item", code=ALLOWANCE).body
    assert item["guide"]["who"][0] == {"zh": "年满 70 周岁", "en": "You are 70 or older"}
    assert [row["amount_fen"] for row in item["guide"]["gets"]["rows"]] == [20000, 30000, 50000, 100000]
    assert item["guide"]["gets"]["rows"][3]["to_age"] is None
    assert item["limits"] == {"statutory_days": 30, "committed_days": 5, "unit": "WORKING"}
    assert (item["fee_fen"], item["visits"], item["once"], item["version"]) == (0, 0, True, NUMBER)
    card = item["reads"][-1]
    assert (card["field"], card["disclosure"]) == ("social_cards.card_tail", "MASKED")
    assert card["register"]["department"]["code"] == "social_insurance" and card["why"]["en"]
    facts = {fact["name"]: fact for fact in item["facts"]}  # a JSON column forgets their order
    assert facts["age"]["kind"] == "number" and facts["age"]["values"] == []
    assert {"code": "LOCAL", "label": {"zh": "云州市", "en": "Yunzhou"}} in facts["hukou_city"]["values"]


def test_a_question_comes_with_the_schema_its_answer_is_judged_by(stranger):
    [question] = stranger.call("get_item", code=INSURANCE)["questions"]
    assert (question["code"], question["kind"], question["default"]) == ("used_for", "one_of", "SELF")
    assert [option["code"] for option in question["options"]] == ["SELF", "LOAN", "JOB", "SCHOOL"]
    judge = jsonschema_rs.validator_for(question["answer"])
    assert judge.is_valid("LOAN") and not judge.is_valid("FUN")


def test_what_a_package_leaves_out_is_null_and_not_missing(stranger):
    item = stranger.call("get_item", code=INSURANCE).body
    assert item["guide"]["gets"] is None and item["questions"][0]["only_if"] is None


def test_a_question_that_hangs_on_another_says_on_which(stranger):
    package = deepcopy(ItemVersion.objects.get(item__code=INSURANCE).content)
    package |= {"version": package["version"] + 1, "in_force_from": "2026-10-01"}
    package["questions"].append(
        {
            "code": "bank",
            "kind": "text",
            "label": {"zh": "银行", "en": "Bank"},
            "only_if": {"question": "used_for", "is": ["LOAN"]},
        }
    )
    publish_item(package=package, actor=SYSTEM, at=NOON)
    bank = stranger.call("get_item", code=INSURANCE)["questions"][1]
    assert bank["only_if"] == {
        "match": "all",
        "conditions": [{"question": "used_for", "is_one_of": ["LOAN"]}],
    }
    assert bank["hint"] is None and bank["answer"]["maxLength"] == 200


def test_there_is_no_item_of_another_name(stranger):
    answer = stranger.call("get_item", code="moon-allowance")
    assert (answer.status, answer.kind) == (404, "not-found")


def test_the_catalogue_needs_nobody_and_looks_nobody_up(portal, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        Api().call("list_items")


# --- what else a guide tells
def test_law_questions_people_ask_places_and_events_of_life_come_with_the_item(stranger):
    shipped = ["social-security-card", "driving-licence-renewal", "vehicle-transfer"]
    load_items([SHIPPED / "items" / f"{code}.yaml" for code in shipped], at=NOON)
    card, licence, vehicle = [stranger.call("get_item", code=code).body for code in shipped]
    assert [law["article"]["en"] for law in card["law"]] == ["Chapter 2 (issuing)", "Article 6"]
    assert [[law["example"] for law in each["law"]] for each in (card, vehicle)] == [
        [True, True],
        [True, True, False],
    ]
    assert card["faq"][0]["question"]["en"] == "How do I report a lost card"
    assert card["scope"] == {"reach": "COUNTRY", "way": "ONLINE", "note": None}
    [event] = card["life_events"]
    assert event["code"] == "LIVING" and event["name"]["en"] != "LIVING"
    assert licence["places"][0]["name"]["zh"] and licence["fees"][0]["basis"]["zh"]
    assert card["fees"] == []  # what a package leaves out
