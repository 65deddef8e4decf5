"""May this be read? The one place that decides, over plain values: no database, no clock, nothing to forget.

Denied by default: every line of `LAW` must be silent for a reading to be allowed, and each that speaks is a reason. What
is missing (no policy, no grant, no case) speaks as loudly as what forbids. `granting.py` gathers the values and records
the verdict, whatever it is.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SECOND_FACTOR_LASTS = timedelta(minutes=15)  # for what is sensitive, L4
RANKS = (
    "PREDICATE",
    "MASKED",
    "VALUE",
    "DOCUMENT",
)  # the order of preference: the further right, the more crosses


class Refusal(StrEnum):
    """Why something may not be read. Goes into the ledger for ever: a code is never given another meaning."""

    ON_NEGATIVE_LIST = "ON_NEGATIVE_LIST"
    NO_POLICY = "NO_POLICY"
    POLICY_FORBIDS = "POLICY_FORBIDS"
    CONSUMER_NOT_ADMITTED = "CONSUMER_NOT_ADMITTED"
    PURPOSE_NOT_ADMITTED = "PURPOSE_NOT_ADMITTED"
    PURPOSE_NOT_ACTIVE = "PURPOSE_NOT_ACTIVE"
    FIELD_NOT_IN_PURPOSE = "FIELD_NOT_IN_PURPOSE"
    DISCLOSURE_NOT_IN_PURPOSE = "DISCLOSURE_NOT_IN_PURPOSE"
    NO_GRANT = "NO_GRANT"
    GRANT_EXPIRED = "GRANT_EXPIRED"
    GRANT_SUSPENDED = "GRANT_SUSPENDED"
    DISCLOSURE_NOT_GRANTED = "DISCLOSURE_NOT_GRANTED"
    CONSENT_NOT_GIVEN = "CONSENT_NOT_GIVEN"
    CONSENT_OF_HOUSEHOLD_AWAITED = "CONSENT_OF_HOUSEHOLD_AWAITED"
    CONSENT_DECLINED = "CONSENT_DECLINED"
    CONSENT_NOT_GENUINE = "CONSENT_NOT_GENUINE"
    CASE_UNKNOWN = "CASE_UNKNOWN"
    CASE_NOT_LIVE = "CASE_NOT_LIVE"
    CASE_OF_SOMEBODY_ELSE = "CASE_OF_SOMEBODY_ELSE"
    MANDATE_ENDED = "MANDATE_ENDED"
    OFFICER_NOT_ON_DUTY = "OFFICER_NOT_ON_DUTY"
    OFFICER_OF_ANOTHER_DEPARTMENT = "OFFICER_OF_ANOTHER_DEPARTMENT"
    OFFICER_OF_ANOTHER_REGION = "OFFICER_OF_ANOTHER_REGION"
    ROLE_MAY_NOT_READ = "ROLE_MAY_NOT_READ"
    OFFICER_IS_CONCERNED = "OFFICER_IS_CONCERNED"
    SECOND_FACTOR_TOO_OLD = "SECOND_FACTOR_TOO_OLD"
    BUDGET_SPENT = "BUDGET_SPENT"
    LOG_BEHIND = "LOG_BEHIND"


AWAITED = {Refusal.CONSENT_OF_HOUSEHOLD_AWAITED}  # what lifts by itself, once somebody who was asked says yes


class Decision(StrEnum):
    ALLOWED = "ALLOWED"
    AWAITING_CONSENT = "AWAITING_CONSENT"
    DENIED = "DENIED"


@dataclass(frozen=True)
class Policy:
    """The policy in force for the field. `consumers`: empty for all; `purposes`: what a conditional one admits."""

    version: str
    kind: str
    consumers: Collection[str] = ()
    purposes: Collection[str] = ()


@dataclass(frozen=True)
class Purpose:
    """`reads`: field -> disclosure registered. `by_consent`: fields whose basis is agreement and not the law."""

    code: str
    version: int
    active: bool
    reads: Mapping[str, str]
    by_consent: Collection[str] = ()


@dataclass(frozen=True)
class Grant:
    disclosure: str
    expires_at: datetime
    suspended: bool = False


@dataclass(frozen=True)
class Agreement:
    """What is there of consent for this application, purpose version and subject.

    `covers`: fields the subject said yes to, now. `genuine`: receipt and signature say the same as the row.
    `household_open`, `household_declined`: whether somebody else who has to agree has not answered, or said no.
    """

    covers: Collection[str] = ()
    genuine: bool = True
    household_open: bool = False
    household_declined: bool = False


@dataclass(frozen=True)
class Case:
    """What the data are for: an application, an offer, a proof. `mandate`: None where nobody is represented."""

    live: bool
    of_subject: bool
    mandate: bool | None = None


@dataclass(frozen=True)
class Officer:
    """The caseworker who asks; None in a question means the citizen themself or a machine."""

    on_duty: bool
    of_department: bool
    of_region: bool
    role_reads: bool
    concerned: bool
    second_factor_at: datetime | None


@dataclass(frozen=True)
class Question:
    """Everything the decision depends on. `negative`: the lines of the negative list that name the field."""

    field: str
    level: str
    disclosure: str
    consumer: str
    at: datetime
    purpose: Purpose
    negative: Collection[str] = ()
    policy: Policy | None = None
    grant: Grant | None = None
    agreement: Agreement = Agreement()
    case: Case | None = None
    officer: Officer | None = None
    budget_left: bool = True
    log_keeps_up: bool = True


@dataclass(frozen=True)
class Verdict:
    """`versions`: what was in force and led to it, for whoever checks it later."""

    field: str
    disclosure: str
    decision: Decision
    reasons: tuple[Refusal, ...]
    versions: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        return self.decision is Decision.ALLOWED


def may_read(question: Question) -> Verdict:
    """Allowed where nothing in `LAW` speaks against it. All reasons are named, in the order of `LAW`."""
    reasons = tuple(refusal for refusal, speaks in LAW if speaks(question))
    return Verdict(question.field, question.disclosure, _decision(reasons), reasons, _versions(question))


def _decision(reasons: tuple[Refusal, ...]) -> Decision:
    if not reasons:
        return Decision.ALLOWED
    return Decision.AWAITING_CONSENT if AWAITED.issuperset(reasons) else Decision.DENIED


def _versions(question: Question) -> tuple[str, ...]:
    policy = [question.policy.version] if question.policy else []
    return (f"{question.purpose.code}@{question.purpose.version}", *policy, *question.negative)


def _more(asked: str, registered: str) -> bool:
    """More than registered is denied and never cut down to it: whoever asks has to know what they may."""
    return asked not in RANKS or RANKS.index(asked) > RANKS.index(registered)


def _not_admitted(question: Question) -> bool:
    policy = question.policy
    return bool(policy and policy.consumers and question.consumer not in policy.consumers)


def _purpose_not_admitted(question: Question) -> bool:
    policy = question.policy
    return bool(policy and policy.kind == "CONDITIONAL" and question.purpose.code not in policy.purposes)


def _more_than_registered(question: Question) -> bool:
    registered = question.purpose.reads.get(question.field)
    return registered is not None and _more(question.disclosure, registered)


def _needs_consent(question: Question) -> bool:
    return question.field in question.purpose.by_consent


def _not_agreed(question: Question) -> bool:
    return _needs_consent(question) and question.field not in question.agreement.covers


def _factor_too_old(question: Question) -> bool:
    officer = question.officer
    if officer is None or question.level != "L4":
        return False
    since = officer.second_factor_at
    return since is None or not timedelta() <= question.at - since <= SECOND_FACTOR_LASTS


LAW: tuple[tuple[Refusal, Callable[[Question], bool]], ...] = (
    (Refusal.ON_NEGATIVE_LIST, lambda q: bool(q.negative)),
    (Refusal.NO_POLICY, lambda q: q.policy is None),
    (Refusal.POLICY_FORBIDS, lambda q: bool(q.policy and q.policy.kind == "FORBIDDEN")),
    (Refusal.CONSUMER_NOT_ADMITTED, _not_admitted),
    (Refusal.PURPOSE_NOT_ADMITTED, _purpose_not_admitted),
    (Refusal.PURPOSE_NOT_ACTIVE, lambda q: not q.purpose.active),
    (Refusal.FIELD_NOT_IN_PURPOSE, lambda q: q.field not in q.purpose.reads),
    (Refusal.DISCLOSURE_NOT_IN_PURPOSE, _more_than_registered),
    (Refusal.NO_GRANT, lambda q: q.grant is None),
    (Refusal.GRANT_EXPIRED, lambda q: bool(q.grant and q.grant.expires_at <= q.at)),
    (Refusal.GRANT_SUSPENDED, lambda q: bool(q.grant and q.grant.suspended)),
    (
        Refusal.DISCLOSURE_NOT_GRANTED,
        lambda q: bool(q.grant and _more(q.disclosure, q.grant.disclosure)),
    ),
    (Refusal.CONSENT_NOT_GIVEN, _not_agreed),
    (
        Refusal.CONSENT_OF_HOUSEHOLD_AWAITED,
        lambda q: _needs_consent(q) and q.agreement.household_open,
    ),
    (Refusal.CONSENT_DECLINED, lambda q: _needs_consent(q) and q.agreement.household_declined),
    (Refusal.CONSENT_NOT_GENUINE, lambda q: _needs_consent(q) and not q.agreement.genuine),
    (Refusal.CASE_UNKNOWN, lambda q: q.case is None),
    (Refusal.CASE_NOT_LIVE, lambda q: bool(q.case and not q.case.live)),
    (Refusal.CASE_OF_SOMEBODY_ELSE, lambda q: bool(q.case and not q.case.of_subject)),
    (Refusal.MANDATE_ENDED, lambda q: bool(q.case and q.case.mandate is False)),
    (Refusal.OFFICER_NOT_ON_DUTY, lambda q: bool(q.officer and not q.officer.on_duty)),
    (Refusal.OFFICER_OF_ANOTHER_DEPARTMENT, lambda q: bool(q.officer and not q.officer.of_department)),
    (Refusal.OFFICER_OF_ANOTHER_REGION, lambda q: bool(q.officer and not q.officer.of_region)),
    (Refusal.ROLE_MAY_NOT_READ, lambda q: bool(q.officer and not q.officer.role_reads)),
    (Refusal.OFFICER_IS_CONCERNED, lambda q: bool(q.officer and q.officer.concerned)),
    (Refusal.SECOND_FACTOR_TOO_OLD, _factor_too_old),
    (Refusal.BUDGET_SPENT, lambda q: not q.budget_left),
    (Refusal.LOG_BEHIND, lambda q: not q.log_keeps_up),
)
