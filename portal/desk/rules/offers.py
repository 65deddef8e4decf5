"""What can be done next with a version, and by whom: the buttons of its page."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from services.actions.actor import Actor
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


def offered(version: RuleVersion, actor: Actor) -> list[Offer]:
    today, own = localdate(), actor.key in {version.author, version.edited_by}
    tomorrow = (today + timedelta(days=1)).isoformat()
    replayed = Offer(
        "replay", _("Replay past applications"), _("Shows whom it would change, the worst first.")
    )
    back = Offer("return", _("Give it back"), _("It becomes a draft again."), "reason")
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
    return {
        "DRAFT": [submit, replayed],
        "SUBMITTED": [back] if own else [replayed, back],
        "PUBLISHED": [again, retire],
        "RETIRED": [again],
    }[version.state]
