"""How to reach every page: the table that tests/browser/test_every_page.py walks.

A line says the URL's name, its address (or the name the city has for it, tests/browser/city.py), who reads it, and where a
page shows itself only after something was done, what is done and which status comes back. An URL that has no line here,
and is not among those that are no pages, makes the test fail.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from django.core.cache import cache
from django.test import override_settings
from django.utils.timezone import now
from playwright.sync_api import Page

from portal.desk.handling import ACTS
from portal.desk.models import AuthenticatorApp
from services.applications.models import Application
from services.figures.models import Figure
from services.notifications.actions.set_contact import set_contact
from services.notifications.models import Contact
from services.people.models import ProofAttempt
from services.sharing.models import Recusal
from services.sharing.officers import avoid
from tests.browser.city import City

STRANGER, WANG, LI, NEWCOMER, CLERK, OTHER_CLERK, OFFICER, DATA_OFFICER = (
    "stranger",
    "wang_xiulan",
    "li_jianguo",
    "newcomer",
    "mz1001",
    "rs2001",
    "mz1003",
    "ga5009",
)
CAREFUL = "two steps"
Act = Callable[[Page, City], None]


def nothing(city: City) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True)
class Stop:
    """`why` tells it from other looks at the same URL; `during` puts something out of order meanwhile."""

    url: str
    path: str
    reader: str = STRANGER
    why: str = ""
    act: Act | None = None
    status: int = 200
    during: Callable[[City], AbstractContextManager[object]] = nothing

    def __str__(self) -> str:
        return " ".join([self.url, self.why]).strip().replace(" ", "-")


# --- what is done on a page


def press(selector: str) -> Act:
    """Sends a form as it stands; the browser's own checks are put aside, for not every browser has them."""

    def act(page: Page, city: City) -> None:
        page.evaluate("() => document.querySelectorAll('form').forEach(form => { form.noValidate = true; })")
        page.locator(f"{selector}:visible").first.click()

    return act


def fill(button: str, **given: str) -> Act:
    def act(page: Page, city: City) -> None:
        for name, words in given.items():
            page.locator(f"main [name={name}]:visible").first.fill(words)
        press(button)(page, city)

    return act


def choose_nothing(page: Page, city: City) -> None:
    page.evaluate(
        "() => document.querySelectorAll('main input[type=radio]').forEach(e => { e.checked = false; })"
    )
    press("form#send .btn")(page, city)


def see_something_else(page: Page, city: City) -> None:
    """As if a value had changed since the page was loaded."""
    page.evaluate(
        "() => { const e = document.querySelector('[name=shown]'); e.value = e.value.replace(/:[^ ]+$/, ':0'); }"
    )
    press("form#send .btn")(page, city)


def unfold(act: str, button: Act) -> Act:
    """Opens one of the acts of the desk first."""

    def unfolded(page: Page, city: City) -> None:
        page.locator(f"details.act:has(form[action$='/{act}/']) > summary").click()
        button(page, city)

    return unfolded


def decide_late(page: Page, city: City) -> None:
    """As if a colleague had decided since the page was loaded."""
    page.evaluate(
        "path => { document.querySelector('form[action$=\"/refuse/\"]').action = path + 'refuse/'; }",
        city.paths["approved-desk"],
    )
    unfold("refuse", fill(f"{REFUSE} .btn", reason="年龄不到。"))(page, city)


REFUSE = "details.act form[action$='/refuse/']"


def expire(page: Page, city: City) -> None:
    """As if the form had stood open for too long."""
    page.evaluate(
        "() => document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => { e.value = 'x'; })"
    )
    press("main .btn")(page, city)


def show_the_first_code(page: Page, city: City) -> None:
    device = AuthenticatorApp.objects.filter(confirmed=False).latest("pk")
    fill("main .btn", code=device.next_code(at=now()))(page, city)


class TooManyChecks(AbstractContextManager[None]):
    key = "verify:127.0.0.1"

    def __init__(self, city: City) -> None:
        cache.set(self.key, 1000)

    def __exit__(self, *raised: object) -> None:
        cache.delete(self.key)


def silent(code: str) -> Callable[[City], AbstractContextManager[object]]:
    return lambda city: city.silence(code)


@contextmanager
def number_waiting(city: City) -> Iterator[None]:
    """As long as it lasts, SMS is offered, and a code has gone to the number of Wang Xiulan."""
    with override_settings(CHANNELS={"EMAIL": "mail:", "SMS": "failing:ever"}):
        set_contact(email="", phone="13800000000", actor=city.citizen("wang_xiulan"), at=now())
        yield
        Contact.objects.all().delete()


@contextmanager
def nothing_tried(city: City) -> Iterator[None]:
    """Whoever looks at a page in every way tries more often than anybody may."""
    ProofAttempt.objects.all().delete()
    cache.clear()
    yield


@contextmanager
def stepped_back(city: City) -> Iterator[None]:
    """As long as it lasts, the caseworker has nothing to do with whom it is about."""
    about = Application.objects.get(pk=city.paths["with-a-person-desk"].split("/")[3])
    avoid(city.caseworker(CLERK).user_id or 0, about.person.id_no, at=now())
    yield
    Recusal.objects.all().delete()


SUN = {"name": "孙玉珍", "id_no": "990102193607190287", "card_number": "9901020315070049042"}
SEND = "main form .btn"

PAGES = [
    # finding
    Stop("home", "/"),
    Stop("home", "/", WANG, "with applications"),
    Stop("home", "/", NEWCOMER, "with none"),
    Stop("search", "/search/"),
    Stop("search", "/search/?q=津贴", why="found"),
    Stop("search", "/search/?q=8848", why="not found"),
    Stop("guide", "/items/old-age-allowance/"),
    Stop("guide", "/items/old-age-allowance/", "zhao_guiying", "with one's own row"),
    Stop("guide", "/items/insurance-certificate/", NEWCOMER, "before the proof"),
    Stop("fits", "/items/old-age-allowance/fits/"),
    Stop("fits", "/items/old-age-allowance/fits/", STRANGER, "maybe", press(SEND)),
    Stop("fits", "/items/old-age-allowance/fits/", STRANGER, "no", fill(SEND, **{"f-age": "60"})),
    Stop("fits", "/items/old-age-allowance/fits/", STRANGER, "wrong", fill(SEND, **{"f-age": "x"}), 422),
    Stop("entry", "entry"),
    # checking and sending
    Stop("consent", "consent", LI, "nothing chosen"),
    Stop("consent", "consent", LI, "sent without a choice", press(SEND), 422),
    Stop("consents", "/me/consents/", WANG, "with one and a request"),
    Stop("consents", "/me/consents/", "zhou_min", "with none"),
    Stop("consent_asked", "consent-asked", WANG),
    Stop("check", "check", WANG, "with a question"),
    Stop("check", "check", WANG, "not answered", choose_nothing, 422),
    Stop("check", "check", WANG, "changed", see_something_else, 409),
    Stop("check", "check-silent", "wu_jun", "silent"),
    Stop("check", "check-disputed", LI, "disputed"),
    Stop("check", "check-long", WANG, "with a long form"),
    Stop("questions", "questions", WANG),
    Stop("questions", "questions", WANG, "not answered", press(".head form .acts .btn"), 422),
    Stop("questions", "questions-home", WANG, "of an address"),
    Stop("questions", "questions-group", WANG, "of a group", press(".head form .acts .btn"), 422),
    Stop("wrong", "wrong", WANG),
    Stop("wrong", "wrong", WANG, "without words", press(SEND), 422),
    # one's own
    Stop("applications", "/applications/", WANG),
    Stop("applications", "/applications/", "zhou_min", "of another"),
    Stop("application", "approved", WANG, "approved"),
    Stop("application", "approved-by-a-person", "chen_deming", "approved by a person"),
    Stop("application", "refused", "liu_zhiqiang", "refused"),
    Stop("application", "appealed", "zheng_guodong", "appealed"),
    Stop("application", "carried-on", "zhou_min", "carried on"),
    Stop("application", "renewed", "zhou_min", "renewed"),
    Stop("application", "with-a-person", LI, "with a person"),
    Stop("application", "silent", "zhao_guiying", "waiting for data"),
    Stop("application", "to-correct", "sun_yuzhen", "to correct"),
    Stop("application", "declined", "chen_deming", "declined"),
    Stop("application", "suspended", "liu_zhiqiang", "suspended"),
    Stop("application", "rescinded", "sun_yuzhen", "rescinded"),
    Stop("application", "revoked-application", "zhou_min", "revoked"),
    Stop("correct", "to-correct correct/", "sun_yuzhen"),
    Stop("correct", "to-correct correct/", "sun_yuzhen", "without words", press(SEND), 422),
    Stop("appeal", "refused appeal/", "liu_zhiqiang"),
    Stop("appeal", "refused appeal/", "liu_zhiqiang", "without words", press(SEND), 422),
    Stop("leave", "with-a-person leave/", LI, "withdraw"),
    Stop("leave", "approved leave/", WANG, "rescind"),
    Stop("rate", "approved rate/", WANG),
    Stop("rate", "approved rate/", WANG, "nothing chosen", press(SEND), 422),
    Stop("rate", "revoked-application rate/", "zhou_min", "given"),
    Stop("paper", "approved papers/receipt/", WANG, "receipt"),
    Stop("paper", "approved papers/approval/", WANG, "approval"),
    Stop("paper", "refused papers/refusal/", "liu_zhiqiang", "refusal"),
    Stop("paper", "to-correct papers/correction/", "sun_yuzhen", "correction"),
    Stop("certificate_pdf", "approved certificate.pdf", WANG, "no font yet", status=503),
    Stop("wallet", "/certificates/", WANG),
    Stop("wallet", "/certificates/", "zhou_min", "revoked"),
    Stop("wallet", "/certificates/", LI, "empty"),
    Stop("inbox", "/messages/", "zhou_min"),
    Stop("inbox", "/messages/", "wu_jun", "empty"),
    Stop("ask", "/messages/ask/", WANG),
    Stop("ask", "/messages/ask/", WANG, "without words", press(SEND), 422),
    Stop("ask", "/messages/ask/?item=old-age-allowance", WANG, "about an item"),
    Stop("ask_about", "refused ask/", "liu_zhiqiang"),
    Stop("enquiry", "enquiry", WANG, "answered"),
    Stop("enquiry", "enquiry-open", LI, "open"),
    Stop("enquiry", "enquiry", WANG, "without words", press(SEND), 422),
    # me
    Stop("account", "/me/", WANG),
    Stop("account", "/me/", NEWCOMER, "not proved"),
    Stop("contact", "/me/contact/", WANG),
    Stop("contact", "/me/contact/", WANG, "wrong", fill(SEND, email="x"), 422),
    Stop("contact_number", "/me/contact/number/", WANG, during=number_waiting),
    Stop(
        "contact_number", "/me/contact/number/", WANG, "wrong", fill(SEND, digits="12"), 422, number_waiting
    ),
    Stop("offer", "offer", "deng_shulan", "waiting"),
    Stop("offer", "offer-taken", "feng_guoqiang", "taken"),
    Stop("offers", "/me/offers/", "deng_shulan"),
    Stop("offers", "/me/offers/", "zhou_min", "switched off"),
    Stop("my_data", "/me/data/", WANG),
    Stop("my_data", "/me/data/?given=no", WANG, "none like that"),
    Stop("my_data_printed", "/me/data/printed/", WANG),
    Stop("dispute", "dispute", WANG, "open"),
    Stop("dispute", "dispute-right", WANG, "answered"),
    Stop("proof", "/me/proof/", NEWCOMER),
    Stop("proof", "/me/proof/", NEWCOMER, "empty", press(SEND), 422),
    Stop("proof", "/me/proof/", NEWCOMER, "silence", fill(SEND, **SUN), 503, silent("social_insurance")),
    Stop("proof", "/me/proof/", NEWCOMER, "mismatch", fill(SEND, **SUN), 422, nothing_tried),
    # said to everybody
    Stop("accessibility_statement", "/about/accessibility/"),
    Stop("privacy", "/about/privacy/"),
    Stop("offline", "/offline/"),
    Stop("figures", "/figures/"),
    *(Stop("figure", f"/figures/{code}/", why=code) for code in Figure.values),
    Stop("transparency", "/transparency/"),
    Stop("check_proof", "/transparency/proof/"),
    Stop("check_proof", "/transparency/proof/", why="empty", act=press(SEND), status=422),
    Stop("sharing", "/figures/sharing/"),
    Stop("sharing_month", "/figures/sharing/2026/10/"),
    Stop("verify", "/verify/"),
    Stop("verify", "/verify/", why="empty", act=press(SEND), status=422),
    Stop("verify", "/verify/", why="not found", act=fill(SEND, number="1.2.156.3005.2.x", last_four="0028")),
    Stop("verify", "/verify/", why="too often", act=press(SEND), status=429, during=TooManyChecks),
    Stop("verify_code", "check-valid", why="valid"),
    Stop("verify_code", "check-revoked", why="revoked"),
    # allauth
    Stop("account_login", "/accounts/login/"),
    Stop("account_login", "/accounts/login/", why="wrong", act=fill(SEND, login="x", password="y")),
    Stop("account_logout", "/accounts/logout/", WANG),
    Stop("account_inactive", "/accounts/inactive/"),
    Stop("account_signup", "/accounts/signup/"),
    Stop("account_signup", "/accounts/signup/", why="empty", act=press(SEND)),
    Stop("account_reauthenticate", "/accounts/reauthenticate/", WANG),
    Stop("account_email", "/accounts/email/", WANG),
    Stop("account_email", "/accounts/email/", NEWCOMER, "with one"),
    Stop("account_email_verification_sent", "/accounts/confirm-email/"),
    Stop("account_confirm_email", "confirm"),
    Stop("account_confirm_email", "/accounts/confirm-email/x/", why="expired"),
    Stop("account_change_password", "/accounts/password/change/", WANG),
    Stop(
        "account_change_password",
        "/accounts/password/change/",
        WANG,
        "empty",
        press(SEND),
        during=nothing_tried,
    ),
    Stop("account_set_password", "/accounts/password/set/", "without a password"),
    Stop("account_reset_password", "/accounts/password/reset/"),
    Stop("account_reset_password_done", "/accounts/password/reset/done/"),
    Stop("account_reset_password_from_key", "reset"),
    Stop("account_reset_password_from_key", "/accounts/password/reset/key/1-x/", why="expired"),
    Stop("account_reset_password_from_key_done", "/accounts/password/reset/key/done/"),
    Stop("mfa_index", "/accounts/2fa/", WANG),
    Stop("mfa_index", "/accounts/2fa/", CAREFUL, "on"),
    Stop("mfa_authenticate", "/accounts/2fa/authenticate/", "careful"),
    Stop("mfa_reauthenticate", "/accounts/2fa/reauthenticate/", CAREFUL),
    Stop("mfa_activate_totp", "/accounts/2fa/totp/activate/", WANG),
    Stop("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/", CAREFUL),
    Stop("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/", CAREFUL),
    Stop("mfa_generate_recovery_codes", "/accounts/2fa/recovery-codes/generate/", CAREFUL),
    Stop("usersessions_list", "/accounts/sessions/", WANG),
    # the desk
    Stop("admin:login", "/desk/login/"),
    Stop("admin:login", "/desk/login/", why="empty", act=press(SEND), status=422),
    Stop("admin:second_factor", "/desk/second-factor/", "half-way"),
    Stop("admin:second_factor", "/desk/second-factor/", "half-way", "wrong", fill(SEND, code="1"), 422),
    Stop("admin:enrol", "/desk/enrol/", "to enrol (first)", "activation code"),
    Stop("admin:enrol", "/desk/enrol/", "activated (first)", "app"),
    Stop("admin:enrol", "/desk/enrol/", "activated ({look})", "backup codes", show_the_first_code),
    Stop("admin:signed_out", "/desk/signed-out/"),
    Stop("admin:queue", "/desk/", CLERK, "one's own"),
    Stop("admin:queue", "/desk/?tab=department", CLERK, "of the department"),
    Stop("admin:queue", "/desk/?tab=ended", CLERK, "ended"),
    Stop("admin:queue", "/desk/?q=1", CLERK, "not found"),
    Stop("admin:desk_application", "with-a-person-desk", CLERK, "to decide"),
    Stop(
        "admin:desk_application",
        "with-a-person-desk",
        CLERK,
        "empty",
        unfold("refuse", press(f"{REFUSE} .btn")),
        422,
    ),
    Stop("admin:desk_application", "with-a-person-desk", CLERK, "overtaken", decide_late, 409),
    Stop(
        "admin:desk_application",
        "with-a-person-desk",
        CLERK,
        "stepped back",
        status=403,
        during=stepped_back,
    ),
    Stop("admin:desk_application", "refused-desk", CLERK, "decided"),
    Stop("admin:desk_application", "carried-on-desk", CLERK, "carried on"),
    Stop("admin:desk_application", "renewed-desk", CLERK, "renewed"),
    Stop("admin:desk_application", "suspended-desk", OTHER_CLERK, "suspended"),
    Stop("admin:desk_certificates", "/desk/certificates/", CLERK),
    Stop("admin:desk_certificate", "valid-desk", CLERK, "valid"),
    Stop("admin:desk_certificate", "valid-desk", CLERK, "without a reason", press(".panel .btn"), 422),
    Stop("admin:desk_certificate", "revoked-desk", OTHER_CLERK, "revoked"),
    Stop("admin:desk_enquiries", "/desk/enquiries/", CLERK),
    Stop("admin:desk_enquiries", "/desk/enquiries/", OTHER_CLERK, "empty"),
    Stop("admin:desk_enquiry", "enquiry-desk", CLERK),
    Stop("admin:desk_enquiry", "enquiry-desk", CLERK, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_stops", "/desk/stops/", CLERK),
    Stop("admin:desk_stops", "/desk/stops/", OTHER_CLERK, "empty"),
    Stop("admin:desk_stop", "stop-desk", CLERK),
    Stop("admin:desk_stop", "stop-desk", CLERK, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_checks", "/desk/checks/", CLERK),
    Stop("admin:desk_checks", "/desk/checks/", "mz1002", "of who refused"),
    Stop("admin:desk_checks", "/desk/checks/", OTHER_CLERK, "empty"),
    Stop("admin:desk_automatic", "/desk/automatic/", CLERK),
    Stop("admin:desk_detections", "/desk/detections/", CLERK, "none of theirs"),
    Stop("admin:desk_unprintable", "/desk/unprintable/", CLERK, "empty"),
    Stop("admin:desk_rectifications", "/desk/rectifications/", OTHER_CLERK),
    Stop("admin:desk_rectifications", "/desk/rectifications/", CLERK, "empty"),
    Stop("admin:desk_rectification", "rectification-desk", OTHER_CLERK),
    Stop("admin:desk_rectification", "rectification-desk", OTHER_CLERK, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_figures", "/desk/figures/", CLERK),
    Stop("admin:desk_figures", "/desk/figures/", OTHER_CLERK, "of another department"),
    Stop("admin:desk_data", "/desk/data/", DATA_OFFICER),
    Stop("admin:desk_disputes", "/desk/data/disputes/", DATA_OFFICER),
    Stop("admin:desk_dispute", "dispute-desk", DATA_OFFICER, "to answer"),
    Stop("admin:desk_dispute", "dispute-desk", DATA_OFFICER, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_dispute", "dispute-right-desk", DATA_OFFICER, "answered"),
    Stop("admin:desk_grant_request", "grant-request-desk", DATA_OFFICER, "to answer"),
    Stop(
        "admin:desk_grant_request",
        "grant-request-desk",
        DATA_OFFICER,
        "empty",
        press(".panel .btn[value=refuse]"),
        422,
    ),
    Stop("admin:desk_findings", "/desk/data/findings/", DATA_OFFICER),
    Stop("admin:desk_finding", "finding-desk", DATA_OFFICER, "to settle"),
    Stop("admin:desk_finding", "finding-desk", DATA_OFFICER, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_finding", "finding-settled-desk", DATA_OFFICER, "settled"),
    Stop("admin:desk_withholdings", "/desk/data/withholdings/", DATA_OFFICER),
    Stop(
        "admin:desk_withholdings",
        "/desk/data/withholdings/",
        DATA_OFFICER,
        "empty",
        press(".panel .btn"),
        422,
    ),
    Stop("admin:desk_withholding", "withholding-desk", DATA_OFFICER, "asked for"),
    Stop("admin:desk_purposes", "/desk/data/purposes/", DATA_OFFICER),
    Stop("admin:desk_purpose", "purpose-desk", DATA_OFFICER, "in use"),
    Stop("admin:desk_purpose", "purpose-desk", DATA_OFFICER, "empty", press(".panel .btn"), 422),
    Stop("admin:desk_purpose", "purpose-ended-desk", DATA_OFFICER, "ended"),
    Stop("admin:desk_rules", "/desk/rules/", OFFICER),
    Stop("admin:desk_rule_version", "rules-draft", OFFICER, "a draft"),
    Stop(
        "admin:desk_rule_version",
        "rules-draft",
        OFFICER,
        "a bad day",
        fill("#sheet .btn", effective_from="soon"),
        422,
    ),
    Stop("admin:desk_rule_version", "rules-decides", OFFICER, "to read"),
    Stop("admin:desk_rule_try", "rules-draft-try", OFFICER),
    Stop("admin:desk_rule_compare", "rules-compare", OFFICER),
    Stop("admin:desk_rule_replay", "rules-waiting-replay", OFFICER, "done"),
    Stop("admin:desk_rule_replay", "rules-draft-replay", OFFICER, "running"),
    Stop("admin:desk_rule_shadow", "rules-draft-shadow", OFFICER),
    Stop("admin:desk_rule_shadow", "rules-waiting-shadow", OFFICER, "empty"),
    Stop("admin:desk_rule_shadow_case", "rules-shadow-case", OFFICER),
    Stop("admin:password_change", "/desk/password_change/", CLERK),
    Stop("admin:password_change_done", "/desk/password_change/done/", CLERK),
    # what is not there, not allowed, not well
    Stop("404", "/nothing/", status=404),
    Stop("404", "approved", LI, "somebody else's", status=404),
    Stop("404", "/desk/nothing/", CLERK, "at the desk", status=404),
    Stop("403", "/verify/", why="expired form", act=expire, status=403),
    # papers as files
    Stop("questions", "questions-file", WANG, "of a file"),
    Stop("questions", "questions-file", WANG, "no file chosen", press("main button[name=upload]"), 422),
    Stop("correct", "to-correct-file correct/", "sun_yuzhen", "of a file"),
]

NOT_PAGES = {
    **{
        act.url: "a button of the desk; what goes wrong is shown on the application's page"
        for act in ACTS.values()
    },
    "service_worker": "a script",
    "upload": "a file",
    "my_data_csv": "a file",
    "line_proof": "a file; before it is sealed a sentence (tests/citizen/test_my_data.py)",
    "not_for_me": "a button",
    "admin:desk_upload": "a file",
    "start": "a button; a link to it leads to the guide",
    "take_back": "a button",
    "display": "a button",
    "set_language": "a button",
    "admin:logout": "a button",
    "paper_pdf": "a file",
    "consent_withdraw": "a button",
    "consent_receipt": "a file",
    "mfa_download_recovery_codes": "a file",
    "admin:desk_explanation": "a file",
    "admin:desk_rule_file": "a file",
    "admin:desk_rule_import": "a button; what goes wrong is shown on the version's page",
    "admin:desk_rule_act": "a button; what goes wrong is shown on the version's page",
    "account_confirm_login_code": "codes by e-mail are switched off: leads to signing in",
    "admin:index": "the queue stands at the same address",
    "sms_replies": "the door of the SMS gateway",
    "checkpoint": "signed text",
    "checkpoint_of": "signed text",
    "growth": "lines of hashes",
    "ledger_keys": "a text file",
    "ledger_program": "a file to download",
    "health": "a word for service managers",
    "admin:jsi18n": "a script of the stock admin, which no page loads",
    "admin:-": "whatever else the desk has not: 404",
}
NO_PAGES_BELOW = ("api:",)
