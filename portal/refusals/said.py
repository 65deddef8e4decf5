"""The statuses a refusal is answered with, and the sentences that more than one subject says."""

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Said = tuple[str | Promise, HTTPStatus]
GONE, FORBIDDEN, CONFLICT, WRONG, TOO_MANY, LATER = (
    HTTPStatus.NOT_FOUND,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)

NOT_THERE: Said = (_("There is no such page, or it is not yours to see."), GONE)
MOVED_ON: Said = (_("It has moved on in the meantime. Please look at it again."), CONFLICT)
SHORTER: Said = (_("That is too long. Please say it in fewer words."), WRONG)
CITIZENS_ONLY: Said = (
    _("Only the citizen concerned can do this, signed in with their own account."),
    FORBIDDEN,
)
CASEWORKERS_ONLY: Said = (_("Only a caseworker can do this, at the desk."), FORBIDDEN)
OTHER_DEPARTMENT: Said = (
    _("Another department is competent for this. Please ask your supervisor where it belongs."),
    FORBIDDEN,
)
BY_ITSELF: Said = (_("The portal does this by itself. Nobody needs to do it by hand."), FORBIDDEN)
