"""What a guide says beyond what is decided: codes have names, money and trips a reason."""

import pytest

from services.catalogue.guide_checks import check_guide
from services.catalogue.package import Fault
from tests.catalogue.packages import ITEMS, changed, line_of, places, shipped, source

BY_PERSON = (
    "by_person: {why: {zh: 要公示, en: A notice}, basis: {zh: 第九条（示例）, en: Article 9 (example)}}"
)
FEES = "fee_fen: 500\nfees: [{name: {zh: 工本费, en: Card}, amount_fen: %d, basis: {zh: 示例, en: Example}}]"


def faults(folder, *changes: tuple[str, str]) -> tuple[str, list[Fault]]:
    text = changed(shipped(), *changes)
    return text, check_guide(source(folder, text))


@pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
def test_what_ships_is_said_as_it_should_be(tmp_path, file):
    assert check_guide(source(tmp_path, file.read_text(encoding="utf-8"))) == []


class TestCodes:
    def test_a_theme_nobody_has_named_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("themes: [SOCIAL_SECURITY]", "themes: [SOCIAL_SECURITY, WEATHER]"))
        assert places(found) == [(line_of(text, "WEATHER"), "themes.1")]
        assert found[0].says == "WEATHER is not in code_lists.yaml"

    def test_so_is_an_event_of_life(self, tmp_path):
        _, found = faults(tmp_path, ("life_events: [LIVING, EMPLOYMENT]", "life_events: [OLD_AGE, WEATHER]"))
        assert [fault.field for fault in found] == ["life_events.1"]


class TestMoneyAndTrips:
    def test_money_needs_a_basis(self, tmp_path):
        _, found = faults(tmp_path, ("fee_fen: 0", "fee_fen: 500"))
        assert [fault.field for fault in found] == ["fees"]

    @pytest.mark.parametrize(("amount", "fields"), [(500, []), (400, ["fee_fen"])])
    def test_what_is_paid_is_the_sum_of_the_fees(self, tmp_path, amount, fields):
        _, found = faults(tmp_path, ("fee_fen: 0", FEES % amount))
        assert [fault.field for fault in found] == fields

    def test_a_trip_needs_a_reason(self, tmp_path):
        _, found = faults(tmp_path, ("visits: 0", "visits: 1"))
        assert [fault.field for fault in found] == ["visit_reason"]
        _, found = faults(
            tmp_path, ("visits: 0", "visits: 1\nvisit_reason: {zh: 要拍照, en: A photo is taken}")
        )
        assert found == []


class TestDecisionsByPeople:
    def test_what_no_row_approves_names_the_article_that_leaves_it_to_people(self, tmp_path):
        text = shipped("flexible-employment-subsidy")
        before, _, after = text.partition("by_person:\n")
        without = before + after.partition("\n\n")[2]
        assert check_guide(source(tmp_path, text)) == []
        assert [fault.field for fault in check_guide(source(tmp_path, without))] == ["by_person"]

    def test_what_a_row_approves_does_not_say_that_only_people_may(self, tmp_path):
        _, found = faults(tmp_path, ("once: false", f"once: false\n{BY_PERSON}"))
        assert [(fault.field, "a row approves" in fault.says) for fault in found] == [("by_person", True)]


class TestPeriodAndSample:
    def test_a_version_ends_after_it_began(self, tmp_path):
        _, found = faults(
            tmp_path, ("in_force_from: 2026-09-01", "in_force_from: 2026-09-01\nin_force_to: 2026-02-01")
        )
        assert [fault.field for fault in found] == ["in_force_to"]

    @pytest.mark.parametrize(("entry", "fields"), [("employer", []), ("boss", ["result.sample.boss"])])
    def test_a_sample_says_what_the_certificate_says(self, tmp_path, entry, fields):
        _, found = faults(tmp_path, ("    employer: {zh: 云州", f"    {entry}: {{zh: 云州"))
        assert [fault.field for fault in found] == fields
