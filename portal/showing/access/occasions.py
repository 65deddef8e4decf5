"""What data were read for, from the word of a source to what a person calls it: their application, an offer, a proof."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.showing.here import here
from services.aftercare.models import Entitlement, Reexamination
from services.applications.models import Application
from services.departments.models import Department


@dataclass(frozen=True)
class Occasion:
    """`href`: its page, where it has one; `number`: the case code; `department`: who works on it."""

    words: str
    href: str = ""
    number: str = ""
    department: Department | None = None


def occasions_of(sources: Collection[str]) -> dict[str, Occasion]:
    """By source. One that nobody knows any more is called what it is: another occasion."""
    by_word: dict[str, list[str]] = {}
    for source in sources:
        by_word.setdefault(source.partition(":")[0], []).append(source)
    found: dict[str, Occasion] = {}
    for word, those in by_word.items():
        found |= KNOWN.get(word, _others)(those)
    return found


def _applications(sources: Iterable[str]) -> dict[str, Occasion]:
    return {
        source: _of(each, here(each.item_version.name))
        for source, each in _found({source: source.partition(":")[2] for source in sources}).items()
    }


def _of(application: Application, words: str) -> Occasion:
    href = reverse("application", args=[application.pk])
    return Occasion(words, href, application.case_code or "", application.competent_department)


def _reexaminations(sources: Iterable[str]) -> dict[str, Occasion]:
    keys = _keys(sources)
    rows = Reexamination.objects.filter(pk__in=keys.values()).values_list("pk", "application_id")
    return _derived(keys, {str(pk): str(of) for pk, of in rows}, _("Looking again at: %(item)s"))


def _entitlements(sources: Iterable[str]) -> dict[str, Occasion]:
    keys = _keys(sources)
    rows = Entitlement.objects.filter(pk__in=keys.values()).values_list("pk", "application_id")
    return _derived(keys, {str(pk): str(of) for pk, of in rows}, _("Whether it still holds: %(item)s"))


def _derived(keys: dict[str, str], known: dict[str, str], words: str) -> dict[str, Occasion]:
    wanted = {source: known[key] for source, key in keys.items() if key in known}
    found = {
        source: _of(each, words % {"item": here(each.item_version.name)})
        for source, each in _found(wanted).items()
    }
    return _others(keys) | found


def _found(ids: dict[str, str]) -> dict[str, Application]:
    wanted = {source: UUID(pk) for source, pk in ids.items()}
    rows = Application.objects.select_related("item_version", "competent_department")
    known = rows.in_bulk(set(wanted.values()))
    return {source: known[pk] for source, pk in wanted.items() if pk in known}


def _keys(sources: Iterable[str]) -> dict[str, str]:
    return {source: source.partition(":")[2] for source in sources}


def _proofs(sources: Iterable[str]) -> dict[str, Occasion]:
    return dict.fromkeys(sources, Occasion(_("Proving who you are")))


def _offers(sources: Iterable[str]) -> dict[str, Occasion]:
    return dict.fromkeys(sources, Occasion(_("Looking whether something is due to you"), reverse("offers")))


def _exports(sources: Iterable[str]) -> dict[str, Occasion]:
    return dict.fromkeys(
        sources, Occasion(_("Taking along the list of who saw your data"), reverse("my_data"))
    )


def _others(sources: Iterable[str]) -> dict[str, Occasion]:
    return dict.fromkeys(sources, Occasion(_("Another occasion")))


def _with_others(
    read: Callable[[Iterable[str]], dict[str, Occasion]],
) -> Callable[[Iterable[str]], dict[str, Occasion]]:
    return lambda sources: _others(sources) | read(sources)


KNOWN: dict[str, Callable[[Iterable[str]], dict[str, Occasion]]] = {
    "application": _with_others(_applications),
    "reexamination": _reexaminations,
    "entitlement": _entitlements,
    "proof": _proofs,
    "offers": _offers,
    "export": _exports,
}
