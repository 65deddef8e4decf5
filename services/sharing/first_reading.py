"""The first time a department has a person's data read because the law says so: they are told, once.

Where consent is the basis the person has just been asked. Which registers were read, and every later time, stands in their
log; this is the one line that comes to them without their looking.
"""

from collections.abc import Sequence

from services.events.outbox import publish
from services.prepared import Among, Given, Prepared
from services.sharing.answers import GIVEN
from services.sharing.asking import Outcome
from services.sharing.events import DataFirstRead
from services.sharing.inquiry import Occasion
from services.sharing.models import DataRequest, RequestState
from services.sharing.models.requests import FAILED

_before = Prepared(
    lambda: (
        DataRequest.objects.filter(person=Given("person"), purpose__consumer=Given("consumer"))
        .exclude(state__in=[*FAILED, RequestState.DISPATCHED])
        .exclude(Among("pk", Given("these")))
        .order_by()
        .values_list("pk", flat=True)[:1]
    )
)


def tell_first(occasion: Occasion, outcomes: Sequence[Outcome]) -> None:
    """In the caller's transaction, after it has written the outcomes."""
    person, consumer = occasion.subject.person_id, occasion.purpose.consumer
    if person is None or not any(_by_law(occasion, each) for each in outcomes):
        return
    if not _before(person=person, consumer=consumer, these=[each.inquiry.id for each in outcomes]):
        publish(DataFirstRead(person_id=person, consumer=consumer))


def _by_law(occasion: Occasion, outcome: Outcome) -> bool:
    came = outcome.answer.outcomes if outcome.answer else {}
    given = {code for code, became in came.items() if became == GIVEN}
    return bool(given - occasion.purpose.by_consent())
