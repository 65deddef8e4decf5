"""A city in which every page of the portal can be seen: people in every situation, made through the actions.

`City.paths` names the addresses of things that belong to somebody ("allowance", "refused" …), `City.cookies` lets a reader
in. Departments answer from a file; the certificates' font is missing on purpose, so that the page that says so is seen.
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from portal.demo.seed import seed
from portal.demo.sign_ins import CITIZENS, PASSWORD, STAFF, cast
from portal.desk.enrolment import issue_activation_code
from portal.desk.rules.reading import stored
from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM, Actor, Role
from services.aftercare.actions.appeal import appeal
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.actions.keep_recheck import keep_recheck
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.models import ProposedStop, Reexamination, ShadowRun
from services.aftercare.rereading import reread_corrected
from services.applications.actions.accept import accept, decline
from services.applications.actions.ask_replay import ask_replay
from services.applications.actions.correct import request_correction
from services.applications.actions.decide import decide
from services.applications.actions.leave import rescind
from services.applications.actions.start import start
from services.applications.actions.suspend import suspend
from services.applications.actions.upload import upload
from services.applications.handlers import certify
from services.applications.models import Application, Decision
from services.applications.releasing import examine_and_submit
from services.applications.replaying import run_asked
from services.catalogue.models import DirectoryEntry, ItemVersion
from services.catalogue.queries import on_offer
from services.certificates.actions.revoke import revoke
from services.certificates.models import Certificate
from services.certificates.queries import for_source
from services.departments.models import StaffMember
from services.enquiries.actions.answer import answer
from services.enquiries.actions.ask import ask
from services.events.relay import deliver_due
from services.offers.actions.accept_offer import accept_offer
from services.offers.actions.make_offer import make_offer
from services.offers.actions.switch_offers import switch_offers_off
from services.people.actions.link_person import link_person
from services.people.models import User
from services.ratings.actions.rate import rate
from services.ratings.models import Rectification
from services.rules.actions.draft import write_draft
from services.rules.actions.shadow import start_shadow
from services.rules.models import RuleVersion
from services.sharing.actions.ask_grant import ask_grant
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.object_to import object_to
from services.sharing.actions.retire_purpose import retire_purpose
from services.sharing.actions.settle import settle
from services.sharing.actions.settle_finding import settle_finding
from services.sharing.actions.withhold import withhold
from services.sharing.loading import load_purpose
from services.sharing.models import Breaker, DataRequest, SourceFinding
from services.simulators.departments import DEPARTMENTS
from tests.cast import DepartmentsStub, begin, send
from tests.desk.signing_in import PASSWORD as CLERKS_PASSWORD
from tests.desk.signing_in import a_clerk, enrol
from tests.questions.conftest import ITEM as EVERY_KIND
from tests.questions.conftest import load_every_kind
from tests.questions.papers import picture
from tests.sharing.conftest import purpose_block

ALLOWANCE, INSURANCE = "old-age-allowance", "insurance-certificate"
MEANS = "minimum-living-allowance"  # reads what the family has, and only with its consent
PAPERS = "means_papers"  # its question for files
MORE_CITIZENS = {"liu_zhiqiang": "liuzhiqiang", "sun_yuzhen": "sunyuzhen", "zheng_guodong": "zhengguodong"}
ALL_CITIZENS = {**CITIZENS, **MORE_CITIZENS}


class City:
    def __init__(self, folder: Path, departments: dict[str, str]) -> None:
        """`departments`: the mapping the settings hold; whom to ask is changed in it."""
        self.paths: dict[str, str] = {}
        self._departments = departments
        self._stub = DepartmentsStub(folder / "people.json", SimpleNamespace())
        self._departments |= dict.fromkeys(DEPARTMENTS, f"stub:{folder / 'people.json'}")
        self._sessions: dict[str, dict[str, str]] = {}
        self.at: datetime = now()

    @contextmanager
    def silence(self, code: str):  # type: ignore[no-untyped-def]
        """As long as it lasts, this department does not answer."""
        usual, self._departments[code] = self._departments[code], "failing:unreachable"
        try:
            yield
        finally:
            self._departments[code] = usual
            # silent often enough, it would be left alone for a while
            Breaker.objects.filter(department__code=code).delete()

    # --- who is there

    def citizen(self, key: str) -> Actor:
        user = User.objects.get(username=ALL_CITIZENS[key])
        return Actor(Role.CITIZEN, user_id=user.pk, person_id=user.person_id)

    def caseworker(self, number: str) -> Actor:
        post = StaffMember.objects.get(user__username=number)
        return Actor(Role.STAFF, user_id=post.user_id, department_id=post.department_id)

    def cookies(self, reader: str) -> dict[str, str]:
        """Of somebody who has come in by the door; nobody for "stranger"."""
        if reader == "stranger":
            return {}
        if reader not in self._sessions:
            self._sessions[reader] = {"sessionid": let_in(reader).cookies["sessionid"].value}
        return self._sessions[reader]


def built(city: City) -> City:
    assert seed() == []
    for key, username in MORE_CITIZENS.items():
        person, user = cast()[key], User.objects.create_user(username, password=PASSWORD)
        link_person(
            user_id=user.pk,
            name=person["name"],
            id_no=person["id_no"],
            proof="test",
            actor=Actor(Role.CITIZEN, user_id=user.pk),
            at=city.at,
        )
    for part in (
        a_listed_item,
        applications_of_the_rules,
        applications_of_people,
        appeals,
        unsent,
        papers,
        certificates,
        words,
        offered,
        accounts,
        rules,
        disputes,
        data_officers,
    ):
        part(city)
    while deliver_due(SUBSCRIPTIONS):  # messages, figures and certificates, as the worker would
        pass
    a_shadow(city)
    return city


def rules(city: City) -> None:
    """A draft of the allowance's rules with a finding, replayed, and one that waits for a second officer."""
    version = RuleVersion.objects.get(rule_set__code=ALLOWANCE, number=1)
    zhang, content = city.caseworker("mz1003"), stored(version)
    given = {
        "code": ALLOWANCE,
        "facts": content.facts,
        "effective_from": localdate(city.at) + timedelta(days=1),
    }
    by = {"actor": zhang, "at": city.at}
    draft = write_draft(**given, rows=from_82(content.rows), examples=content.examples[:1], **by)
    start_shadow(version_id=draft, **by)
    waiting = write_draft(**given, rows=content.rows, examples=content.examples, **by)
    examine_and_submit(waiting, revision=1, **by)
    ask_replay(version_id=waiting, **by)
    run_asked()
    ask_replay(version_id=draft, **by)
    for name, key in (("decides", version.pk), ("draft", draft), ("waiting", waiting)):
        city.paths[f"rules-{name}"] = path_of(key, "admin:desk_rule_version")
        city.paths[f"rules-{name}-try"] = path_of(key, "admin:desk_rule_try") + "?age=85"
        city.paths[f"rules-{name}-replay"] = path_of(key, "admin:desk_rule_replay")
        city.paths[f"rules-{name}-shadow"] = path_of(key, "admin:desk_rule_shadow")
    city.paths["rules-compare"] = path_of(draft, "admin:desk_rule_compare", version.pk)


def from_82(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The second sum begins at 82."""
    moved = {"A01_70": "[70..82)", "A02_80": "[82..90)"}
    return [
        {**row, "when": {**row["when"], "age": moved[row["code"]]}} if row["code"] in moved else row
        for row in rows
    ]


def a_shadow(city: City) -> None:
    """Of the first application that the draft would have decided otherwise, once the relay has told of them."""
    run = ShadowRun.objects.order_by("severity", "at")[0]
    path = path_of(run.version_id, "admin:desk_rule_shadow_case", str(run.pk))
    city.paths["rules-shadow-case"] = path


def path_of(application_id: UUID, page: str = "application", *more: str) -> str:
    return reverse(page, args=[application_id, *more])


def a_listed_item(city: City) -> None:
    """Known from somebody else's directory, and not to be applied for here."""
    line = DirectoryEntry.objects.create(
        code="511Z07001006-511602000000-000-11511301008778183N-1-00",
        name={"zh": "机动车驾驶员培训备案"},
        main_item="培训备案",
        kind="10",
        kind_name={"zh": "其他行政权力", "en": "Other power"},
        department_name="区交通运输局",
        credit_code="11511301008778183N",
        region_code="990103",
    )
    city.paths["entry"] = reverse("entry", args=[line.pk])


# --- applications


def applications_of_the_rules(city: City) -> None:
    wang, zhao = city.citizen("wang_xiulan"), city.citizen("zhao_guiying")
    approved = send(begin(wang, at=city.at), wang, at=city.at)
    certify(approved.pk)
    with city.silence("civil_affairs"):
        waiting = send(begin(zhao, at=city.at), zhao, at=city.at)
    sun = city.citizen("sun_yuzhen")
    taken_back = send(begin(sun, INSURANCE, at=city.at), sun, at=city.at, used_for="SELF")
    rescind(application_id=taken_back.pk, actor=sun, at=city.at)
    city.paths |= {
        "approved": path_of(approved.pk),
        "approved-desk": path_of(approved.pk, "admin:desk_application"),
        "silent": path_of(waiting.pk),
        "rescinded": path_of(taken_back.pk),
    }


def applications_of_people(city: City) -> None:
    clerk, other = city.caseworker("mz1001"), city.caseworker("rs2001")
    li, chen = (the_allowance(city, key) for key in ("li_jianguo", "chen_deming"))
    liu, sun = (sent(city, key, ALLOWANCE) for key in ("liu_zhiqiang", "sun_yuzhen"))
    by = {"actor": clerk, "at": city.at}
    said = {"application_id": chen, "outcome": Decision.Outcome.APPROVED, "amount_fen": 30000}
    decide(**said, reason="已向派出所核实。", **by)
    certify(chen)
    decide(application_id=liu, outcome=Decision.Outcome.REFUSED, reason="已经在外地领取。", **by)
    point = {"code": "social_cards.can_receive_payment", "words": "这张卡不能收款，请告诉我们换哪一张。"}
    request_correction(application_id=sun, points=[point], **by)
    declined, stopped = (sent(city, key, INSURANCE) for key in ("chen_deming", "liu_zhiqiang"))
    decline(application_id=declined, reason="没有参保记录，不用办。", actor=other, at=city.at)
    accept(application_id=stopped, actor=other, at=city.at)
    suspend(application_id=stopped, reason="向外地核实记录，最多 15 天。", actor=other, at=city.at)
    city.paths |= {
        "with-a-person": path_of(li),
        "with-a-person-desk": path_of(li, "admin:desk_application"),
        "approved-by-a-person": path_of(chen),
        "refused": path_of(liu),
        "refused-desk": path_of(liu, "admin:desk_application"),
        "to-correct": path_of(sun),
        "declined": path_of(declined),
        "suspended": path_of(stopped),
        "suspended-desk": path_of(stopped, "admin:desk_application"),
    }


def appeals(city: City) -> None:
    """A refusal that does not stand and is carried on; one of somebody who lives, with the population register against him."""
    clerk, colleague = city.caseworker("mz1001"), city.caseworker("mz1002")
    refused = {key: sent(city, key, ALLOWANCE) for key in ("zhou_min", "zheng_guodong")}
    for key, words in (
        ("zhou_min", "户口簿上的出生日期才是对的。"),
        ("zheng_guodong", "我还在世，登记错了。"),
    ):
        said = {"outcome": Decision.Outcome.REFUSED, "reason": "登记的情况不符合条件。"}
        decide(application_id=refused[key], **said, actor=colleague, at=city.at)
        appeal(application_id=refused[key], words=words, actor=city.citizen(key), at=city.at)
    reread_corrected(at=city.at)
    row = Reexamination.objects.get(application=refused["zhou_min"])
    given = {"state": Reexamination.State.REVERSED, "reason": "看过户口簿原件，登记有误。"}
    close_reexamination(reexamination_id=row.pk, **given, actor=clerk, at=city.at)
    renewed = Application.objects.get(renews=refused["zhou_min"]).pk
    city.paths |= {
        "appealed": path_of(refused["zheng_guodong"]),
        "carried-on": path_of(refused["zhou_min"]),
        "carried-on-desk": path_of(refused["zhou_min"], "admin:desk_application"),
        "renewed": path_of(renewed),
        "renewed-desk": path_of(renewed, "admin:desk_application"),
    }


def the_allowance(city: City, key: str) -> UUID:
    """The one somebody of the demonstration has applied for already."""
    own = Application.objects.filter(person_id=city.citizen(key).person_id)
    return own.get(item_version__item__code=ALLOWANCE).pk


def sent(city: City, key: str, item: str) -> UUID:
    actor, answers = city.citizen(key), {"used_for": "LOAN"} if item == INSURANCE else {}
    return send(begin(actor, item, at=city.at), actor, at=city.at, **answers).pk


def unsent(city: City) -> None:
    wang, wu, li = (city.citizen(key) for key in ("wang_xiulan", "wu_jun", "li_jianguo"))
    asked = begin(wang, INSURANCE, at=city.at)
    with city.silence("civil_affairs"):
        incomplete = begin(wu, at=city.at)
    disputed = begin(li, INSURANCE, at=city.at)
    object_to(
        person_id=li.person_id,
        field_code="insurance.employer",
        source=Application.objects.get(pk=disputed).source,
        words="我早就退休了。",
        actor=li,
        at=city.at,
        request_key=uuid4(),
    )
    consents(city)
    with TemporaryDirectory() as folder:
        load_every_kind(Path(folder))
    long_form = begin(wang, EVERY_KIND, at=city.at)
    city.paths |= {
        "check-long": path_of(long_form, "check"),
        "questions": path_of(long_form, "questions", "persons"),
        "questions-home": path_of(long_form, "questions", "home"),
        "questions-group": path_of(long_form, "questions", "children"),
        "check": path_of(asked, "check"),
        "check-silent": path_of(incomplete, "check"),
        "check-disputed": path_of(disputed, "check"),
        "wrong": path_of(asked, "wrong", "insurance.employer"),
        "take-back": path_of(disputed, "take_back", "insurance.employer"),
        "start": reverse("start", args=[ALLOWANCE]),
    }


def consents(city: City) -> None:
    """李建国 is about to be asked; 王秀兰 has agreed for herself, and 陈德明 asks her to agree."""
    wang, li, chen = (city.citizen(key) for key in ("wang_xiulan", "li_jianguo", "chen_deming"))
    version = on_offer(localdate(city.at)).get(item__code=MEANS)
    asked = start(item_version_id=version.pk, actor=li, at=city.at)
    agreed = begin(wang, MEANS, at=city.at)
    other = start(item_version_id=version.pk, actor=chen, at=city.at)
    her = cast()["wang_xiulan"]
    request = ask_household(
        purpose_id=version.purpose_id,
        source=f"application:{other}",
        name=her["name"],
        id_no=her["id_no"],
        actor=chen,
        at=city.at,
    )
    city.paths |= {
        "consent": path_of(asked, "consent"),
        "consent-asked": reverse("consent_asked", args=[request]),
        "questions-file": path_of(agreed, "questions", PAPERS),
    }


def papers(city: City) -> None:
    """孙玉珍 has handed in a paper nobody can read, and is asked for another."""
    sun = city.citizen("sun_yuzhen")
    draft = begin(sun, MEANS, at=city.at)
    given = {"application_id": draft, "question": PAPERS, "actor": sun, "at": city.at}
    paper = upload(name="工资单.jpg", content=picture(), **given)
    send(draft, sun, at=city.at, kin_of_staff=False, **{PAPERS: [str(paper)]})
    point = {"code": PAPERS, "words": "照片看不清，请重新拍一张。"}
    request_correction(application_id=draft, points=[point], actor=city.caseworker("mz1001"), at=city.at)
    city.paths["to-correct-file"] = path_of(draft)


def certificates(city: City) -> None:
    revoked = sent(city, "zhou_min", INSURANCE)
    certify(revoked)
    row = for_source(f"application:{revoked}")
    assert row
    revoke(certificate_id=row.pk, reason="单位更正了缴费记录。", actor=city.caseworker("rs2001"), at=city.at)
    valid = Certificate.objects.get(holder=city.citizen("wang_xiulan").person_id)
    for name, each in (("valid", valid), ("revoked", row)):
        city.paths[f"check-{name}"] = reverse("verify_code", args=[each.identifier, each.check_code])
        city.paths[f"{name}-desk"] = reverse("admin:desk_certificate", args=[each.pk])
    city.paths["revoked-application"] = path_of(revoked)


def words(city: City) -> None:
    """Questions to departments, and ratings."""
    wang, li, zhou = (city.citizen(key) for key in ("wang_xiulan", "li_jianguo", "zhou_min"))
    clerk = city.caseworker("mz1001")
    to = {"department_id": clerk.department_id, "item_code": ALLOWANCE, "at": city.at}
    answered = ask(words="什么时候发第一笔？", actor=wang, **to)
    answer(enquiry_id=answered, words="下个月 10 日前。", actor=clerk, at=city.at)
    waiting = ask(words="我明年才满 70 岁，要重新申请吗？", actor=li, **to)
    poorly = UUID(city.paths["revoked-application"].split("/")[2])
    rate(application_id=poorly, level=1, words="证明被撤销了，没人打电话。", actor=zhou, at=city.at)
    complaint = Rectification.objects.get()
    city.paths |= {
        "enquiry": reverse("enquiry", args=[answered]),
        "enquiry-open": reverse("enquiry", args=[waiting]),
        "enquiry-desk": reverse("admin:desk_enquiry", args=[waiting]),
        "rectification-desk": reverse("admin:desk_rectification", args=[complaint.pk]),
        "stop-desk": reverse("admin:desk_stop", args=[a_proposed_stop(city)]),
    }


def disputes(city: City) -> None:
    """王秀兰 says that two values of the police are wrong; one has been answered."""
    application = Application.objects.get(pk=city.paths["approved-desk"].split("/")[3])
    wang, officer = city.citizen("wang_xiulan"), city.caseworker("ga5009")
    for name, field in (("dispute", "population.residence"), ("dispute-right", "population.name")):
        said = object_to(
            person_id=application.person_id,
            field_code=field,
            source=application.source,
            words="这里写得不对，请核对。",
            actor=wang,
            at=city.at,
        )
        city.paths[name] = reverse("dispute", args=[said])
        city.paths[f"{name}-desk"] = reverse("admin:desk_dispute", args=[said])
    settle(dispute_id=said, outcome="RIGHT", words="已核对户籍档案，姓名无误。", actor=officer, at=city.at)


def data_officers(city: City) -> None:
    """Civil affairs ask the police for a value more; and two of their answers were not as they should have been."""
    purpose = load_purpose(purpose_block("audit", population__residence="VALUE"), "civil_affairs")
    field, asks = "population.residence", city.caseworker("mz1001")
    asked = ask_grant(purpose_id=purpose.pk, field_code=field, actor=asks, at=city.at)
    city.paths["grant-request-desk"] = reverse("admin:desk_grant_request", args=[asked])
    requests = DataRequest.objects.filter(department__code="public_security").order_by("started_at")
    for name, kind, request in zip(
        ("finding", "finding-settled"), ("over_delivered", "bad_signature"), requests[:2], strict=True
    ):
        row = SourceFinding.objects.create(
            request=request,
            department=request.department,
            kind=kind,
            codes=[field] if kind == "over_delivered" else [],
            found_at=city.at,
        )
        city.paths[f"{name}-desk"] = reverse("admin:desk_finding", args=[row.pk])
    what_two_decide(city, requests[0])
    settle_finding(finding_id=row.pk, words="密钥已更换。", actor=city.caseworker("ga5009"), at=city.at)


def what_two_decide(city: City, request: DataRequest) -> None:
    """The police have asked for what a law keeps from somebody, and read for two purposes, one of them no more."""
    officer = city.caseworker("ga5009")
    asked = withhold(
        person_id=request.person_id,
        source=request.source,
        article="《个人信息保护法》第十八条（示例）",
        until_on=localdate(city.at) + timedelta(days=90),
        actor=officer,
        at=city.at,
    )
    city.paths["withholding-desk"] = reverse("admin:desk_withholding", args=[asked])
    for name in ("purpose", "purpose-ended"):
        purpose = load_purpose(purpose_block(name, marriages__spouse="VALUE"), "public_security")
        city.paths[f"{name}-desk"] = reverse("admin:desk_purpose", args=[purpose.pk])
    retire_purpose(purpose_id=purpose.pk, because="不再需要。", actor=officer, at=city.at)


def a_proposed_stop(city: City) -> UUID:
    """As if a check had found a death."""
    application = Application.objects.get(pk=city.paths["approved-desk"].split("/")[3])
    entitlement = begin_entitlement(application_id=application.pk, actor=SYSTEM, at=city.at)
    run = application.assessments.get()
    found = {"rule_version": run.rule_version, "outcome": "PROPOSE_REFUSAL", "code": "R06_DECEASED"}
    found |= {"conditions": run.conditions, "failed": ["alive"], "unclear": [], "since": {}}
    keep_recheck(entitlement_id=entitlement, found=found, actor=SYSTEM, at=city.at)
    return ProposedStop.objects.get().pk


# --- accounts, and how their owners come in


def offered(city: City) -> None:
    """One that waits, one that was taken; and somebody who wants none."""
    version = ItemVersion.objects.in_force(localdate(city.at)).get(item__code=ALLOWANCE)
    for key, begins in (("deng_shulan", city.at + timedelta(days=50)), ("feng_guoqiang", city.at)):
        actor = city.citizen(key)
        pk = make_offer(
            person_id=actor.person_id,
            item_version_id=version.pk,
            right_begins_on=localdate(begins),
            withheld=False,
            actor=SYSTEM,
            at=city.at,
        )
        city.paths["offer" if key == "deng_shulan" else "offer-taken"] = reverse("offer", args=[pk])
    accept_offer(offer_id=pk, actor=actor, at=city.at)
    switch_offers_off(item_id=None, actor=city.citizen("zhou_min"), at=city.at)


def accounts(city: City) -> None:
    newcomer = User.objects.get(username="newcomer")
    newcomer.email = "newcomer@example.org"
    newcomer.save()
    address = EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True)
    careful = User.objects.create_user("careful", password=PASSWORD)
    TOTP.activate(careful, generate_totp_secret())
    RecoveryCodes.activate(careful)
    without = User.objects.create_user("without")
    without.set_unusable_password()
    without.save()
    forgetful = User.objects.create_user(
        "forgetful", password=PASSWORD
    )  # who never signs in: that would use the link up
    key = f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}"
    city.paths |= {
        "confirm": reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]),
        "reset": f"/accounts/password/reset/key/{key}/",
    }


def let_in(reader: str) -> Client:
    """Through the doors, so that allauth and the desk know how and when. `reader`: a key of the cast, a user name, or what
    SIGN_IN names."""
    if reader in STAFF:
        return at_the_desk(reader)
    way_in = SIGN_IN.get(reader.partition(" (")[0], asked_again)
    return way_in(reader)


def with_password(reader: str) -> Client:
    client = Client()
    posted(client, "/accounts/login/", login=ALL_CITIZENS.get(reader, reader), password=PASSWORD)
    return client


def asked_again(reader: str) -> Client:
    """… and has given the password once more, which pages that change how one signs in ask for."""
    return sure(with_password(reader))


def sure(client: Client) -> Client:
    posted(client, "/accounts/reauthenticate/", password=PASSWORD)
    return client


def with_both_steps(reader: str) -> Client:
    client = with_password("careful")
    kept = Authenticator.objects.get(user__username="careful", type=Authenticator.Type.RECOVERY_CODES)
    posted(client, "/accounts/2fa/authenticate/", code=kept.wrap().get_unused_codes()[0])
    return sure(client)


def without_password(reader: str) -> Client:
    client, user = Client(), User.objects.get(username="without")
    client.force_login(user, backend="portal.identity.doors.CitizenDoor")
    return client


def at_the_desk(number: str) -> Client:
    client = behind_the_password(number, PASSWORD)
    device = enrol(User.objects.get(username=number))[0]
    posted(client, "/desk/second-factor/", code=device.next_code(at=now()))
    return client


def half_way(reader: str) -> Client:
    """A caseworker after the password."""
    return behind_the_password("mz1002", PASSWORD)


def to_enrol(reader: str) -> Client:
    """A caseworker who has no authenticator yet."""
    return behind_the_password(a_clerk(number_of(reader)).username, CLERKS_PASSWORD)


def activated(reader: str) -> Client:
    """… and has typed the code from the supervisor."""
    clerk, client = a_clerk(number_of(reader)), Client()
    client = behind_the_password(clerk.username, CLERKS_PASSWORD)
    posted(client, "/desk/enrol/", code=issue_activation_code(clerk, issued_by=None, at=now()))
    return client


def number_of(reader: str) -> str:
    return reader.replace(" ", "-").strip("()")


def behind_the_password(number: str, password: str) -> Client:
    client = Client()
    posted(client, "/desk/login/", username=number, password=password)
    return client


def posted(client: Client, path: str, **given: str) -> None:
    response = client.post(path, given)
    assert response.status_code == 302, response.content.decode()


SIGN_IN: dict[str, Callable[[str], Client]] = {
    "careful": with_password,
    "two steps": with_both_steps,
    "without a password": without_password,
    "half-way": half_way,
    "to enrol": to_enrol,
    "activated": activated,
}
