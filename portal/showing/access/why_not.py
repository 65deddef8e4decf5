"""Why something was not given, as anybody understands it: several codes of the law of reading share one sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from services.sharing.decision import Refusal
from services.sharing.models import Reason

NOBODY = gettext_noop("this is on the list of what nobody may read")
NOT_LENT = gettext_noop("whoever keeps it does not let it be read for this")
NOT_NEEDED = gettext_noop("it is not needed for this")
NOT_AGREED = gettext_noop("you have not agreed to it")
NOT_OPEN = gettext_noop("there is no open matter of yours it would be for")
NOT_THEIRS = gettext_noop("whoever wanted to look may not")

REFUSED: Mapping[str, str] = {
    Refusal.ON_NEGATIVE_LIST: NOBODY,
    Refusal.NO_POLICY: NOT_LENT,
    Refusal.POLICY_FORBIDS: NOT_LENT,
    Refusal.CONSUMER_NOT_ADMITTED: NOT_LENT,
    Refusal.PURPOSE_NOT_ADMITTED: NOT_LENT,
    Refusal.NO_GRANT: NOT_LENT,
    Refusal.GRANT_EXPIRED: NOT_LENT,
    Refusal.GRANT_SUSPENDED: NOT_LENT,
    Refusal.DISCLOSURE_NOT_GRANTED: NOT_LENT,
    Refusal.PURPOSE_NOT_ACTIVE: NOT_NEEDED,
    Refusal.FIELD_NOT_IN_PURPOSE: NOT_NEEDED,
    Refusal.DISCLOSURE_NOT_IN_PURPOSE: NOT_NEEDED,
    Refusal.CONSENT_NOT_GIVEN: NOT_AGREED,
    Refusal.CONSENT_DECLINED: NOT_AGREED,
    Refusal.CONSENT_NOT_GENUINE: NOT_AGREED,
    Refusal.CONSENT_OF_HOUSEHOLD_AWAITED: gettext_noop("somebody of your household has not agreed yet"),
    Refusal.CASE_UNKNOWN: NOT_OPEN,
    Refusal.CASE_NOT_LIVE: NOT_OPEN,
    Refusal.CASE_OF_SOMEBODY_ELSE: NOT_OPEN,
    Refusal.MANDATE_ENDED: gettext_noop("whoever acted for you may no longer do so"),
    Refusal.OFFICER_NOT_ON_DUTY: NOT_THEIRS,
    Refusal.OFFICER_OF_ANOTHER_DEPARTMENT: NOT_THEIRS,
    Refusal.OFFICER_OF_ANOTHER_REGION: NOT_THEIRS,
    Refusal.ROLE_MAY_NOT_READ: NOT_THEIRS,
    Refusal.OFFICER_IS_CONCERNED: NOT_THEIRS,
    Refusal.SECOND_FACTOR_TOO_OLD: NOT_THEIRS,
    Refusal.BUDGET_SPENT: gettext_noop("it had been asked often enough"),
}


def why_not(codes: list[str]) -> list[str]:
    """One sentence for each reason, without doubles. A code without words is a fault a test finds."""
    said = [str(Reason(code).label) if code in Reason.values else _(REFUSED[code]) for code in codes]
    return list(dict.fromkeys(said))
