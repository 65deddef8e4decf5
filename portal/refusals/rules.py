"""What is said where rules and packages are written, examined and published."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.refusals.said import CONFLICT, MOVED_ON, WRONG, Said
from services.actions.errors import DomainError
from services.catalogue.actions.publish_item import VersionsOverlap, VersionTaken
from services.rules import errors as rules
from services.rules.problems import RuleErrors

SAID: Mapping[type[DomainError], Said] = {
    rules.NoRuleInForce: (
        _("No rules are in force for this service today. Please try again tomorrow, or call 12345."),
        CONFLICT,
    ),
    rules.AlteredVersion: (
        _(
            "The stored rules are not those that were published, so nothing is decided by them. Please call 12345."
        ),
        CONFLICT,
    ),
    rules.SecondEngineFailed: (
        _("The second engine gave no answer, so the rules were not published. Please try again in a minute."),
        CONFLICT,
    ),
    rules.Overtaken: (
        _("A colleague changed this draft after you opened it. Please open it again."),
        CONFLICT,
    ),
    rules.NotInThatState: MOVED_ON,
    rules.AlreadyShadowed: MOVED_ON,
    rules.TooEarly: (_("A version begins tomorrow at the earliest. Please choose a later first day."), WRONG),
    rules.NotExamined: (
        _(
            "These rules have not been examined as they stand. Please look at the findings and the replay again."
        ),
        CONFLICT,
    ),
    rules.FrozenVersion: (
        _("A published version is never changed or deleted. Please publish a new version."),
        CONFLICT,
    ),
    rules.NumberTaken: (
        _("This number is taken by a version with other content. Please publish under a new number."),
        CONFLICT,
    ),
    rules.OutOfOrder: (
        _("A new version needs a higher number and a later first day than every version before it."),
        CONFLICT,
    ),
    RuleErrors: (_("The table has mistakes and may not be used. Please mend the marked rows."), WRONG),
    VersionsOverlap: (
        _(
            "A version in force covers some of these regions. Please choose regions it covers in full, or none of them."
        ),
        CONFLICT,
    ),
    VersionTaken: (
        _("This version was published with other content. Please raise the number of the version."),
        CONFLICT,
    ),
}
