"""The guide: what an item is, what will be read of whom and why, and the one button that fits the reader."""

import pytest

from services.catalogue.models import ItemVersion
from services.sharing.models import DataRequest
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
GUIDE = "/items/old-age-allowance/"


def solid(page) -> list[str]:
    """Where the solid button of the head leads, or posts to."""
    acts = page.one("div", css="head").all("div", css="acts")[0]
    return [
        part.attrs.get("href") or part.attrs.get("action") for part in acts.all() if part.tag in {"a", "form"}
    ]


class TestTheOneButton:
    def test_a_stranger_signs_in_and_comes_back_here(self, visitor):
        assert solid(visitor().open(GUIDE)) == [f"/accounts/login/?next={GUIDE}"]

    def test_a_newcomer_proves_who_they_are_and_comes_back_here(self, newcomer):
        assert solid(newcomer.open(GUIDE)) == [f"/me/proof/?next={GUIDE}"]

    def test_a_confirmed_person_starts_by_a_form(self, visitor):
        page = visitor("wang_xiulan").open(GUIDE)
        assert solid(page) == [f"{GUIDE}start/"]
        assert page.form(action=f"{GUIDE}start/")["method"] == "post"


class TestWhatItSays:
    def test_summary_conditions_steps_and_answers_to_questions(self, visitor):
        page = visitor().open(GUIDE)
        assert page.h1 == "Old-age allowance"
        assert len(page.one("ul", css="ticks").all("li")) == 3
        assert len(page.one("ol", css="steps").all("li")) == 3
        assert len(page.one("main").all("details", css="more")) == 5

    def test_what_will_be_read_is_told_before_anything_is_read(self, visitor):
        page = visitor("wang_xiulan").open(GUIDE)
        sources = page.one("section", **{"aria-labelledby": "need"})
        assert [source.text for source in sources.all("span", css="src")] == [
            "Policepopulation register",
            "Civil Affairsallowance register of the province",
            "Social Insurancesocial security card register",
        ]
        assert not DataRequest.objects.exists()

    def test_every_value_is_named_with_its_reason(self, visitor):
        page = visitor().open(GUIDE)
        told = [line.text for reads in page.all("ul", css="reads") for line in reads.all("li")]
        purpose = ItemVersion.objects.get(item__code="old-age-allowance").purpose
        assert len(told) == len(purpose.reads)
        assert all(read["why"]["en"] in line for read, line in zip(purpose.reads, told, strict=True))

    def test_an_item_without_amounts_has_no_table(self, visitor):
        page = visitor().open("/items/insurance-certificate/")
        assert not page.one("main").all("table") and page.h1 == "Certificate of insurance"


class TestAmounts:
    def rows(self, page) -> list[tuple[str, bool]]:
        return [
            (row.one("td").text, "you" in row.attrs.get("class", "")) for row in page.one("tbody").all("tr")
        ]

    def test_a_stranger_sees_all_and_none_is_theirs(self, visitor):
        rows = self.rows(visitor().open(GUIDE))
        assert rows == [("200 yuan", False), ("300 yuan", False), ("500 yuan", False), ("1,000 yuan", False)]

    @pytest.mark.parametrize(
        ("who", "own"),
        [("wang_xiulan", "300 yuan"), ("zhao_guiying", "1,000 yuan"), ("sun_yuzhen", "500 yuan"), ("liu_zhiqiang", "200 yuan")],
    )  # fmt: skip
    def test_ones_own_row_is_marked(self, visitor, who, own):
        assert [amount for amount, mine in self.rows(visitor(who).open(GUIDE)) if mine] == [own]

    def test_whoever_is_too_young_has_no_row(self, visitor):
        assert not any(mine for _, mine in self.rows(visitor("li_jianguo").open(GUIDE)))

    @pytest.mark.parametrize(
        ("day", "marked"), [("2027-06-29 23:59+08:00", 0), ("2027-06-30 00:01+08:00", 1)]
    )
    def test_a_row_becomes_ones_own_on_the_birthday(self, visitor, noon, day, marked):
        """Born on 1957-06-30."""
        noon.move_to(day)
        rows = self.rows(visitor("li_jianguo").open(GUIDE))
        assert sum(mine for _, mine in rows) == marked


class TestNotOffered:
    @pytest.mark.parametrize("code", ["unheard-of", "old_age", "x" * 200])
    def test_an_item_nobody_offers_is_not_there(self, visitor, code):
        assert visitor().get(f"/items/{code}/").status_code == 404

    def test_an_item_that_has_ended_is_not_there_any_more(self, visitor):
        ItemVersion.objects.filter(item__code="old-age-allowance").update(in_force_to=NOON.date())
        assert visitor().get(GUIDE).status_code == 404
