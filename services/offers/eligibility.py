"""Who comes to have a right, and when: the `offer` block of a package, read against a birthday. Pure.

`offer.birthday.field` says which register knows the birthday; until that register has been asked, the identity number does
(GB 11643), which public security confirmed when the person proved who they are.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from services.applications.facts import Known, find_facts
from services.rules.facts import BadFact, read
from services.rules.table import Outcome, Row, Table

Content = Mapping[str, Any]


def right_begins_on(born: date, age: int) -> date:
    """The birthday; of somebody born on 29 February, 1 March of a common year (Civil Code art. 202, as `age_on` counts)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def is_due(begins: date, offer: Content, today: date) -> bool:
    """From so many days before until the day before: from the day itself on one simply applies."""
    return begins - timedelta(days=offer["days_before"]) <= today < begins


def last_day(begins: date, offer: Content) -> date:
    return begins + timedelta(days=offer["days_after"])


def speaks_against(
    content: Content, table: Table, *, values: Mapping[str, Any], on: date, local: Collection[str]
) -> bool:
    """Whether the rules would propose to refuse on that day, by what one register says. What is not known yet speaks
    neither for nor against: nothing is decided here."""
    facts = find_facts(content["facts"], known=Known(values), on=on, local=local).values
    refusing = (row for row in table.rows if row.outcome == Outcome.PROPOSE_REFUSAL)
    return any(_holds(row, table, facts) for row in refusing)


def _holds(row: Row, table: Table, facts: Mapping[str, Any]) -> bool:
    """Every cell of the row passes, and rests on a fact that is known."""
    try:
        return all(
            test(read(table.columns[place], facts.get(table.columns[place].name)))
            for place, test in row.tests
        )
    except BadFact:
        return False
