"""Sentences the pages say too, in the same words: the state of an application, its approval, the verdict on a certificate.

The pages have them in their own files and templates; tests/api/test_same_words.py holds both to each other.
"""

from collections.abc import Callable, Mapping

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.templatetags.texts import day
from services.applications.models import Application, State
from services.applications.record import amount, month
from services.certificates.models import State as CertificateState
from services.certificates.verify import Verdict, VerdictState
from services.texts import Text

STATES: Mapping[str, str] = {
    State.DRAFT: gettext_noop("Not sent yet"),
    State.SUBMITTED: gettext_noop("Received"),
    State.AWAITING_DATA: gettext_noop("Waiting for a department"),
    State.RECEIVED: gettext_noop("A person looks at it"),
    State.AWAITING_CORRECTION: gettext_noop("Waiting for you"),
    State.ACCEPTED: gettext_noop("Being handled"),
    State.SUSPENDED: gettext_noop("Stopped for a special procedure"),
    State.APPROVED: gettext_noop("Approved"),
    State.REFUSED: gettext_noop("Not approved"),
    State.DECLINED: gettext_noop("Not taken on"),
    State.WITHDRAWN: gettext_noop("Withdrawn by you"),
    State.RESCINDED: gettext_noop("Taken back by you"),
    State.CLOSED: gettext_noop("Closed"),
}
CERTIFICATES: Mapping[str, str] = {
    CertificateState.VALID: gettext_noop("Valid"),
    CertificateState.EXPIRED: gettext_noop("Expired"),
    CertificateState.REVOKED: gettext_noop("Revoked"),
    CertificateState.CANCELLED: gettext_noop("Revoked"),
}
VERDICTS: Mapping[str, str] = {
    **CERTIFICATES,
    VerdictState.GENUINE: gettext_noop("Genuine"),
    VerdictState.UNKNOWN: gettext_noop("Not found"),
    VerdictState.NOT_GENUINE: gettext_noop("Not genuine"),
}


def state_words(application: Application) -> str:
    return _(STATES[application.standing])


def approved_text(application: Application) -> Text | None:
    """The sentence of the item's package with the month and the amount put in."""
    if application.standing != State.APPROVED:
        return None
    decision = application.decision
    when, yuan = month(localdate(decision.at)), amount(decision.amount_fen)
    words = application.content["result"]["approved"]
    return {
        tongue: text.replace("{month}", when[tongue]).replace("{amount}", yuan)
        for tongue, text in words.items()
    }


def remedies(application: Application) -> str | None:
    """Of a refusal: where its citizen may turn."""
    return ways_to_contest() if application.standing == State.REFUSED else None


def ways_to_contest() -> str:
    """Administrative Reconsideration Law art. 20, Administrative Litigation Law art. 46."""
    return _(
        "You may ask for administrative reconsideration within 60 days (Administrative Reconsideration Law, article 20), "
        "or go to court within 6 months (Administrative Litigation Law, article 46). "
        "You may also call 12345 and have somebody look again."
    )


def verdict_sentence(verdict: Verdict) -> str:
    return SENTENCES[verdict.state](verdict)


def _revoked(verdict: Verdict) -> str:
    revoked_at = verdict.certificate.revoked_at if verdict.certificate else None
    return _("It is genuine, but it was revoked on %(day)s. Do not accept it.") % {"day": day(revoked_at)}


def _expired(verdict: Verdict) -> str:
    valid_to = verdict.certificate.valid_to if verdict.certificate else None
    return _("It is genuine, but it ended on %(day)s.") % {"day": day(valid_to)}


SENTENCES: Mapping[VerdictState, Callable[[Verdict], str]] = {
    VerdictState.VALID: lambda verdict: _("This certificate is genuine and holds now."),
    VerdictState.GENUINE: lambda verdict: _("This paper is ours, unchanged. It says what was so on its day."),
    VerdictState.REVOKED: _revoked,
    VerdictState.CANCELLED: _revoked,
    VerdictState.EXPIRED: _expired,
    VerdictState.UNKNOWN: lambda verdict: _(
        "No certificate has this number and these last four. Please compare both with the paper."
    ),
    VerdictState.NOT_GENUINE: lambda verdict: _(
        "This file is not one we issued, or it was changed afterwards. Do not accept it."
    ),
}
