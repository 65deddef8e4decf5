"""Whether an application is live, whose it is, and who works on it: what sharing asks before anything is read for it."""

from uuid import UUID

from services.applications.models import Application, State
from services.applications.models.application import UNDER_WAY
from services.prepared import Given, Prepared
from services.sharing.decision import Case
from services.sharing.inquiry import Subject
from services.sharing.standings import Standing, stands_for

LIVE = {State.DRAFT, *UNDER_WAY}
_row = Prepared(
    lambda: Application.objects.filter(pk=Given("key")).values_list(
        "state", "person_id", "competent_department_id", "competent_department__region_id"
    )
)


@stands_for("application")
def of_application(id: str, subject: Subject) -> Standing | None:
    """From the draft to the decision. What has ended is not read for any more."""
    row = _row.first(key=UUID(id))
    if row is None:
        return None
    state, person_id, department, region = row
    case = Case(live=state in LIVE, of_subject=person_id == subject.person_id)
    return Standing(case, departments={department}, regions={region})
