"""What a run of the rules says in one sentence, for whoever looks at the application."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from services.applications.models import Application, Assessment, State
from services.applications.switch import STOPPED
from services.texts import Text


def said_of(run: Assessment | None) -> Text | str | None:
    """The words of the row that decided; of a missing value no rule speaks."""
    if run is None:
        return None
    return stopped_words() if run.code == STOPPED else run.rule_version.texts.get(run.code)


def stopped_words() -> str:
    return _("Automatic approval is stopped for this service at present, so a person decides.")


# why the rules did not look at an application at all (services/applications/deciding.py)
_UNJUDGED = {
    "M00_NO_RULE_IN_FORCE": gettext_noop(
        "No rules are in force for this service on that day, so a person decides."
    ),
    "M00_RULES_ALTERED": gettext_noop(
        "The stored rules are not those that were published. Nothing is decided by them, so a person decides."
    ),
    "M00_RULES_UNREADABLE": gettext_noop("The rules cannot be read, so a person decides."),
}


def why_unjudged(application: Application) -> str:
    """Empty where the rules have looked, or have not come to it yet."""
    notes = [move.note for move in application.moves.all() if move.target == State.RECEIVED]
    return next((_(_UNJUDGED[note]) for note in notes if note in _UNJUDGED), "")
