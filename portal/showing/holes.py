"""Why the rules could not look at a fact, in words for the citizen and for the caseworker."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from services.rules.decide import Hole

Words = Mapping[str, object]
# no hole of the rules, to which it is missing: its purpose had ended, so nobody was asked
UNASKED = "UNASKED"
CITIZEN: Words = {
    Hole.MISSING: _("The register has nothing about it. A person looks; you need bring nothing yet."),
    Hole.STALE: _("What the register sent is too old to decide on. A person asks for a newer one."),
    Hole.DISPUTED: _(
        "You said that this is wrong. Nothing is decided on it until the register has answered."
    ),
    Hole.CONFLICT: _("Two registers say different things. A person finds out which one is right."),
    UNASKED: _("No register is asked for this any more. A person looks; you need bring nothing yet."),
}
CASEWORKER: Words = {
    Hole.MISSING: _("No source gave this value. Ask the register, or ask the applicant for it."),
    Hole.STALE: _("The value is older than its register allows. Ask for a newer one before deciding."),
    Hole.DISPUTED: _(
        "The applicant says it is wrong. Wait for the register's answer, or decide on other evidence."
    ),
    Hole.CONFLICT: _("Two registers contradict each other. Find out from both which one is right."),
    UNASKED: _("Nobody was asked: the purpose it was read for has ended. Ask the applicant for it."),
}
