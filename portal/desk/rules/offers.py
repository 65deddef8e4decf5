"""What can be done next with a version, and by whom: the buttons of its page."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from services.actions.actor import Actor
from services.rules.actions.shadow import may_look_on
from services.rules.models import RuleVersion


@dataclass(frozen=True)
class Offer:
    """`asks`: the field that goes with the button: a reason, a day, or none."""

    name: str
    word: str
    hint: str
    asks: str = ""
    value: str = ""
    stops: bool = False


def offered(version: RuleVersion, actor: Actor, *, looks_on: bool) -> list[Offer]:
    today, own = localdate(), actor.key in {version.author, version.edited_by}
    tomorrow = (today + timedelta(days=1)).isoformat()
    hint = _("Shows whom it would change, the worst first.")
    if version.state == RuleVersion.State.SUBMITTED:
        hint = _("Shows whom it would change, the worst first; you approve below that list.")
    replayed = Offer("replay", _("Replay past applications"), hint)
    back = Offer("return", _("Give it back to be changed"), _("It becomes a draft again."), "reason")
    again = Offer(
        "draft", _("Write a new version from this one"),
        _("Published again as it stands, this takes the rules back to it."), "day", tomorrow,
    )  # fmt: skip
    retire = Offer(
        "retire",
        _("Retire it"),
        _("After its last day a person decides everything."),
        "day",
        today.isoformat(),
        True,
    )
    submit = Offer("submit", _("Submit"), _("Lint, examples and the second engine are asked once more."))
    shadow = _shadow(version, own, looks_on)
    return {
        "DRAFT": [submit, replayed, *shadow],
        "SUBMITTED": [back, *shadow] if own else [replayed, back, *shadow],
        "PUBLISHED": [again, *shadow, retire],
        "RETIRED": [again],
    }[version.state]


def _shadow(version: RuleVersion, own: bool, looks_on: bool) -> list[Offer]:
    """A draft looks on by the choice of whoever writes it; whatever is in force already looks on no more."""
    if looks_on:
        return [Offer("end-shadow", _("Stop looking on"), _("What was found until now stays to be read."))]
    if not may_look_on(version, now()) or (version.state == RuleVersion.State.DRAFT and not own):
        return []
    return [
        Offer(
            "shadow",
            _("Let it look on"),
            _("It is tried on every new application beside the rules in force, and decides nothing."),
        )
    ]
