"""What a package means: nothing is used that is not read or asked, and the rules are safe before anybody publishes them."""

import pytest

from services.catalogue.checks import check_meaning
from services.catalogue.package import Fault, check_item, read
from tests.catalogue.packages import ITEMS, changed, line_of, places, shipped, source, write

ALLOWANCE = "old-age-allowance"
ASKED = "  - code: used_for\n"


def faults(folder, *changes: tuple[str, str], item: str = "insurance-certificate") -> tuple[str, list[Fault]]:
    text = changed(shipped(item), *changes)
    return text, check_meaning(source(folder, text))


@pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
def test_what_ships_means_what_it_says(tmp_path, file):
    assert check_meaning(source(tmp_path, file.read_text(encoding="utf-8"))) == []


class TestFieldsInUse:
    def test_a_fact_from_a_field_that_is_not_read_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("from: insurance.status\n    by", "from: insurance.city\n    by"))
        assert places(found) == [(line_of(text, "insurance.city"), "facts.status.from")]
        assert found[0].says == "insurance.city is neither read for the purpose nor asked"

    def test_an_evidence_of_a_field_that_is_not_read_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("fields: [population.name,", "fields: [population.face,"))
        assert places(found) == [(line_of(text, "population.face"), "evidence.0.fields.0")]

    def test_a_certificate_with_an_answer_nobody_gives_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("from: answers.used_for", "from: answers.used_up"))
        assert places(found) == [(line_of(text, "answers.used_up"), "certificate.record.6.from")]

    def test_a_certificate_may_use_the_decision_itself_and_nothing_else_of_it(self, tmp_path):
        text, found = faults(tmp_path, ("from: decision.month", "from: decision.mood"), item=ALLOWANCE)
        assert places(found) == [(line_of(text, "decision.mood"), "certificate.record.1.from")]

    def test_a_fact_may_come_from_an_answer(self, tmp_path):
        _, found = faults(tmp_path, ("from: insurance.status\n    by", "from: answers.used_for\n    by"))
        assert found == []


class TestQuestions:
    def test_a_default_that_is_not_among_the_options_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("default: SELF", "default: MYSELF"))
        assert places(found) == [(line_of(text, "MYSELF"), "questions.0.default")]
        assert found[0].says == "'MYSELF' is not among the options"

    @pytest.mark.parametrize(
        ("kind", "default", "says"),
        [
            ("yes_no", "true", None),
            ("yes_no", "MAYBE", "'MAYBE' is no answer to it"),
            ("text", "home", None),
            ("text", "7", "7 is no answer to it"),
            ("phone", '"13800138000"', None),
            ("phone", '"12345"', "'12345' is no answer to it"),
        ],
    )
    def test_a_default_must_be_an_answer_of_its_kind(self, tmp_path, kind, default, says):
        more = f"  - {{code: more, kind: {kind}, default: {default}, label: {{zh: 再, en: More}}}}\n"
        text, found = faults(tmp_path, (ASKED, more + ASKED))
        assert [fault.says for fault in found] == ([says] if says else [])
        assert all(
            (fault.line, fault.field) == (line_of(text, "code: more"), "questions.0.default")
            for fault in found
        )

    def test_an_option_offered_twice_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("- {code: JOB, label", "- {code: LOAN, label"))
        assert places(found) == [(line_of(text, "zh: 求职、入职"), "questions.0.options.2.code")]

    def test_one_code_asked_twice_is_found(self, tmp_path):
        again = "  - {code: used_for, kind: yes_no, label: {zh: 再, en: Again}}\n"
        text, found = faults(tmp_path, (ASKED, again + ASKED))
        assert places(found) == [(line_of(text, "- code: used_for"), "questions.1.code")]

    @pytest.mark.parametrize(
        ("asks", "field"),
        [
            ("{question: used_for, is: [LOAN]}", None),
            ("{question: used_for, is: [LOAN, JOB]}", None),
            ("{question: used_for, is: [LOTTERY]}", "questions.1.only_if.is.0"),
            ("{question: used_for, is: [LOAN, true]}", "questions.1.only_if.is.1"),
            ("{question: unheard_of, is: [LOAN]}", "questions.1.only_if.question"),
            ("{question: bank, is: [LOAN]}", "questions.1.only_if.question"),  # itself
        ],
    )
    def test_a_condition_hangs_on_a_possible_answer_to_an_earlier_question(self, tmp_path, asks, field):
        more = f"  - {{code: bank, kind: text, label: {{zh: 哪家银行, en: Which bank}}, only_if: {asks}}}\n"
        text, found = faults(tmp_path, ("\npurpose:", f"\n{more}\npurpose:"))
        assert places(found) == ([(line_of(text, "code: bank"), field)] if field else [])

    def test_a_question_that_comes_later_cannot_be_a_condition(self, tmp_path):
        more = "  - {code: bank, kind: text, label: {zh: 银, en: B}, only_if: {question: used_for, is: [LOAN]}}\n"
        _, found = faults(tmp_path, (ASKED, more + ASKED))
        assert [fault.field for fault in found] == ["questions.0.only_if.question"]


class TestRules:
    def test_a_cell_out_of_the_grammar_is_found_at_its_row(self, tmp_path):
        text, found = faults(tmp_path, ('{age: "< 70"}', '{age: "< seventy"}'), item=ALLOWANCE)
        assert places(found) == [(line_of(text, "seventy"), "rules.rows.1.when.age")]

    def test_a_value_the_fact_does_not_have_is_found(self, tmp_path):
        text, found = faults(
            tmp_path, ("""hukou_city: '"ELSEWHERE"'""", """hukou_city: '"MOON"'"""), item=ALLOWANCE
        )
        assert places(found) == [(line_of(text, "MOON"), "rules.rows.2.when.hukou_city")]

    def test_a_column_nobody_declared_is_found(self, tmp_path):
        text, found = faults(tmp_path, ('{age: "< 70"}', '{height: "< 70"}'), item=ALLOWANCE)
        assert found and all(fault.line == line_of(text, "height") for fault in found)

    def test_several_broken_cells_are_told_together(self, tmp_path):
        text, found = faults(
            tmp_path, ('{age: "< 70"}', '{age: "<< 70"}'), ("""alive: '"NO"'""", "alive: NO!"), item=ALLOWANCE
        )
        assert {fault.line for fault in found} == {line_of(text, "<< 70"), line_of(text, "NO!")}

    def test_rules_that_end_without_a_person_are_refused(self, tmp_path):
        text = shipped(ALLOWANCE)
        last = next(line for line in text.splitlines() if "M99_NO_RULE" in line)
        found = check_meaning(source(tmp_path, text.replace(last + "\n", "")))
        assert found and all(fault.field.startswith("rules.rows") for fault in found)

    def test_an_approval_that_does_not_look_at_every_fact_is_refused(self, tmp_path):
        text = shipped(ALLOWANCE)
        start = text.index("    - {code: A01_70")
        tail = text[start:].replace(""", payable: '"YES"'""", "", 1)
        found = check_meaning(source(tmp_path, text[:start] + tail))
        assert (line_of(text, "{code: A01_70"), "rules.rows.9.when.payable") in places(found)

    @pytest.mark.parametrize("fact", ["sex", "ethnicity", "religion", "political_status"])
    def test_facts_no_rule_may_look_at_are_refused_at_their_own_line(self, tmp_path, fact):
        old = "  status:\n    kind: enum"
        text, found = faults(
            tmp_path, (old, old.replace("status", fact)), ("when: {status:", f"when: {{{fact}:")
        )
        assert places(found) == [(line_of(text, f"  {fact}:"), f"facts.{fact}")]

    def test_every_conclusion_says_why_in_both_languages(self, tmp_path):
        text = changed(shipped(), ("says: {zh: 有参保记录, en: There is a record}", "says: {zh: 有参保记录}"))
        assert [fault.field for fault in check_item(read(write(tmp_path, text)))] == ["rules.rows.0.says.en"]


class TestCertificate:
    def test_a_sentence_with_a_gap_nobody_fills_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("of {name} in Yunzhou", "of {nickname} in Yunzhou"))
        assert places(found) == [(line_of(text, "nickname"), "certificate.statement.en")]

    def test_a_type_code_with_a_wrong_check_character_is_found(self, tmp_path):
        text, found = faults(tmp_path, ("11990100MB10030356001", "11990100MB10030357001"))
        assert places(found) == [(line_of(text, "MB10030357001"), "certificate.type_code")]

    def test_two_lines_of_one_name_are_found_at_the_second(self, tmp_path):
        text, found = faults(tmp_path, ("- {name: kinds, label", "- {name: status, label"))
        assert places(found) == [(line_of(text, "from: insurance.kinds}"), "certificate.record.2.name")]

    def test_an_item_without_a_certificate_has_nothing_to_check(self, tmp_path):
        text = shipped()
        assert check_meaning(source(tmp_path, text[: text.index("\ncertificate:")] + "\n")) == []
