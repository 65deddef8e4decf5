"""What a guide shows beside its words: a specimen of what one gets, and where a pilot holds."""

import pytest

from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.package import SHIPPED, read
from services.departments.models import Region
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
CODE = "insurance-certificate"
GUIDE = f"/items/{CODE}/"
STONES = "990103"
ELSEWHERE = "I live somewhere else"


@pytest.fixture
def publish(catalogue):
    """The next version of the item, changed."""
    package = read(SHIPPED / "items" / f"{CODE}.yaml").values

    def act(**changes) -> None:
        later = {"version": package["version"] + 1, "in_force_from": "2026-10-01", **changes}
        publish_item(package={**package, **later}, actor=SYSTEM, at=NOON)

    return act


@pytest.fixture
def pilot(publish):
    """In one district it is called otherwise; the name of the district."""
    publish(regions=[STONES], name={"zh": "参保证明（试点）", "en": "Certificate on trial"})
    return Region.objects.get(code=STONES).name["en"]


class TestSpecimen:
    def test_it_has_the_labels_of_the_certificate_and_the_words_of_the_package(self, visitor):
        page = visitor().open(GUIDE)
        specimen = page.one("section", **{"aria-labelledby": "sample"})
        assert "A specimen, for somebody invented." in specimen.text
        content = page.response.context["content"]
        sample, record = content["result"]["sample"], content["certificate"]["record"]
        shown = [(line.one("dt").text, line.one("dd").text) for line in specimen.all("div")]
        assert shown == [
            (each["label"]["en"], sample[each["name"]]["en"]) for each in record if each["name"] in sample
        ]

    def test_in_chinese_too(self, visitor):
        specimen = (
            visitor(django_language="zh-hans").open(GUIDE).one("section", **{"aria-labelledby": "sample"})
        )
        assert "云州市第二中学" in specimen.text

    def test_a_package_without_one_has_no_such_heading(self, visitor, publish):
        result = read(SHIPPED / "items" / f"{CODE}.yaml").values["result"]
        publish(result={name: said for name, said in result.items() if name != "sample"})
        assert not visitor().open(GUIDE).all("section", **{"aria-labelledby": "sample"})


class TestPilots:
    def test_an_item_that_holds_everywhere_says_nothing_of_districts(self, visitor):
        assert not visitor().open(GUIDE).all("section", **{"aria-labelledby": "where"})

    def test_who_lives_elsewhere_sees_the_general_guide_and_the_way_to_the_other(self, visitor, pilot):
        page = visitor().open(GUIDE)
        assert page.h1 == "Certificate of insurance"
        where = page.one("section", **{"aria-labelledby": "where"})
        assert [(link["href"], link.text) for link in where.all("a")] == [
            (f"?region={STONES}", f"I live in {pilot}: see what holds there")
        ]

    def test_who_lives_there_sees_the_guide_on_trial_and_the_way_back(self, visitor, pilot):
        page = visitor().open(f"{GUIDE}?region={STONES}")
        assert page.h1 == "Certificate on trial"
        where = page.one("section", **{"aria-labelledby": "where"})
        assert f"This is tried out here only: {pilot}" in where.text
        assert [(link["href"], link.text) for link in where.all("a")] == [(GUIDE, ELSEWHERE)]

    @pytest.mark.parametrize("region", ["990102", "000000", "x"])
    def test_a_district_without_a_pilot_has_the_general_one(self, visitor, pilot, region):
        page = visitor().open(f"{GUIDE}?region={region}")
        assert page.h1 == "Certificate of insurance" and ELSEWHERE in page.one("main").text

    def test_a_pilot_that_has_ended_is_offered_no_more(self, visitor, publish):
        publish(regions=[STONES], in_force_to="2026-11-01")
        assert not visitor().open(GUIDE).all("section", **{"aria-labelledby": "where"})
        assert visitor().open(f"{GUIDE}?region={STONES}").h1 == "Certificate of insurance"
