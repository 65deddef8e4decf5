"""Who asks, and for whom: as a department is told it under our signature, and as the person reads it.

Both follow from the actor that a face made of its session. Nothing a caller sends along says who they are.
"""

from services.actions.actor import Role
from services.departments.models import StaffMember
from services.sharing.inquiry import Occasion
from services.sharing.port import Asker

CITIZEN, OFFICER, SUBJECT = "citizen", "officer", "subject"
NOBODY = Asker(OFFICER, "")  # a caseworker without a post: may read nothing, and no department hears them


def asker(occasion: Occasion) -> Asker:
    if occasion.actor.role == Role.STAFF:
        return _officer(occasion.actor.user_id)
    if occasion.actor.role == Role.CITIZEN:
        return Asker(CITIZEN, SUBJECT if _acts_for_another(occasion) else "")
    return Asker("system", occasion.purpose.consumer)


def _officer(user_id: int | None) -> Asker:
    post = StaffMember.objects.select_related("user", "department").filter(user=user_id).first()
    return Asker(f"{OFFICER}:{post.user.get_username()}", post.department.code) if post else NOBODY


def _acts_for_another(occasion: Occasion) -> bool:
    """Whoever proves who they are is nobody yet, and asks about themself."""
    asks, about = occasion.actor.person_id, occasion.subject.person_id
    return asks is not None and about is not None and asks != about
