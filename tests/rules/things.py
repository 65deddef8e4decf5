"""One thing of each sort that has an address of its own: 王秀兰's, and what civil affairs keep.

`things_of` makes them, by the actions; `address` puts them where a route has a place for one.
"""

from datetime import timedelta
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM, Actor, Role
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.actions.keep_recheck import keep_recheck
from services.aftercare.looking_on import compare
from services.aftercare.models import Entitlement, ProposedStop
from services.applications.handlers import certify
from services.applications.models import Application
from services.certificates.queries import for_source
from services.departments.models import Department
from services.enquiries.actions.ask import ask
from services.offers.actions.make_offer import make_offer
from services.ratings.actions.rate import rate
from services.ratings.models import Rectification
from services.rules.models import RuleVersion
from services.sharing.actions.ask_grant import ask_grant
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import give_consent
from services.sharing.actions.note_look import note_look
from services.sharing.actions.object_to import object_to
from services.sharing.actions.withhold import withhold
from services.sharing.loading import load_purpose
from services.sharing.models import DataRequest, Look, SourceFinding
from tests.cast import NOON, a_citizen, begin, cast, send
from tests.desk.signing_in import a_clerk
from tests.sharing.conftest import purpose_block


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
        "purpose": str(load_purpose(purpose_block("to end", marriages__spouse="VALUE"), "civil_affairs").pk),
        "withholding": str(a_withholding(application.person_id, f"offer:{offer}")),
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


def a_withholding(person_id: UUID, source: str) -> UUID:
    """Asked for by another officer of civil affairs, who alone have looked on that occasion."""
    officer = a_clerk("ym0002", department=Department.objects.get(code="civil_affairs"), role="DATA")
    occasion = {
        "person_id": person_id,
        "source": source,
        "actor": Actor(Role.STAFF, user_id=officer.pk, department_id=officer.post.department_id),
        "at": NOON,
    }
    note_look(**occasion, kind=Look.Kind.DESK)
    until = localdate(NOON) + timedelta(days=300)
    return withhold(**occasion, article="《个人信息保护法》第十八条（示例）", until_on=until)


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


# beginnings of routes and whose id stands in them: the longest that fits speaks
THINGS = {
    "": "application",
    "messages/": "enquiry",
    "desk/enquiries/": "enquiry",
    "api/v1/enquiries": "enquiry",
    "me/offers/": "offer",
    "me/consents/": "consent",
    "api/v1/consents": "consent",
    "me/consents/asked/": "consent asked",
    "api/v1/consent-requests": "consent asked",
    "me/data/": "line",
    "api/v1/data-accesses": "line",
    "me/data/disputes/": "dispute",
    "desk/data/disputes/": "dispute",
    "desk/data/requests/": "grant request",
    "desk/data/withholdings/": "withholding",
    "desk/certificates/": "certificate",
    "desk/stops/": "stop",
    "desk/rectifications/": "rectification",
    "desk/rules/": "rules",
}


NUMBERED = {
    "desk/data/findings/<int:number>/": "finding",
    "desk/data/purposes/<int:number>/": "purpose",
}


def address(route: str, world: dict[str, str]) -> str:
    thing = THINGS[max(filter(route.startswith, THINGS), key=len)]
    values = {
        "<uuid:pk>": world[thing],
        "<uuid:other>": world["rules"],
        "<uuid:run>": world["shadow"],
        "<int:year>": "2026",
        "<int:number>": world[NUMBERED[route]] if route in NUMBERED else "11",
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
