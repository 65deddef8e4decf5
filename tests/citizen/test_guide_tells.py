"""What a guide tells beside who may have it: law, questions, places, fees; what a package leaves out leaves no heading."""

import re

import pytest

from services.applications.models import SwitchTurn
from services.catalogue.loading import load_items
from services.catalogue.models import ServiceItem
from services.catalogue.package import SHIPPED
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LICENCE = "driving-licence-renewal"


def test_law_questions_people_ask_fees_and_places_stand_on_the_page(visitor):
    load_items([SHIPPED / "items" / f"{LICENCE}.yaml"], at=NOON)
    page = visitor().open(f"/items/{LICENCE}/")
    content, words = page.response.context["content"], page.one("main").text
    for said in [
        content["law"][0]["article"],
        content["faq"][0]["question"],
        content["faq"][0]["answer"],
        content["fees"][0]["basis"],
        content["places"][0]["name"],
    ]:
        assert said["en"] in words
    assert page.all("h2", id="law")
    assert "(example)" in words and "has not been compared with the law as published" in words


def test_while_automatic_approval_is_stopped_nothing_is_promised_at_once(visitor):
    def words() -> str:
        return visitor().open("/items/old-age-allowance/").one("main").text

    assert "Result At once" in words() and "At once where everything is clear" in words()
    item = ServiceItem.objects.get(code="old-age-allowance")
    SwitchTurn.objects.create(item=item, number=1, stopped=True, reason="核对标准", by="x", at=NOON)
    assert "Result 5 working days" in words() and "At once" not in words()


def test_where_no_rule_may_decide_it_says_why_and_by_which_article(visitor):
    load_items([SHIPPED / "items" / "flexible-employment-subsidy.yaml"], at=NOON)
    words = visitor().open("/items/flexible-employment-subsidy/").one("main").text
    assert "Why a person decides The names are published first." in words and "article 9 (example)" in words
    assert "Why a person decides" not in visitor().open("/items/insurance-certificate/").one("main").text


def test_the_law_is_said_to_be_there_in_full_only_where_it_is(visitor, tmp_path):
    law = visitor().open("/items/old-age-allowance/").one("section", **{"aria-labelledby": "law"})
    assert "What this rests on." in law.text and not law.all("details")
    package = (SHIPPED / "items" / f"{LICENCE}.yaml").read_text(encoding="utf-8")
    whole = tmp_path / f"{LICENCE}.yaml"
    text = r"\1\n    text: {zh: 全文, en: The whole article}"
    whole.write_text(re.sub(r"(?m)^(law:\n.*)$", text, package, count=1), encoding="utf-8")
    load_items([whole], at=NOON)
    law = visitor().open(f"/items/{LICENCE}/").one("section", **{"aria-labelledby": "law"})
    assert "In full, where you want it." in law.text and "The whole article" in law.one("details").text


def test_what_a_package_leaves_out_leaves_no_heading(visitor):
    page = visitor().open("/items/insurance-certificate/")
    assert ("law" in page.response.context["content"]) is bool(page.all("h2", id="law"))


def test_the_region_one_reads_for_goes_along_to_the_check_and_to_the_start(visitor):
    page = visitor("wang_xiulan").open("/items/old-age-allowance/?region=990102")
    assert "/items/old-age-allowance/fits/?region=990102" in page.links
    assert page.all("form", action="/items/old-age-allowance/start/?region=990102")


def test_without_a_region_none_goes_along(visitor):
    page = visitor("wang_xiulan").open("/items/old-age-allowance/")
    assert "/items/old-age-allowance/fits/" in page.links
    assert page.all("form", action="/items/old-age-allowance/start/")
