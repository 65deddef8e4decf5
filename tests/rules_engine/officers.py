"""Two policy officers of civil affairs, one of another house, and a caseworker who is none."""

from datetime import date

from services.actions.actor import Actor, Role
from services.departments.models import Department, Region, StaffMember
from services.people.models import User
from services.rules.actions.draft import write_draft
from services.rules.models import RuleSet, RuleVersion
from tests.rules_engine.allowance import examples, facts_block, rows
from tests.rules_engine.publishing import MORNING, NAME

CREDIT_CODES = {"civil_affairs": "11990100MB1002024T", "public_security": "11990100MB1001013F"}
TOMORROW = date(2026, 3, 3)  # of publishing.MORNING


def department(code: str = "civil_affairs") -> Department:
    region, _ = Region.objects.get_or_create(code="990100", defaults={"name": NAME})
    found, _ = Department.objects.get_or_create(
        code=code,
        defaults={"credit_code": CREDIT_CODES[code], "name": NAME, "short_name": NAME, "region": region},
    )
    return found


def officer(name: str, role: str = StaffMember.Role.POLICY, of: str = "civil_affairs") -> Actor:
    user, _ = User.objects.get_or_create(username=name, defaults={"kind": User.Kind.STAFF, "is_staff": True})
    post, _ = StaffMember.objects.get_or_create(
        user=user, defaults={"department": department(of), "name": name, "role": role}
    )
    return Actor(Role.STAFF, user_id=user.pk, department_id=post.department_id)


def rule_set(code: str = "allowance") -> RuleSet:
    found, _ = RuleSet.objects.get_or_create(code=code, defaults={"name": NAME})
    found.department = department()
    found.save()
    return found


def content(**changes) -> dict:
    return {
        "facts": facts_block(),
        "rows": rows(),
        "examples": examples(),
        "effective_from": TOMORROW,
        **changes,
    }


def drafted(actor: Actor, **changes) -> RuleVersion:
    rule_set()
    given = content(**changes)
    return RuleVersion.objects.get(pk=write_draft(code="allowance", **given, actor=actor, at=MORNING))
