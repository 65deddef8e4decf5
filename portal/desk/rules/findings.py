"""What stands against a version before it can be submitted: the cheap half of the gate, asked each time the page is shown."""

from collections.abc import Sequence

from services.rules.compose import compose
from services.rules.examples import check_examples, parse_examples
from services.rules.exchange.content import Content
from services.rules.problems import RuleErrors, RuleProblem


def findings(content: Content) -> Sequence[RuleProblem]:
    """Facts, rows, cells and lint; then examples. The second engine is asked when it is submitted."""
    try:
        composed = compose(content.facts, content.rows)
        return check_examples(composed.table, parse_examples(content.examples, composed.schema))
    except RuleErrors as error:
        return error.problems
