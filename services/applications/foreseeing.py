"""What sending a draft as it stands would bring, so that a page promises a result only where there will be one.

Only an approval is certain: rules refuse nobody, and whatever they do not approve waits for a person.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from services.applications.deciding import (
    IS_DISPUTED,
    OLDEST_VALUE,
    UNJUDGED,
    answer_values,
    judge,
    variant_value,
)
from services.applications.models import Application, Assessment
from services.applications.switch import IS_STOPPED
from services.catalogue.rule_facts import sources_of, witnesses_of
from services.prepared import Given, Prepared

# what the row of a write is read with (actions/locking.py), in one query
STANDING = {
    "automatic_is_stopped": IS_STOPPED,
    "is_disputed": IS_DISPUTED,
    "oldest_value_at": OLDEST_VALUE,
}
_standing = Prepared(
    lambda: Application.objects.filter(pk=Given("of")).annotate(**STANDING).values_list(*STANDING)
)


def will_be_approved(
    draft: Application,
    *,
    known: Mapping[str, Any],
    answers: Mapping[str, Any],
    asked: Collection[str] = (),
    at: datetime,
) -> bool:
    """`known`: field code -> current value; `asked`: questions whose answers may still change, and nothing is certain while
    the rules look at one of them."""
    if looked_at(draft) & {f"answers.{code}" for code in asked}:
        return False
    vars(draft).update(zip(STANDING, *_standing(of=draft.pk), strict=True))
    values = {**known, **variant_value(draft), **answer_values(answers)}
    try:
        return bool(judge(draft, values=values, at=at).outcome == Assessment.Outcome.APPROVE)
    except tuple(UNJUDGED):
        return False


def looked_at(draft: Application) -> set[str]:
    """The fields and answers that the rules of its item see, as facts. Nothing depends on others."""
    blocks = draft.content["facts"].values()
    return {source for block in blocks for source in (*sources_of(block), *witnesses_of(block))}
