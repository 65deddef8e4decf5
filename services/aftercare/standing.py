"""Whether a right still runs, or a decision is looked at again: only then departments are asked about it again."""

from services.aftercare.models import Entitlement, Reexamination
from services.sharing.decision import Case
from services.sharing.inquiry import Subject
from services.sharing.standings import Standing, stands_for


@stands_for("entitlement")
def of_entitlement(id: str, subject: Subject) -> Standing | None:
    found = Entitlement.objects.select_related("application__competent_department").filter(pk=id).first()
    if found is None:
        return None
    application = found.application
    ended = hasattr(application, "ending")
    return Standing(
        Case(live=not ended, of_subject=application.person_id == subject.person_id),
        departments={application.competent_department_id},
        regions={application.competent_department.region_id},
    )


@stands_for("reexamination")
def of_reexamination(id: str, subject: Subject) -> Standing | None:
    """Until the register has been asked again, and while a person looks."""
    found = Reexamination.objects.select_related("application__competent_department").filter(pk=id).first()
    if found is None:
        return None
    department = found.application.competent_department
    return Standing(
        Case(live=found.closed_at is None, of_subject=found.application.person_id == subject.person_id),
        departments={department.pk},
        regions={department.region_id},
    )
