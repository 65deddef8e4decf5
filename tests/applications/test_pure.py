"""The pure parts: facts, digests of what was shown, case codes, texts of the record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.applications.facts import Known, derive, find_facts
from services.applications.models.case_codes import DailySerial, four, next_case_code
from services.applications.record import amount, compose, month
from services.applications.shown import differing, seal_of, versions
from services.rules.decide import Hole
from tests.cast import begin, send

DAY = date(2026, 11, 23)
ITEM = "11990100MB1002024T3990500101001"
AGE = {"age": {"from": "population.birth_on", "by": "completed_years"}}
CITY = {"city": {"from": "population.hukou_region", "by": "local_or_elsewhere"}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def facts(blocks, values, disputed=()):
    return derive(blocks, values=values, disputed=disputed, on=DAY, local={"990100", "990102", "990103"})


class TestFacts:
    @pytest.mark.parametrize(
        ("born", "age"),
        [("1946-03-08", 80), ("1956-11-23", 70), ("1956-11-24", 69), ("1925-09-15", 101), ("2026-11-23", 0)],
    )
    def test_age_counts_completed_years_on_the_day_of_submission(self, born, age):
        assert facts(AGE, {"population.birth_on": born}) == {"age": age}

    @pytest.mark.parametrize("born", [None, "", "1946-13-45", "soon", 1946, "2027-01-01", ["1946-03-08"]])
    def test_a_birth_date_that_is_none_gives_no_age(self, born):
        assert facts(AGE, {"population.birth_on": born}) == {}

    @pytest.mark.parametrize(
        ("region", "city"), [("990102", "LOCAL"), ("990100", "LOCAL"), ("110101", "ELSEWHERE")]
    )
    def test_a_region_is_of_the_city_or_elsewhere(self, region, city):
        assert facts(CITY, {"population.hukou_region": region}) == {"city": city}

    def test_a_disputed_value_is_no_fact(self):
        values = {"population.birth_on": "1946-03-08"}
        assert facts(AGE, values, disputed={"population.birth_on"}) == {}

    @given(JSON)
    def test_no_value_of_a_department_breaks_a_derivation(self, value):
        for blocks, field in ((AGE, "population.birth_on"), (CITY, "population.hukou_region")):
            found = facts(blocks, {field: value})
            assert all(isinstance(each, str | int) for each in found.values())


class TestShown:
    @given(st.dictionaries(st.text(min_size=1, max_size=10), JSON, max_size=5))
    def test_equal_values_differ_nowhere(self, values):
        assert differing(versions(values), versions(dict(reversed(values.items())))) == set()

    @given(
        st.dictionaries(st.text(min_size=1, max_size=10), st.integers(), min_size=1, max_size=5), st.data()
    )
    def test_one_changed_value_is_named_alone(self, values, data):
        field = data.draw(st.sampled_from(sorted(values)))
        assert differing(versions(values), versions({**values, field: values[field] + 1})) == {field}

    def test_a_value_more_or_less_is_named(self):
        assert differing(versions({"a": 1}), versions({"a": 1, "b": 2})) == {"b"}
        assert differing(versions({"a": 1, "b": 2}), versions({"a": 1})) == {"b"}

    def test_the_seal_covers_answers_too(self):
        assert seal_of({"a": "1"}, {}) != seal_of({"a": "1"}, {"q": "x"})


class TestCaseCodes:
    @pytest.mark.parametrize(
        ("serial", "text"),
        [(1, "0001"), (9999, "9999"), (10000, "A000"), (10001, "A001"), (10035, "A00Z"), (10036, "A010")],
    )
    def test_the_serial_has_four_characters_for_ever(self, serial, text):
        assert four(serial) == text

    @given(st.integers(1, 1_000_000), st.integers(1, 1_000_000))
    def test_no_two_serials_share_their_text(self, one, other):
        assert (four(one) == four(other)) == (one == other) and len(four(one)) == 4

    def test_each_item_and_day_counts_for_itself(self, db):
        codes = [
            next_case_code(ITEM, DAY),
            next_case_code(ITEM, DAY),
            next_case_code(ITEM, date(2026, 11, 24)),
        ]
        assert [code[31:] for code in codes] == ["202611230001", "202611230002", "202611240001"]
        assert DailySerial.objects.count() == 2


class TestTheRecord:
    @pytest.mark.parametrize(
        ("fen", "yuan"), [(30000, "300"), (100000, "1,000"), (30050, "300.50"), (0, "0")]
    )
    def test_money_reads_as_people_write_it(self, fen, yuan):
        assert amount(fen) == yuan

    def test_a_month_is_said_in_both_languages(self):
        assert month(DAY) == {"zh": "2026年11月", "en": "November 2026"}

    @pytest.mark.usefixtures("catalogue", "departments_stub")
    def test_codes_become_words_and_lists_are_joined(self, citizen):
        zhou = citizen("zhou_min")
        record = compose(send(begin(zhou, "insurance-certificate"), zhou, used_for="LOAN"))
        assert record["status"]["zh"] == "正常参保" and record["used_for"] == {"zh": "贷款", "en": "A loan"}
        assert record["kinds"]["zh"].startswith("养老、医疗")


class TestHoles:
    """Why a fact is not known, each reason told apart."""

    BLOCK = {
        "from": "population.alive",
        "by": "as_recorded",
        "agrees_with": ["civil.alive", "hospital.alive"],
    }

    def holes(self, values, **doubts) -> dict:
        found = find_facts({"alive": self.BLOCK}, known=Known(values, **doubts), on=DAY, local=set())
        assert ("alive" in found.values) != ("alive" in found.holes)
        return found.values | found.holes

    def test_one_register_alone_is_believed(self):
        assert self.holes({"population.alive": "YES"}) == {"alive": "YES"}

    def test_registers_that_say_the_same_are_believed(self):
        assert self.holes({"population.alive": "YES", "civil.alive": "YES"}) == {"alive": "YES"}

    def test_registers_that_say_different_things_are_a_conflict(self):
        values = {"population.alive": "YES", "civil.alive": "YES", "hospital.alive": "NO"}
        assert self.holes(values) == {"alive": Hole.CONFLICT}

    def test_a_witness_alone_proves_nothing(self):
        assert self.holes({"civil.alive": "YES"}) == {"alive": Hole.MISSING}

    @pytest.mark.parametrize("field", ["population.alive", "civil.alive"])
    def test_what_is_disputed_is_not_decided_on_whoever_said_it(self, field):
        values = {"population.alive": "YES", "civil.alive": "YES"}
        assert self.holes(values, disputed={field}) == {"alive": Hole.DISPUTED}

    @pytest.mark.parametrize("field", ["population.alive", "civil.alive"])
    def test_what_is_too_old_is_not_decided_on(self, field):
        values = {"population.alive": "YES", "civil.alive": "YES"}
        assert self.holes(values, stale={field}) == {"alive": Hole.STALE}

    def test_a_dispute_is_told_before_a_conflict_and_that_before_age(self):
        values = {"population.alive": "YES", "civil.alive": "NO"}
        every = {"population.alive"}
        assert self.holes(values, disputed=every, stale=every) == {"alive": Hole.DISPUTED}
        assert self.holes(values, stale=every) == {"alive": Hole.CONFLICT}

    def test_other_facts_are_not_touched(self):
        other = {"from": "population.residence", "by": "as_recorded"}
        known = Known({"population.residence": "NORMAL"}, disputed={"population.alive"})
        found = find_facts({"alive": self.BLOCK, "residence": other}, known=known, on=DAY, local=set())
        assert (found.values, found.holes) == ({"residence": "NORMAL"}, {"alive": Hole.DISPUTED})
