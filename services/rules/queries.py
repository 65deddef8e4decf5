"""Which version decides, and its compiled form."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from services.prepared import Given, Prepared
from services.rules.errors import AlteredVersion, NoRuleInForce
from services.rules.models import RuleVersion, Shadow
from services.rules.schema import FactSchema
from services.rules.table import Table, parse

MOST_COMPILED = 256  # a version of 40 rows takes some 50 KB

_in_force = Prepared(
    lambda: (
        RuleVersion.objects.in_force(Given("on"))
        .filter(rule_set__code=Given("code"))
        .defer("jdm", "facts", "texts")
    )
)


def in_force(code: str, on: date) -> RuleVersion:
    """The version of this rule set for an application of that day (Asia/Shanghai). Raises `NoRuleInForce`.

    Its content is read when somebody looks at it: `compiled` seldom does.
    """
    found = _in_force(code=code, on=on)
    if not found:
        raise NoRuleInForce(code, on)
    [version] = found  # versions never overlap
    return version


def all_in_force(on: date) -> dict[str, RuleVersion]:
    """Code of the rule set -> the version of that day, with its content, for whoever looks at all of them."""
    return {each.rule_set.code: each for each in RuleVersion.objects.in_force(on).select_related("rule_set")}


def shadows_of(rule_set_id: int, on: date, at: datetime) -> QuerySet[RuleVersion]:
    """The versions that look on beside the one that decides an application of that day: not yet in force then, and
    started before the rules ran (`at`)."""
    watched = Exists(Shadow.objects.filter(version=OuterRef("pk"), stopped_at=None, started_at__lte=at))
    to_come = Q(state__in=RuleVersion.UNPUBLISHED) | Q(
        state=RuleVersion.State.PUBLISHED, effective_from__gt=on
    )
    return RuleVersion.objects.filter(watched, to_come, rule_set=rule_set_id).order_by("number")


def shadow_of(version: RuleVersion) -> Shadow | None:
    """The open one."""
    return version.shadows.filter(stopped_at=None).first()


def compiled(version: RuleVersion) -> tuple[Table, FactSchema]:
    """Shared and immutable, kept by the version's sha256. Raises `AlteredVersion` where the stored content
    does not have that fingerprint, `RuleErrors` where it does not parse (a draft)."""
    return _compile(_Content(version.sha256, version))


@dataclass(frozen=True)
class _Content:
    """Equal by fingerprint, so that the cache never compares tables."""

    sha256: str
    version: RuleVersion = field(compare=False)


@lru_cache(maxsize=MOST_COMPILED)
def _compile(content: _Content) -> tuple[Table, FactSchema]:
    version = content.version
    if not _is_untouched(version, content.sha256):
        raise AlteredVersion(str(version))
    schema = FactSchema.parse(version.facts)
    return parse(version.jdm, schema), schema


def _is_untouched(version: RuleVersion, sha256: str) -> bool:
    try:
        return version.fingerprint() == sha256
    except (TypeError, ValueError):  # content that has no canonical form was never published
        return False
