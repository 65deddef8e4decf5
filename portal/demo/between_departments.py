"""What waits between departments when a demo begins: one asks another for a value that no policy gives it by itself."""

from datetime import datetime

from services.actions.actor import Actor, Role
from services.departments.models import StaffMember
from services.sharing.actions.ask_grant import ask_grant
from services.sharing.loading import load_purpose
from services.sharing.models import GrantRequest, Purpose

ASKS, FIELD = "rs2009", "marriages.state"
PURPOSE = {
    "code": "survivor-benefit-check",
    "version": 1,
    "name": {"zh": "遗属待遇资格核对（示例）", "en": "Checking benefits of survivors (an example)"},
    "basis": {"zh": "遗属待遇的规定（示例）", "en": "The rules on benefits of survivors (an example)"},
    "reads": [
        {
            "field": FIELD,
            "disclosure": "VALUE",
            "why": {"zh": "看是否已经再婚", "en": "To see whether somebody has married again"},
        }
    ],
}


def ask_once(at: datetime) -> None:
    """Social insurance asks civil affairs. What the visitor answered is never asked again."""
    post = StaffMember.objects.select_related("department").get(user__username=ASKS)
    purpose = Purpose.objects.filter(code=PURPOSE["code"]).first() or load_purpose(
        PURPOSE, post.department.code
    )
    if not GrantRequest.objects.filter(purpose=purpose).exists():
        actor = Actor(Role.STAFF, user_id=post.user_id, department_id=post.department_id)
        ask_grant(purpose_id=purpose.pk, field_code=FIELD, actor=actor, at=at)
