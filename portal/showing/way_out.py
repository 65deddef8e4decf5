"""How the citizen may still turn back: by withdrawing before acceptance, or by taking back what rules approved within a day."""

from datetime import datetime

from services.applications.clocks import may_rescind
from services.applications.models import Application, Decision, State
from services.applications.states import MOVES


def way_out(application: Application, *, at: datetime) -> str:
    """`withdraw`, `rescind` or nothing."""
    if (State(application.state), State.WITHDRAWN) in MOVES:
        return "withdraw"
    decision = getattr(application, "decision", None)
    if (
        application.state == State.APPROVED
        and decision is not None
        and decision.decided_by == Decision.DecidedBy.RULES
        and may_rescind(decision.at, at)
    ):
        return "rescind"
    return ""
