"""Who may see what, for every address of the site: a table, and a machine that walks it.

An address that is not in the table fails, so nobody adds one without saying for whom. Each is tried with GET and POST by
everybody: nobody signed in, somebody who has not proved who they are, the owner, another citizen, a caseworker of the
competent department, a caseworker of another one.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver
from django.utils.timezone import localdate

from services.actions.actor import SYSTEM, Actor, Role
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.actions.keep_recheck import keep_recheck
from services.aftercare.looking_on import compare
from services.aftercare.models import Entitlement, ProposedStop
from services.applications.handlers import certify
from services.applications.models import Application, Decision, Move
from services.certificates.queries import for_source
from services.departments.models import Department, StaffMember
from services.enquiries.actions.ask import ask
from services.enquiries.models import Line
from services.offers.actions.make_offer import make_offer
from services.people.models import User
from services.ratings.actions.rate import rate
from services.ratings.models import Rectification
from services.rules.models import RuleVersion
from services.sharing.actions.ask_grant import ask_grant
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import give_consent
from services.sharing.actions.object_to import object_to
from services.sharing.loading import load_purpose
from services.sharing.models import DataRequest, SourceFinding
from tests.cast import ITEMS, NOON, DepartmentsStub, a_citizen, begin, cast, load_shipped, send
from tests.databases import standing_for_a_module
from tests.desk.signing_in import a_clerk, sign_in
from tests.sharing.conftest import purpose_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]

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


def test_every_address_says_for_whom_it_is():
    assert [route for route in ROUTES if allowed(route) is None] == []


def test_no_line_of_the_table_is_left_over():
    assert [route for route in WHO if route not in ROUTES] == []


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The address values of things that belong to 王秀兰 and to civil affairs."""
    answering = SimpleNamespace()
    DepartmentsStub(tmp_path_factory.mktemp("world") / "people.json", answering)
    with standing_for_a_module(django_db_blocker):
        with override_settings(DEPARTMENT_ADDRESSES=answering.DEPARTMENT_ADDRESSES):
            load_shipped(*ITEMS)
            things = things_of(a_citizen("wang_xiulan"))
        yield things


def things_of(wang: Actor) -> dict[str, str]:
    application = send(begin(wang), wang)
    certify(application.pk)
    rate(application_id=application.pk, level=1, actor=wang, at=NOON)
    enquiry = ask(
        department_id=Department.objects.get(code="civil_affairs").pk,
        words="?",
        actor=wang,
        at=NOON,
        source=application.source,
    )
    consent, asked = a_consent(wang, a_citizen("li_jianguo"))
    version = application.item_version
    offer = make_offer(
        person_id=wang.person_id,
        item_version_id=version.pk,
        right_begins_on=localdate(NOON),
        withheld=False,
        actor=SYSTEM,
        at=NOON,
    )
    return {
        "offer": str(offer),
        "consent": consent,
        "consent asked": asked,
        "application": str(application.pk),
        "line": str(DataRequest.objects.filter(source=application.source).latest("started_at").pk),
        "dispute": str(a_dispute(application, wang)),
        "grant request": str(a_grant_request()),
        "finding": str(a_finding()),
        "enquiry": str(enquiry),
        "certificate": str(for_source(application.source).pk),
        "stop": str(a_stop(application)),
        "rectification": str(Rectification.objects.get().pk),
        "rules": str(RuleVersion.objects.get(rule_set__code="old-age-allowance").pk),
        "shadow": str(a_shadow(application)),
    }


def a_consent(wang: Actor, li: Actor) -> tuple[str, str]:
    """One of 王秀兰, for an application of her own, and what 李建国 asks her to agree to."""
    purpose = load_purpose(RESTS_ON_CONSENT)
    drafts = [Application.objects.get(pk=begin(each, "insurance-certificate")).source for each in (wang, li)]
    told = {"purpose_id": purpose.pk, "at": NOON}
    given = give_consent(
        **told,
        source=drafts[0],
        fields=["population.name"],
        notice_sha256="0" * 64,
        language="en",
        actor=wang,
    )
    her = cast()["wang_xiulan"]
    asked = ask_household(**told, source=drafts[1], name=her["name"], id_no=her["id_no"], actor=li)
    return str(given), str(asked)


READ = {
    "field": "population.name",
    "disclosure": "VALUE",
    "consent": "HOUSEHOLD",
    "why": {"zh": "试", "en": "Try"},
}
RESTS_ON_CONSENT = {
    "code": "by-consent",
    "version": 1,
    "name": READ["why"],
    "basis": READ["why"],
    "reads": [READ],
}


def a_grant_request() -> UUID:
    """The police ask civil affairs."""
    purpose = load_purpose(purpose_block("audit", marriages__spouse="VALUE"), "public_security")
    clerk = a_clerk("wj0001", department=Department.objects.get(code="public_security"))
    actor = Actor(Role.STAFF, user_id=clerk.pk, department_id=clerk.post.department_id)
    return ask_grant(purpose_id=purpose.pk, field_code="marriages.spouse", actor=actor, at=NOON)


def a_finding() -> int:
    asked = DataRequest.objects.filter(department__code="civil_affairs").first()
    found = {"request": asked, "department": asked.department, "kind": "bad_signature", "found_at": NOON}
    return SourceFinding.objects.create(**found).pk


def a_dispute(application: Application, actor: Actor) -> UUID:
    """About a value that civil affairs keep."""
    return object_to(
        person_id=application.person_id,
        field_code="allowances.receives_old_age_allowance",
        source=application.source,
        words="?",
        actor=actor,
        at=NOON,
    )


def a_shadow(application: Application) -> UUID:
    """As if the version that decided had looked on as well."""
    [run] = application.assessments.all()
    shadow = compare(run, run.rule_version)
    shadow.save()
    return shadow.pk


def a_stop(application: Application) -> UUID:
    begin_entitlement(application_id=application.pk, actor=SYSTEM, at=NOON)
    entitlement = Entitlement.objects.get(application=application)
    run = application.assessments.get()
    found = {"rule_version": run.rule_version, "outcome": run.outcome, "code": run.code, "conditions": []}
    nothing = {"failed": ["alive"], "unclear": [], "since": {}}
    keep_recheck(entitlement_id=entitlement.pk, found=found | nothing, actor=SYSTEM, at=NOON)
    return ProposedStop.objects.get().pk


def address(route: str, world: dict[str, str]) -> str:
    thing = "enquiry" if "enquiries" in route or route.startswith("messages/") else "application"
    thing = "offer" if route.startswith("me/offers") else thing
    thing = "consent" if route.startswith(("me/consents", "api/v1/consents")) else thing
    thing = "consent asked" if route.startswith(("me/consents/asked", "api/v1/consent-requests")) else thing
    thing = "line" if route.startswith(("me/data", "api/v1/data-accesses")) else thing
    thing = "dispute" if "data/disputes" in route else thing
    thing = "grant request" if "data/requests" in route else thing
    thing = "certificate" if route.startswith("desk/certificates") else thing
    thing = "stop" if route.startswith("desk/stops") else thing
    thing = "rectification" if route.startswith("desk/rectifications") else thing
    thing = "rules" if route.startswith("desk/rules") else thing
    values = {
        "<uuid:pk>": world[thing],
        "<uuid:other>": world["rules"],
        "<uuid:run>": world["shadow"],
        "<int:year>": "2026",
        "<int:number>": world["finding"] if "data/findings" in route else "11",
        "<slug:act>": "submit",
        "<slug:ending>": "csv",
        "<slug:code>": "old-age-allowance",
        "<uuid:upload_id>": "00000000-0000-4000-8000-000000000001",  # nobody's
        "<uuid:file_id>": "00000000-0000-4000-8000-000000000001",
        "<str:field>": "population.name",
        "<str:kind>": "receipt",
        "<slug:kind>": "not-found",
        "<str:identifier>": "1.2.156",
        "<str:check_code>": "x",
    }
    for place, value in values.items():
        route = route.replace(place, value)
    return "/" + route


def as_citizen(key: str | None) -> Client:
    client = Client()
    user = User.objects.create_user("unproven") if key is None else User.objects.get(username=key)
    client.force_login(user, backend="portal.identity.doors.CitizenDoor")
    return client


def as_caseworker(department: str, role: str = StaffMember.Role.CASEWORKER) -> Client:
    client = Client()
    house = Department.objects.get(code=department)
    sign_in(client, a_clerk(f"{department}-1", department=house, role=role))
    return client


def tries(client: Client, path: str) -> list[Any]:
    """One GET, and one POST that carries whatever an act could want."""
    if path.startswith("/api/"):
        body = {"answers": {}, "shown": {}, "words": "x", "level": 5}
        headers = {"Idempotency-Key": str(uuid4())}
        return [client.get(path), client.post(path, body, "application/json", headers=headers)]
    body = {"request_key": str(uuid4()), "outcome": "REFUSED", "reason": "x", "words": "x"}
    return [client.get(path), client.post(path, body)]


def is_sent_to(answer: Any, page: str) -> bool:
    return answer.status_code == 302 and answer.url.startswith(page)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {ACCOUNT, PERSON, OWN}])
def test_pages_of_citizens_are_closed_to_strangers_and_caseworkers(route, world):
    path = address(route, world)
    for client in (Client(), as_caseworker("civil_affairs")):
        for answer in tries(client, path):
            assert is_sent_to(answer, "/accounts/login/"), (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {PERSON, OWN}])
def test_pages_of_a_person_lead_the_unproven_to_the_proof(route, world):
    for answer in tries(as_citizen(None), address(route, world)):
        assert is_sent_to(answer, "/me/proof/"), (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == OWN])
def test_what_belongs_to_somebody_else_is_not_there(route, world, citizen):
    citizen("li_jianguo")
    before = (Move.objects.count(), Line.objects.count())
    for answer in tries(as_citizen("li_jianguo"), address(route, world)):
        assert answer.status_code in {404, 405}, (route, answer.status_code)
    assert (Move.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {ACCOUNT, PERSON, OWN}])
def test_the_owner_gets_an_answer_and_never_a_fault(route, world):
    for answer in tries(as_citizen("wang_xiulan"), address(route, world)):
        assert answer.status_code in {200, 302, 404, 405, 409, 422, 503}, (route, answer.status_code)
        assert not is_sent_to(answer, "/accounts/login/")


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {DESK, DEPARTMENT, POLICY, DATA}])
def test_the_desk_is_closed_to_everybody_without_a_second_factor(route, world):
    path = address(route, world)
    password_only = Client()
    password_only.force_login(a_clerk("half"), backend="portal.identity.doors.StaffDoor")
    for client in (Client(), as_citizen("wang_xiulan"), password_only):
        for answer in tries(client, path):
            assert answer.status_code in {302, 403, 404, 405}, (route, answer.status_code)
            assert answer.status_code != 302 or answer.url.startswith("/desk/login/"), (route, answer.url)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DEPARTMENT])
def test_another_department_finds_nothing(route, world):
    """An act's address leads to its application by GET, which is not there either."""
    before = (Move.objects.count(), Line.objects.count())
    client, path = as_caseworker("social_insurance"), address(route, world)
    _, posted = tries(client, path)
    for answer in (client.get(path, follow=True), posted):
        assert answer.status_code == 404, (route, answer.status_code)
    assert (Move.objects.count(), Line.objects.count()) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {DESK, DEPARTMENT}])
def test_the_competent_department_gets_an_answer_and_never_a_fault(route, world):
    for answer in tries(as_caseworker("civil_affairs"), address(route, world)):
        assert answer.status_code in {200, 302, 404, 405, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == POLICY])
def test_rules_are_there_for_policy_officers_of_their_department_alone(route, world):
    path = address(route, world)
    for answer in tries(as_caseworker("civil_affairs"), path):
        assert answer.status_code == 404, (route, answer.status_code)
    if "<uuid:pk>" in route:
        for answer in tries(as_caseworker("social_insurance", "POLICY"), path):
            assert answer.status_code == 404, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == POLICY])
def test_a_policy_officer_gets_an_answer_and_never_a_fault(route, world):
    client = as_caseworker("civil_affairs", "POLICY")
    for answer in tries(client, address(route, world)):
        assert answer.status_code in {200, 302, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DATA])
def test_the_data_are_there_for_data_officers_of_their_department_alone(route, world):
    path = address(route, world)
    for answer in tries(as_caseworker("civil_affairs"), path):
        assert answer.status_code == 404, (route, answer.status_code)
    if "<uuid:pk>" in route:
        for answer in tries(as_caseworker("social_insurance", "DATA"), path):
            assert answer.status_code == 404, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == DATA])
def test_a_data_officer_gets_an_answer_and_never_a_fault(route, world):
    client = as_caseworker("civil_affairs", "DATA")
    for answer in tries(client, address(route, world)):
        assert answer.status_code in {200, 302, 409, 422}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) in {PERSON_API, OWN_API}])
def test_the_api_is_closed_to_strangers_caseworkers_and_the_unproven(route, world):
    path = address(route, world)
    for client in (Client(), as_caseworker("civil_affairs"), as_citizen(None)):
        for answer in tries(client, path):
            assert answer.status_code in {401, 403, 405}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == OWN_API])
def test_by_the_api_too_what_belongs_to_somebody_else_is_not_there(route, world, citizen):
    citizen("li_jianguo")
    for answer in tries(as_citizen("li_jianguo"), address(route, world)):
        assert answer.status_code in {404, 405}, (route, answer.status_code)


@pytest.mark.parametrize("route", [r for r in ROUTES if allowed(r) == ANYONE])
def test_what_anyone_may_see_asks_nobody_to_sign_in(route, world):
    for answer in tries(Client(), address(route, world)):
        assert answer.status_code < 500 and not is_sent_to(answer, "/accounts/login/"), (
            route,
            answer.status_code,
        )


def test_nothing_moves_by_a_get(world):
    before = Move.objects.count(), Application.objects.count()
    for client in (as_citizen("wang_xiulan"), as_caseworker("civil_affairs")):
        for route in ROUTES:
            if allowed(route) in {OWN, DEPARTMENT}:
                client.get(address(route, world))
    assert (Move.objects.count(), Application.objects.count()) == before


def test_an_actor_without_a_person_sees_no_application(world):
    assert not Application.objects.visible_to(Actor(Role.CITIZEN)).exists()
