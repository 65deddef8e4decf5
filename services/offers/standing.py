"""Whether somebody may be looked after before they ask: an account that is in use, and that very person."""

from services.people.models import Person
from services.sharing.decision import Case
from services.sharing.inquiry import Subject
from services.sharing.standings import Standing, stands_for


@stands_for("offers")
def of_sweep(id: str, subject: Subject) -> Standing | None:
    person = Person.objects.filter(pk=id).values_list("pk", "user__is_active").first()
    if person is None:
        return None
    return Standing(Case(live=bool(person[1]), of_subject=person[0] == subject.person_id))
