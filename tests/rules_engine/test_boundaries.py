from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.rules.boundaries import MOST_COMBINATIONS, SAMPLES, boundaries
from services.rules.jdm import from_rows
from services.rules.schema import FactSchema
from services.rules.table import Table, parse
from tests.rules_engine.allowance import allowance
from tests.rules_engine.kinds import KINDS, SCHEMA


def table_of(*whens: dict, facts: dict = KINDS) -> Table:
    rows = [
        {
            "code": f"M{number:02}_X",
            "when": when,
            "then": {"outcome": "REVIEW"},
            "says": {"zh": "词", "en": "word"},
        }
        for number, when in enumerate(whens, 1)
    ]
    schema = FactSchema.parse(facts)
    return parse(from_rows(rows, schema), schema)


def told(fact: str, *cells: str, **more) -> tuple:
    found = boundaries(table_of(*({fact: cell} for cell in cells)), **more)
    return found.values[found.facts.index(fact)]


def test_a_bound_is_told_with_its_neighbours():
    assert told("money", ">= 70") == (69, 70, 71)
    assert told("money", "[70..80)") == (69, 70, 71, 79, 80, 81)


def test_a_decimal_bound_has_its_neighbours_one_unit_of_its_last_place_away():
    assert told("money", "< 0.50") == (Decimal("0.49"), Decimal("0.50"), Decimal("0.51"))


def test_between_bounds_that_are_neighbours_there_is_a_value_too():
    assert Decimal("70.5") in told("money", "<= 70", ">= 71")


def test_days_are_told_as_people_write_them():
    days = "2026-02-27 2026-02-28 2026-03-01 2026-03-02 2026-03-03"
    assert told("since", "[2026-02-28..2026-03-01]") == tuple(days.split())


def test_the_ends_of_the_calendar_are_not_crossed():
    assert told("since", "<= 0001-01-01") == ("0001-01-01", "0001-01-02", "0001-01-03")


def test_codes_that_no_cell_tells_apart_are_one_class():
    assert told("alive", '"YES"') == ("YES", "NO")
    assert told("alive", '"YES"', every_code=True) == ("YES", "NO", "UNKNOWN")


def test_a_fact_that_no_cell_looks_at_has_one_value():
    assert told("money", "") == (0,)
    assert told("alive", "") == ("YES",)


def test_all_combinations_are_tried_where_they_are_few():
    found = boundaries(allowance().table)
    assert not found.is_sampled
    assert len(set(found.combinations())) == found.count == 1944


def test_where_there_are_too_many_the_same_sample_is_taken_on_every_run():
    facts = {f"n{number}": KINDS["money"] for number in range(12)}
    found = boundaries(table_of(dict.fromkeys(facts, ">= 1"), facts=facts))
    assert found.count == 3**12 > MOST_COMBINATIONS
    sample = list(found.combinations())
    assert len(sample) == SAMPLES and sample == list(found.combinations())


SPANS = st.tuples(st.integers(-9, 9), st.integers(1, 5), st.sampled_from("[("), st.sampled_from("])"))


@given(st.lists(SPANS, min_size=1, max_size=4), st.fractions(-20, 20, max_denominator=4))
def test_every_number_behaves_like_one_that_is_told(spans, number):
    """What makes comparing on these values a comparison on all values."""
    cells = [f"{left}{low}..{low + width}{right}" for low, width, left, right in spans]
    table = table_of(*({"money": cell} for cell in cells))
    at = [fact.name for fact in SCHEMA].index("money")

    def signs(value) -> tuple:
        return tuple(row.cells[at].test(value) for row in table.rows)

    assert signs(Decimal(number.numerator) / number.denominator) in {
        signs(each) for each in boundaries(table).values[at]
    }
