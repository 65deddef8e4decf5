"""The menu of the desk: the lists a caseworker works through, in the order of a working day.

A section is marked as the present one on its own pages and on those that lead deeper from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from services.departments.models import StaffMember


@dataclass(frozen=True)
class Section:
    """`name`: the URL of its list. `deeper`: what the addresses of its other pages hold. `roles`: whose it is, () for all."""

    name: str
    words: Promise
    deeper: str
    roles: Sequence[str] = ()


SECTIONS = [
    Section("queue", _("Cases"), "/applications/"),
    Section("desk_enquiries", _("Questions"), "/enquiries/"),
    Section("desk_rectifications", _("Ratings"), "/rectifications/"),
    Section("desk_certificates", _("Certificates"), "/certificates/"),
    Section("desk_stops", _("Stops"), "/stops/"),
    Section("desk_checks", _("Second looks"), "/checks/"),
    Section("desk_automatic", _("Automatic approval"), "/automatic/"),
    Section("desk_figures", pgettext_lazy("of our work", "Figures"), "/desk/figures/"),
    Section("desk_data", _("Our data"), "/data/", (StaffMember.Role.DATA,)),
    Section("desk_detections", _("Leak watch"), "/detections/", (StaffMember.Role.SUPERVISOR,)),
    Section("desk_rules", _("Rules"), "/rules/", (StaffMember.Role.POLICY,)),
]


def menu(request: HttpRequest, post: StaffMember | None) -> list[dict[str, Any]]:
    """`[{href, words, current}]` for whoever holds this post; nothing for whoever is not in yet."""
    return [
        {"href": reverse(f"admin:{each.name}"), "words": each.words, "current": _is_here(request, each)}
        for each in SECTIONS
        if post and (not each.roles or post.role in each.roles)
    ]


def _is_here(request: HttpRequest, section: Section) -> bool:
    match = request.resolver_match
    return section.deeper in request.path or (match is not None and match.url_name == section.name)
