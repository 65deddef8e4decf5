"""Who may write and publish rules: policy officers of the department that answers for the rule set."""

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.departments.queries import post_of
from services.rules.models import RuleSet, RuleVersion


def authorise(rule_set: RuleSet, actor: Actor) -> None:
    """Raises `Denied` with the code of the reason; the action records it."""
    if actor.role != Role.STAFF or actor.user_id is None:
        raise Denied("not_a_policy_officer")
    post = post_of(actor.user_id)
    if post is None or post.role != StaffMember.Role.POLICY:
        raise Denied("not_a_policy_officer")
    if rule_set.department_id is None or post.department_id != rule_set.department_id:
        raise Denied("other_department")


def refuse_own_work(version: RuleVersion, actor: Actor) -> None:
    """Whoever wrote or changed a version does not approve it. The database says so too."""
    if actor.key in {version.author, version.edited_by}:
        raise Denied("own_rules")
