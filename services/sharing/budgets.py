"""How many answers of yes or no somebody may be asked for: one for each application, and so many over all of them.

Whoever starts application after application to ask the same question about one person learns nothing new: from the limit
on, the question is refused until the older answers are too old.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.prepared import Among, Given, Prepared
from services.sharing.inquiry import Subject
from services.sharing.models import Disclosure, PredicateAnswer
from services.sharing.readings import Reading
from services.sharing.subjects import subject_digest

MOST_ANSWERS = 20  # of one person to one question, over all applications, within the age of an answer
_answered = Prepared(
    lambda: PredicateAnswer.objects.filter(
        Among("predicate__field__code", Given("codes")), subject=Given("subject"), expires_at__gt=Given("at")
    ).values_list("predicate__field__code", "fetched_at")
)


def spent(subject: Subject, wanted: Sequence[Reading], at: datetime) -> frozenset[str]:
    """Codes of predicates that have been answered too often."""
    asked = {each.field.code: each.field for each in wanted if each.disclosure == Disclosure.PREDICATE}
    if not asked:
        return frozenset()
    young = _answered(codes=list(asked), subject=subject_digest(subject), at=at)
    counts: dict[str, int] = {}
    for code, fetched_at in young:
        if at - fetched_at < timedelta(days=asked[code].max_age_days):
            counts[code] = counts.get(code, 0) + 1
    return frozenset(code for code, number in counts.items() if number >= MOST_ANSWERS)
