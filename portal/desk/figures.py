"""How much the rules decide for this department, why they left the rest to people, and what people found of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from portal.desk.site import site
from portal.identity.actors import post_of
from portal.showing.fall_back import words_of
from portal.showing.shares import percent, share
from services.figures.department import department_figures
from services.figures.models import Measure
from services.figures.overview import DECIDED, Ratio, first_day
from services.figures.reasons import kind_of
from services.rules.models import RuleVersion
from services.texts import Text

MOST = 20  # reasons


@dataclass(frozen=True)
class Reason:
    """`says`: the words of the row in the rules in force, where it is one of theirs."""

    code: str
    kind: str
    says: Text | None
    many: str


@site.page("figures/", "desk_figures")
def figures(request: HttpRequest) -> HttpResponse:
    post = post_of(request)
    if post is None:
        raise Http404
    at = now()
    found = department_figures(post.department, at)
    context = {
        "found": found,
        "decided": found.whole.totals.of(DECIDED),
        "since": first_day(at),
        "until": localdate(at),
        "reasons": _reasons(found.whole.reasons, _words(post.department_id)),
        "rates": [
            (each, share(each.instant), share(each.reversed), share(each.overturned)) for each in found.items
        ],
        "instant": percent(found.whole.instant),
        "instant_items": percent(found.instant_items),
        "reversed": share(found.whole.reversed),
        "overturned": share(found.whole.overturned),
        "appealed": share(found.whole.appealed),
        "revoked": found.whole.totals[Measure.REVOKED],
        **site.each_context(request),
    }
    return render(request, "desk/figures.html", context)


def _reasons(codes: Counter[str], words: Mapping[str, Text]) -> list[Reason]:
    whole = codes.total()
    return [
        Reason(code, words_of(kind_of(code)), words.get(code), share(Ratio(number, whole)))
        for code, number in codes.most_common(MOST)
    ]


def _words(department: int) -> dict[str, Text]:
    """Code -> words, where all rule sets of the department that know the code say the same of it."""
    texts: Iterable[Mapping[str, Text]] = RuleVersion.objects.filter(
        rule_set__department=department, state=RuleVersion.State.PUBLISHED
    ).values_list("texts", flat=True)
    found: dict[str, Text] = {}
    unlike: set[str] = set()
    for each in texts:
        unlike |= {code for code, says in each.items() if found.setdefault(code, says) != says}
    return {code: says for code, says in found.items() if code not in unlike}
