"""For whom each address of the site is: one table.

An address that is not in the table fails in test_urls.py, so nobody adds one without saying for whom.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

ANYONE = "anyone"
ACCOUNT = "whoever is signed in as a citizen"
PERSON = "a citizen who has proved who they are"
OWN = "the citizen it belongs to"
OWN_API = "the citizen it belongs to, by the API"
PERSON_API = "a citizen who has proved who they are, by the API"
DOOR = "anyone on the way into the desk"
DESK = "a caseworker"
DEPARTMENT = "a caseworker of the competent department"
POLICY = "a policy officer of the department that answers for the rules"
DATA = "a data officer of the department that answers for the data"

WHO: dict[str, str] = {
    **dict.fromkeys(
        [
            "",
            "search/",
            "items/<slug:code>/",
            "items/<slug:code>/fits/",
            "directory/<int:pk>/",
            "verify/",
            "verify/<str:identifier>/<str:check_code>/",
        ],
        ANYONE,
    ),
    **dict.fromkeys(
        [
            "transparency/",
            "transparency/checkpoint/",
            "transparency/checkpoint/<int:size>/",
            "transparency/growth/<int:old>/<int:size>/",
            "transparency/keys/",
            "transparency/program/",
            "transparency/proof/",
        ],
        ANYONE,
    ),
    **dict.fromkeys(["display/", "about/accessibility/", "about/privacy/", "i18n/setlang/"], ANYONE),
    **dict.fromkeys(["figures/sharing/", "figures/sharing/<int:year>/<int:number>/"], ANYONE),
    **dict.fromkeys(["figures/", "figures/<slug:code>/", "offline/", "service-worker.js"], ANYONE),
    **dict.fromkeys(["items/<slug:code>/fits/", "directory/<int:pk>/", "health/"], ANYONE),
    "sms/replies/": ANYONE,
    **dict.fromkeys(["me/", "me/proof/"], ACCOUNT),
    **dict.fromkeys(
        ["items/<slug:code>/start/", "applications/", "certificates/", "messages/", "messages/ask/"], PERSON
    ),
    **dict.fromkeys(["me/contact/", "me/contact/number/", "me/data/", "me/offers/"], PERSON),
    "me/consents/": PERSON,
    **dict.fromkeys(["me/data/printed/", "me/data/log.csv"], PERSON),
    "me/data/disputes/<uuid:pk>/": OWN,
    "me/data/<uuid:pk>/proof/": OWN,
    "me/data/<uuid:pk>/not-for-me/": OWN,
    "messages/<uuid:pk>/": OWN,
    "me/offers/<uuid:pk>/": OWN,
    "me/consents/<uuid:pk>/withdraw/": OWN,
    "me/consents/<uuid:pk>/receipt.json": OWN,
    "me/consents/asked/<uuid:pk>/": OWN,
    "desk/login/": DOOR,
    "desk/second-factor/": DOOR,
    "desk/enrol/": DOOR,
    "desk/logout/": DOOR,
    "desk/signed-out/": DOOR,
    "desk/": DESK,
    "desk/detections/": DESK,
    "desk/applications/<uuid:pk>/": DEPARTMENT,
    "desk/certificates/<uuid:pk>/": DEPARTMENT,
    "desk/enquiries/<uuid:pk>/": DEPARTMENT,
    "desk/stops/<uuid:pk>/": DEPARTMENT,
    "desk/rectifications/": DESK,
    "desk/rectifications/<uuid:pk>/": DEPARTMENT,
    "desk/rules/": POLICY,
    "desk/data/": DATA,
}
# whole branches: the longest beginning that fits speaks
BRANCHES: dict[str, str] = {
    "applications/<uuid:pk>/": OWN,
    "accounts/": "allauth, held by tests/identity",
    "desk/applications/<uuid:pk>/": DEPARTMENT,
    "desk/rules/": POLICY,
    "desk/data/": DATA,
    "desk/": DESK,
    "api/v1/openapi.yaml": ANYONE,
    "api/v1/problems/": ANYONE,
    "api/v1/session": ANYONE,
    "api/v1/items": ANYONE,
    "api/v1/items/<slug:code>/draft": PERSON_API,
    "api/v1/verification/": ANYONE,
    "api/v1/applications": PERSON_API,
    "api/v1/applications/<uuid:pk>": OWN_API,
    "api/v1/certificates": PERSON_API,
    "api/v1/enquiries": PERSON_API,
    "api/v1/enquiries/<uuid:pk>": OWN_API,
    "api/v1/messages": PERSON_API,
    "api/v1/consents": PERSON_API,
    "api/v1/consents/<uuid:pk>": OWN_API,
    "api/v1/consent-requests": PERSON_API,
    "api/v1/consent-requests/<uuid:pk>": OWN_API,
    "api/v1/data-accesses": PERSON_API,
    "api/v1/data-accesses/<uuid:pk>/proof": OWN_API,
    "api/v1/": ANYONE,
}


def every_route() -> list[str]:
    def walk(resolver: Any, before: str = "") -> Iterator[str]:
        for each in resolver.url_patterns:
            route = before + str(each.pattern)
            yield from walk(each, route) if hasattr(each, "url_patterns") else [route]

    return sorted({route for route in walk(get_resolver()) if "(?P<url>" not in route})


def allowed(route: str) -> str | None:
    if route in WHO:
        return WHO[route]
    fitting = [branch for branch in BRANCHES if route.startswith(branch)]
    return BRANCHES[max(fitting, key=len)] if fitting else None


ROUTES = every_route()
