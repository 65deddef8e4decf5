"""Why rules left it to a person, kind by kind, in words for everybody."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.figures.reasons import Kind

WORDS: Mapping[Kind, Promise] = {
    Kind.MISSING: _("a register had nothing about it"),
    Kind.STALE: _("what the register had was too old"),
    Kind.DISPUTED: _("the citizen says that the register is wrong"),
    Kind.CONFLICT: _("two registers say different things"),
    Kind.AGAINST: _("the register speaks against it"),
    Kind.LOOK: _("the rules ask for a person's look"),
    Kind.NO_ROW: _("no row of the rules covers it"),
    Kind.STOPPED: _("automatic approval was stopped"),
    Kind.NO_RULES: _("there were no rules to use"),
}


def words_of(kind: Kind) -> str:
    return str(WORDS[kind])
