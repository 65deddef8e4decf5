"""Versions follow each other by date and by region: a pilot holds beside the version for everywhere
else, never two in one place."""

from datetime import date

import pytest
from django.db import IntegrityError, models, transaction

from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import VersionsOverlap, publish_item
from services.catalogue.models import DirectoryEntry, Frozen, ItemVersion, Pilot, Variant
from services.catalogue.package import SHIPPED, read
from services.departments.models import Region
from tests.cast import NOON

pytestmark = pytest.mark.django_db
CITY, CENTRE, STONES, STREET = "990100", "990102", "990103", "990103001"
DAY = date(2026, 11, 23)


@pytest.fixture
def publish(world):
    """Versions of one item, numbered as they come, a month apart."""
    Region.objects.create(code=STREET, name={"zh": "青石街道"}, parent_id=STONES)
    package = read(SHIPPED / "items" / "insurance-certificate.yaml").values
    numbers = iter(range(1, 13))

    def act(*regions: str, **changes) -> ItemVersion:
        number = next(numbers)
        blocks = {"version": number, "in_force_from": f"2026-{number:02}-01", **changes}
        blocks |= {"regions": list(regions)} if regions else {}
        return ItemVersion.objects.get(pk=publish_item(package={**package, **blocks}, actor=SYSTEM, at=NOON))

    return act


def holds(region: str | None, on: date = DAY) -> list[int]:
    return list(
        ItemVersion.objects.in_force_in(region, on).order_by("number").values_list("number", flat=True)
    )


class TestEverywhere:
    def test_the_next_version_ends_the_one_before(self, publish):
        first, _ = publish(), publish()
        first.refresh_from_db()
        assert (first.state, first.in_force_to) == (ItemVersion.State.SUPERSEDED, date(2026, 2, 1))
        assert holds(CITY) == holds(None) == [2]
        assert holds(CITY, date(2026, 1, 31)) == [1]

    def test_a_version_may_say_itself_when_it_ends(self, publish):
        publish(in_force_to="2026-03-01")
        assert holds(CITY, date(2026, 2, 28)) == [1] and holds(CITY, date(2026, 3, 1)) == []

    def test_an_end_it_has_said_is_brought_forward_by_the_next_one(self, publish):
        publish(in_force_to="2026-12-31")
        publish()
        assert holds(CITY) == [2] and holds(CITY, date(2027, 1, 1)) == [2]


class TestPilots:
    def test_a_pilot_holds_in_its_region_and_in_what_lies_in_it(self, publish):
        publish()
        publish(STONES)
        assert {place: holds(place) for place in (CITY, CENTRE, STONES, STREET)} == {
            CITY: [1],
            CENTRE: [1],
            STONES: [2],
            STREET: [2],
        }

    def test_nobodys_place_is_where_no_pilot_is(self, publish):
        publish()
        publish(STONES)
        assert holds(None) == [1]

    def test_what_exists_as_a_pilot_only_is_shown_to_everybody(self, publish):
        publish(STONES)
        assert (holds(None), holds(STONES), holds(CENTRE)) == ([1], [1], [])

    def test_the_version_for_everywhere_ends_the_pilot_too(self, publish):
        publish()
        publish(STONES)
        publish()
        assert holds(STONES) == holds(CENTRE) == [3]

    def test_two_pilots_in_two_regions_stand_beside_each_other(self, publish):
        publish()
        publish(STONES)
        publish(CENTRE)
        assert (holds(STONES), holds(CENTRE), holds(CITY)) == ([2], [3], [1])

    @pytest.mark.parametrize("wider", [(STONES,), (STONES, CENTRE), (CITY,)])
    def test_a_pilot_ends_the_one_it_covers(self, publish, wider):
        publish()
        publish(STONES)
        publish(*wider)
        assert (holds(STONES), holds(None)) == ([3], [1])

    @pytest.mark.parametrize(("first", "then"), [((STONES, CENTRE), (STONES,)), ((STONES,), (STREET,))])
    def test_a_pilot_that_would_end_half_of_another_is_refused(self, publish, first, then):
        publish()
        publish(*first)
        with pytest.raises(VersionsOverlap):
            publish(*then)
        assert holds(STONES) == [2] and ItemVersion.objects.count() == 2


class TestTheDatabase:
    def past_the_model(self) -> models.QuerySet[ItemVersion]:
        return models.QuerySet(ItemVersion)

    def refused(self, act) -> bool:
        try:
            with transaction.atomic():
                act()
        except IntegrityError:
            return True
        return False

    @pytest.mark.parametrize(
        "change",
        [
            {"number": 9},
            {"content": {}},
            {"name": {"zh": "别的"}},
            {"sha256": "0" * 64},
            {"in_force_from": date(2020, 1, 1)},
            {"rule_set": "other"},
            {"certificate_type": "other"},
            {"state": "DRAFT"},
        ],
    )
    def test_refuses_a_change_of_what_is_published(self, publish, change):
        publish()
        assert self.refused(lambda: self.past_the_model().update(**change))

    def test_refuses_to_delete_it(self, publish):
        version = publish()
        assert self.refused(lambda: self.past_the_model().filter(pk=version.pk)._raw_delete("default"))

    def test_lets_it_end(self, publish):
        publish()
        assert self.past_the_model().update(in_force_to=date(2027, 1, 1), state="SUPERSEDED") == 1

    def test_refuses_that_two_hold_at_once(self, publish):
        first, _ = publish(), publish()
        assert self.refused(lambda: self.past_the_model().filter(pk=first.pk).update(in_force_to=DAY))

    def test_refuses_it_in_one_region_too_and_allows_it_in_two(self, publish):
        publish()
        pilot = publish(STONES)
        publish(STONES)
        assert self.refused(lambda: self.past_the_model().filter(pk=pilot.pk).update(in_force_to=DAY))

    def test_refuses_another_region_and_another_case_for_what_is_published(self, publish):
        version = publish(STONES)
        pilot = Pilot(version=version, region_id=CENTRE)
        assert self.refused(lambda: Pilot.objects.bulk_create([pilot]))
        assert self.refused(lambda: models.QuerySet(Pilot).update(region_id=CENTRE))
        assert self.refused(lambda: models.QuerySet(Pilot)._raw_delete("default"))
        assert self.refused(
            lambda: Variant.objects.bulk_create([Variant(version=version, code="x", name={})])
        )


class TestTheModel:
    def test_refuses_to_change_the_parts_of_what_is_published(self, publish):
        version = publish(STONES)
        pilot = version.pilots.get()
        for act in (pilot.save, pilot.delete, Pilot.objects.all().delete):
            with pytest.raises(Frozen):
                act()
        with pytest.raises(Frozen):
            Pilot.objects.update(region_id=CENTRE)

    def test_lets_a_draft_change_them(self, publish):
        published = publish()
        draft = ItemVersion.objects.create(
            item=published.item,
            number=2,
            in_force_from=DAY,
            name=published.name,
            content=published.content,
            sha256=published.sha256,
            purpose=published.purpose,
            rule_set=published.rule_set,
        )
        pilot = Pilot.objects.create(version=draft, region_id=STONES)
        pilot.region_id = CENTRE
        pilot.save()
        assert Pilot.objects.all().delete()[0] == 1


CASES = [
    {
        "number": "01",
        "name": {"zh": "自用", "en": "Own"},
        "chosen_by": {"question": "used_for", "is": ["SELF"]},
    },
    {"number": "02", "name": {"zh": "贷款", "en": "Loan"}},
]


def test_cases_bear_the_thirty_three_characters(publish):
    version = publish(variants=CASES)
    assert [case.code[31:] for case in version.variants.all()] == ["01", "02"]
    assert {case.code[:31] for case in version.variants.all()} == {version.item.implementation_code}


class TestDirectory:
    def test_a_version_has_its_line_while_it_holds(self, publish):
        publish()
        publish(name={"zh": "新名字", "en": "New name"})
        assert [entry.name["en"] for entry in DirectoryEntry.objects.on(date(2026, 1, 15))] == [
            "Certificate of insurance"
        ]
        (line,) = DirectoryEntry.objects.on(DAY)
        assert (line.name["en"], line.offered, line.department.code) == ("New name", True, "social_insurance")

    def test_a_pilot_has_its_line_where_it_holds(self, publish):
        publish()
        publish(STONES)
        assert [entry.version.number for entry in DirectoryEntry.objects.on(DAY, STONES)] == [2]
        assert [entry.version.number for entry in DirectoryEntry.objects.on(DAY)] == [1]

    def test_it_is_called_what_its_package_says(self, publish):
        publish(also_called=[{"zh": "社保证明", "en": "insurance paper"}])
        (line,) = DirectoryEntry.objects.on(DAY)
        assert [text["en"] for text in line.texts][0::4] == ["Certificate of insurance", "insurance paper"]

    def test_what_is_only_listed_has_its_line_on_any_day_and_cannot_be_applied_for(self, world):
        name = {"zh": "中职资助项目"}
        DirectoryEntry.objects.create(
            code="G-1", name=name, main_item="资助", kind="5", kind_name={}, credit_code="5"
        )
        (line,) = DirectoryEntry.objects.on(date(1999, 1, 1))
        assert not line.offered and line.texts == [name, {"zh": "资助"}]
