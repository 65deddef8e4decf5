"""What a run of the rules says in one sentence, for whoever looks at the application."""

from django.utils.translation import gettext as _

from services.applications.models import Assessment
from services.applications.switch import STOPPED
from services.texts import Text


def said_of(run: Assessment | None) -> Text | str | None:
    """The words of the row that decided; of a missing value no rule speaks."""
    if run is None:
        return None
    return stopped_words() if run.code == STOPPED else run.rule_version.texts.get(run.code)


def stopped_words() -> str:
    return _("Automatic approval is stopped for this service at present, so a person decides.")
