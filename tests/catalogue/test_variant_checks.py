"""Variants of an item are told apart, and each of them reads, asks and pays what it leans on. Every fault has its line."""

import pytest

from services.catalogue.checks import check_meaning
from services.catalogue.guide_checks import check_guide
from services.catalogue.package import Fault, check_item, read
from services.catalogue.variant_checks import check_variants
from tests.catalogue.packages import ALL_ITEMS, changed, line_of, places, shipped, source, write

CARD = "social-security-card"
LICENCE = "driving-licence-renewal"
FEES = "    fees: [{name: {zh: 工本费, en: Card}, amount_fen: 500, basis: {zh: 示例, en: Example}}]\n"
NAMED = "name: {zh: 第一次办卡, en: First card}\n    who: {zh: 您还没有社保卡, en: You have never had one}"


def faults(folder, *changes: tuple[str, str], code: str = CARD) -> tuple[str, list[Fault]]:
    text = changed(shipped(code), *changes)
    found = source(folder, text)
    return text, [*check_variants(found), *check_meaning(found), *check_guide(found)]


@pytest.mark.parametrize("file", ALL_ITEMS, ids=lambda file: file.stem)
def test_what_ships_is_in_order(tmp_path, file):
    assert check_variants(source(tmp_path, file.read_text(encoding="utf-8"))) == []


class TestNumbers:
    def test_each_is_there_once(self, tmp_path):
        text, found = faults(tmp_path, ('  - number: "02"', '  - number: "01"'))
        assert (line_of(text, "who: {zh: 您的卡丢了") - 2, "variants.1.number") in places(found)
        assert "01 is there twice" in {fault.says for fault in found}

    @pytest.mark.parametrize(
        ("old", "new", "field"),
        [
            (
                'kind: one_of\n    variants: ["01"]',
                'kind: one_of\n    variants: ["07"]',
                "questions.0.variants.0",
            ),
            (
                'en: Photograph}, variants: ["01"]',
                'en: Photograph}, variants: ["07"]',
                "evidence.1.variants.0",
            ),
            ('PREDICATE, variants: ["01"]', 'PREDICATE, variants: ["07"]', "purpose.reads.3.variants.0"),
            (
                '    variants: ["01"]\n    otherwise',
                '    variants: ["07"]\n    otherwise',
                "facts.photo.variants.0",
            ),
        ],
    )
    def test_what_is_for_one_that_does_not_exist_is_found(self, tmp_path, old, new, field):
        _, found = faults(tmp_path, (old, new))
        assert (field, "there is no variant 07") in {(fault.field, fault.says) for fault in found}

    def test_one_alone_is_none(self, tmp_path):
        text = shipped("insurance-certificate") + f'variants:\n  - number: "01"\n    {NAMED}\n'
        assert [fault.field for fault in check_item(read(write(tmp_path, text)))] == ["variants"]

    def test_two_that_differ_in_nothing_are_one(self, tmp_path):
        two = "".join(f'  - number: "{number}"\n    {NAMED}\n' for number in ("01", "02"))
        found = check_variants(source(tmp_path, shipped("insurance-certificate") + f"variants:\n{two}"))
        assert [fault.field for fault in found] == ["variants.1"]


class TestWhatEachLeansOn:
    def test_a_paper_is_read_where_it_is_needed(self, tmp_path):
        """The health check is read for renewals alone."""
        old = 'en: "Health certificate"}, variants: ["01"], source'
        _, found = faults(tmp_path, (old, 'en: "Health certificate"}, source'), code=LICENCE)
        assert [(fault.field, fault.says) for fault in found] == [
            ("evidence.3.fields.0", "driver_health.state is neither read nor asked in variant 02")
        ]

    def test_so_is_what_a_fact_is_made_of(self, tmp_path):
        old = '    variants: ["01"]\n    otherwise: NOT_NEEDED\n    values:\n      FIT'
        _, found = faults(tmp_path, (old, "    values:\n      FIT"), code=LICENCE)
        assert ("facts.health.from", "driver_health.state is neither read nor asked in variant 02") in {
            (fault.field, fault.says) for fault in found
        }

    def test_a_question_hangs_on_one_that_is_asked_there_too(self, tmp_path):
        hanging = "{code: phone, kind: phone, only_if: {question: bank, is: [CITY]}, label"
        _, found = faults(tmp_path, ("{code: phone, kind: phone, label", hanging))
        assert [(fault.field, fault.says) for fault in found] == [
            ("questions.2.only_if", "bank is not asked in variant 02")
        ]

    @pytest.mark.parametrize(("own", "fields"), [("", ["variants.1.fees"]), (FEES, [])])
    def test_money_of_its_own_has_its_own_basis(self, tmp_path, own, fields):
        _, found = faults(tmp_path, ('  - number: "02"\n', f'  - number: "02"\n    fee_fen: 500\n{own}'))
        assert [fault.field for fault in found] == fields


class TestFacts:
    def test_the_fact_that_is_the_variant_knows_them_all(self, tmp_path):
        _, found = faults(tmp_path, ('      "02": {zh: 卡丢了补一张', '      "03": {zh: 卡丢了补一张'))
        assert "facts.variant.values" in {fault.field for fault in found}

    def test_what_a_fact_is_elsewhere_is_one_of_its_values(self, tmp_path):
        _, found = faults(tmp_path, ("otherwise: NOT_NEEDED", "otherwise: NO_MATTER"))
        assert [(fault.field, fault.says) for fault in found] == [
            ("facts.photo.otherwise", "'NO_MATTER' is no value of photo")
        ]

    def test_an_item_without_variants_has_no_such_fact(self, tmp_path):
        text = changed(
            shipped("insurance-certificate"),
            ("    from: insurance.status\n", "    from: application.variant\n"),
        )
        found = source(tmp_path, text)
        assert "application.variant is neither read for the purpose nor asked" in {
            fault.says for fault in check_meaning(found)
        }


def test_what_one_has_to_choose_is_not_offered_unasked(tmp_path):
    two = "".join(f'  - number: "{number}"\n    {NAMED}\n' for number in ("01", "02"))
    found = check_meaning(source(tmp_path, shipped("old-age-allowance") + f"variants:\n{two}"))
    assert [fault.field for fault in found] == ["offer"]
