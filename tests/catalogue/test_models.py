"""A published version is frozen: applications that began under it must find it as it was."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.models import Frozen, ItemVersion, ServiceItem
from tests.catalogue.packages import NUMBER, began

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
PUBLISHED, SUPERSEDED, DRAFT = (
    ItemVersion.State.PUBLISHED,
    ItemVersion.State.SUPERSEDED,
    ItemVersion.State.DRAFT,
)
CHANGES = {
    "number": 7,
    "in_force_from": date(2020, 1, 1),
    "name": {"zh": "别的", "en": "Other"},
    "content": {},
    "sha256": "0" * 64,
    "rule_set": "other",
    "certificate_type": "other",
}


def version() -> ItemVersion:
    return ItemVersion.objects.get(item__code="old-age-allowance")


def draft(**values: object) -> ItemVersion:
    """A second version that nobody has published."""
    first = ItemVersion.objects.get(item__code="old-age-allowance", number=NUMBER)
    given = {
        name: getattr(first, name) for name in ("item", "name", "content", "sha256", "purpose", "rule_set")
    }
    return ItemVersion.objects.create(
        **{**given, "number": NUMBER + 1, "in_force_from": date(2027, 1, 1), "state": DRAFT, **values}
    )


class TestFrozen:
    def test_every_column_but_two_is_tried_here(self):
        columns = {field.name for field in ItemVersion._meta.fields}
        assert columns - {"id", "item", "purpose"} == set(CHANGES) | ItemVersion.MAY_CHANGE

    @pytest.mark.parametrize(("field", "value"), CHANGES.items())
    def test_saving_another_value_is_refused(self, field, value):
        one = version()
        setattr(one, field, value)
        with pytest.raises(Frozen, match=field):
            one.save()
        assert getattr(version(), field) != value

    @pytest.mark.parametrize(("field", "value"), CHANGES.items())
    def test_updating_to_another_value_is_refused(self, field, value):
        with pytest.raises(Frozen, match=field):
            ItemVersion.objects.update(**{field: value})
        assert getattr(version(), field) != value

    def test_changing_something_inside_the_content_is_refused(self):
        one = version()
        one.content["guide"]["gets"]["rows"][0]["amount_fen"] = 1
        with pytest.raises(Frozen, match="content"):
            one.save()

    def test_an_update_in_bulk_or_by_expression_is_refused(self):
        one = version()
        one.number = 9
        with pytest.raises(Frozen), transaction.atomic():
            ItemVersion.objects.bulk_update([one], ["number"])
        with pytest.raises(Frozen):
            ItemVersion.objects.update(number=F("number") + 1)

    def test_an_allowed_change_does_not_carry_another_one_with_it(self):
        one = version()
        one.in_force_to, one.number = date(2027, 1, 1), 5
        with pytest.raises(Frozen, match="number"):
            one.save()
        with pytest.raises(Frozen):
            ItemVersion.objects.update(in_force_to=date(2027, 1, 1), number=5)
        assert version().in_force_to is None

    def test_deleting_is_refused_by_row_and_by_query(self):
        with pytest.raises(Frozen):
            version().delete()
        with pytest.raises(Frozen):
            ItemVersion.objects.all().delete()
        with pytest.raises(ProtectedError):
            ServiceItem.objects.all().delete()
        assert ItemVersion.objects.count() == 2

    @pytest.mark.parametrize("state", [PUBLISHED, SUPERSEDED])
    def test_it_never_becomes_a_draft_again(self, state):
        one = version()
        one.state, one.in_force_to = state, date(2027, 1, 1)
        one.save()
        one.state = DRAFT
        with pytest.raises(Frozen):
            one.save()
        with pytest.raises(Frozen):
            ItemVersion.objects.filter(pk=one.pk).update(state=DRAFT)
        assert version().state == state


class TestMayChange:
    def test_its_end_and_its_state(self):
        one = version()
        one.in_force_to, one.state = date(2027, 1, 1), SUPERSEDED
        one.save()
        assert (version().in_force_to, version().state) == (date(2027, 1, 1), SUPERSEDED)

    def test_also_by_an_update(self):
        assert ItemVersion.objects.update(in_force_to=date(2027, 1, 1), state=SUPERSEDED) == 2

    def test_saving_it_as_it_is_changes_nothing(self):
        version().save()
        version().save(update_fields=["name"])

    def test_a_draft_may_be_written_published_and_thrown_away(self):
        one = draft()
        one.rule_set = "other"
        one.save()
        ItemVersion.objects.filter(pk=one.pk).update(number=NUMBER + 2)
        ItemVersion.objects.filter(pk=one.pk).delete()
        other = draft()
        other.delete()
        assert ItemVersion.objects.filter(item__code="old-age-allowance").count() == 1

    def test_a_query_over_drafts_and_published_ones_is_refused_whole(self):
        one = draft()
        with pytest.raises(Frozen):
            ItemVersion.objects.filter(item=one.item).update(number=F("number") + 5)
        with pytest.raises(Frozen):
            ItemVersion.objects.filter(item=one.item).delete()
        assert ItemVersion.objects.filter(item=one.item).count() == 2


class TestInForce:
    def test_from_its_first_day_until_the_day_it_ends_which_is_no_longer_its_own(self):
        ItemVersion.objects.update(in_force_to=began(30))
        days = {-1: 0, 0: 2, 29: 2, 30: 0}
        assert {day: ItemVersion.objects.in_force(began(day)).count() for day in days} == days

    def test_without_an_end_for_good(self):
        assert ItemVersion.objects.in_force(date(2999, 1, 1)).count() == 2

    def test_a_draft_is_not(self):
        draft(in_force_from=date(2026, 1, 1))
        assert not ItemVersion.objects.in_force(began(1)).filter(number=NUMBER + 1).exists()

    def test_a_superseded_version_holds_until_its_end(self):
        ItemVersion.objects.update(state=SUPERSEDED, in_force_to=began(30))
        assert ItemVersion.objects.in_force(began(29)).count() == 2
        assert not ItemVersion.objects.in_force(began(30)).exists()

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True), st.integers(0, 80))
    def test_whatever_the_starts_at_most_one_version_of_an_item_holds_on_a_day(self, starts, day):
        begin = began()
        with transaction.atomic():
            for number, start in enumerate(sorted(starts), NUMBER + 1):
                first = begin + timedelta(days=start)
                of_item = ItemVersion.objects.filter(item__code="old-age-allowance", in_force_to=None)
                of_item.update(in_force_to=first)
                draft(number=number, state=PUBLISHED, in_force_from=first)
            held = ItemVersion.objects.filter(item__code="old-age-allowance").in_force(
                begin + timedelta(days=day)
            )
            assert held.get().in_force_from <= begin + timedelta(days=day)
            transaction.set_rollback(True)


class TestTheDatabaseKeepsIt:
    def test_one_number_once(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            draft(number=NUMBER)

    def test_no_two_hold_at_once(self):
        with pytest.raises(IntegrityError, match="one_item_version_in_force"), transaction.atomic():
            draft(state=PUBLISHED)

    def test_a_superseded_version_has_an_end(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            ItemVersion.objects.update(state=SUPERSEDED)


def test_rows_name_themselves_for_operators():
    one = version()
    assert str(one) == f"{one.item_id} v{NUMBER}" and str(one.item) == "old-age-allowance"
