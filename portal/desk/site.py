"""The desk: an admin site that only a clerk with a verified authenticator can see.

Password first, then the second factor, every time. Pages of the desk are registered here and are
wrapped once, so that no page can forget the door: `@site.page("cases/", "cases")`. Of the stock admin
only what is needed stands: no autocomplete, no redirects to objects, no log of changes; `DeskAdmin`
shows rows and changes none, because writes are actions.

Not here: step-up for single acts, passkeys, a page for new backup codes (a new activation code makes
them).
"""

from collections.abc import Callable
from typing import Any

import segno
from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp import login as otp_login

from portal.desk import back_off, enrolment
from portal.desk.forms import ActivationForm, FirstCodeForm, SecondFactorForm, StaffLoginForm
from portal.desk.menu import menu
from portal.desk.models import AuthenticatorApp
from portal.identity import desk_session
from portal.identity.actors import note_second_factor, post_of
from services.people.models import User
from services.texts import in_language

View = Callable[..., HttpResponse]
ACTIVATION = "desk_activation"  # in the session: the activation code it was opened with
LEFT_OUT = {"autocomplete", "view_on_site", "logout"}
door_page = method_decorator([never_cache, login_not_required, csrf_protect, sensitive_post_parameters()])


class DeskSite(AdminSite):
    site_header = gettext_lazy("Casework desk")
    site_title = gettext_lazy("Casework desk")
    login_form = StaffLoginForm
    login_template = "desk/login.html"
    password_change_template = "desk/password_change.html"  # noqa: S105
    password_change_done_template = "desk/password_changed.html"  # noqa: S105
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.pages: list[tuple[str, View, str]] = []

    def page(self, route: str, name: str) -> Callable[[View], View]:
        """Puts a view behind the door, at `/desk/<route>`, reversible as `admin:<name>`. Route "" takes
        the first page."""

        def register(view: View) -> View:
            self.pages.append((route, view, name))
            return view

        return register

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and request.user.is_verified()  # type: ignore[union-attr]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        stock = [each for each in super().get_urls() if getattr(each, "name", None) not in LEFT_OUT]
        return [
            path("second-factor/", self.second_factor, name="second_factor"),
            path("enrol/", self.enrol, name="enrol"),
            path("logout/", self.logout, name="logout"),
            path("signed-out/", self.signed_out, name="signed_out"),
            *(path(route, self._behind_the_door(view), name=name) for route, view, name in self.pages),
            *stock,
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        post = post_of(request) if request.user.is_authenticated and self.has_permission(request) else None
        language = get_language() or "zh"
        return {
            **super().each_context(request),
            "post": post,
            "menu": menu(request, post),
            "department_name": in_language(post.department.name, language) if post else "",
            "next": self._next(request),
        }

    def get_log_entries(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_log_entries(request).none()

    @door_page
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Password first; whoever has given it is led to the second factor."""
        if request.user.is_authenticated and not self.has_permission(request):
            return self._to("second_factor", request)
        response = super().login(request, extra_context)
        if request.method != "POST":
            return response
        if isinstance(response, TemplateResponse):  # the form again
            response.status_code = 422
            return response
        request.session.pop(
            DEVICE_ID_SESSION_KEY, None
        )  # a password renews a session without its second factor
        desk_session.begin(request.session, at=now())
        return self._to("second_factor", request)

    @door_page
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(user := request.user, User):
            return self._to("login", request)
        if self.has_permission(request):
            return self._onward(request)
        device = enrolment.authenticator_of(user)
        if device is None:
            return self._to("enrol", request)
        form = SecondFactorForm(request.POST or None, user=user)
        if not form.is_valid():
            context = {**_demonstration(device), "may_enrol": enrolment.may_enrol(user, at=now())}
            return self._ask(request, "desk/second_factor.html", form, **context)
        self._let_in(request, form.device)
        response = self._onward(request)
        back_off.remember_browser(response, user)
        return response

    @door_page
    def enrol(self, request: HttpRequest) -> HttpResponse:
        """Activation code, then the QR code, then the first code of the app, then the backup codes."""
        if not isinstance(user := request.user, User):
            return self._to("login", request)
        if not enrolment.may_enrol(user, at=now()):
            return self._to("second_factor", request)
        activation = enrolment.still_open(user, request.session.get(ACTIVATION), at=now())
        device = enrolment.pending_authenticator(user)
        if activation is None or device is None:
            return self._activate(request, user)
        form = FirstCodeForm(request.POST or None, activation=activation)
        if not form.is_valid():
            return self._ask(request, "desk/enrol.html", form, qr=_qr(device), secret=device.readable_secret)
        del request.session[ACTIVATION]
        self._let_in(request, form.device)
        context = {**self.each_context(request), "codes": form.backup_codes, "index": reverse("admin:index")}
        response = render(request, "desk/backup_codes.html", context)
        back_off.remember_browser(response, user)
        return response

    def _activate(self, request: HttpRequest, user: User) -> HttpResponse:
        form = ActivationForm(request.POST or None, user=user)
        if not form.is_valid():
            return self._ask(request, "desk/enrol.html", form)
        enrolment.fresh_authenticator(user)
        request.session[ACTIVATION] = form.activation.pk
        return self._to("enrol", request)

    @method_decorator([never_cache, login_not_required, csrf_protect, require_POST])
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The stock one stands behind the second factor: whoever is stuck there could not leave."""
        logout(request)
        return redirect(reverse("admin:signed_out", current_app=self.name))

    @method_decorator([never_cache, login_not_required])
    def signed_out(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/logged_out.html", self.each_context(request))

    def _ask(self, request: HttpRequest, template: str, form: Form, **context: Any) -> HttpResponse:
        status = 422 if form.errors else 200
        context = {**self.each_context(request), **context, "form": form}
        return render(request, template, context, status=status)

    def _let_in(self, request: HttpRequest, device: AuthenticatorApp) -> None:
        request.session.cycle_key()  # django-otp raises the session's rights but keeps its key
        otp_login(request, device)
        note_second_factor(request)

    def _behind_the_door(self, view: View) -> View:
        wrapped: View = self.admin_view(view)
        wrapped.login_url = reverse_lazy("admin:login", current_app=self.name)  # type: ignore[attr-defined]
        return wrapped

    def _onward(self, request: HttpRequest) -> HttpResponse:
        return redirect(self._next(request) or reverse("admin:index", current_app=self.name))

    def _to(self, name: str, request: HttpRequest) -> HttpResponse:
        query = {"next": target} if (target := self._next(request)) else {}
        return redirect(reverse(f"admin:{name}", current_app=self.name, query=query))

    @staticmethod
    def _next(request: HttpRequest) -> str:
        """Where the clerk wanted to go, if that is at the desk of this very site."""
        target = request.POST.get("next") or request.GET.get("next") or ""
        own = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return target if own and target.startswith("/desk/") else ""


class DeskAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Rows to look at. What changes them is an action, with its own page."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise PermissionDenied(gettext("Changes are in the ledger."))


def _qr(device: AuthenticatorApp) -> str:
    return str(segno.make(device.config_url).svg_data_uri(scale=5))


def _demonstration(device: AuthenticatorApp) -> dict[str, str]:
    """Visitors of the demonstration have no phone with the clerk's secret. Never in production."""
    if not settings.DEMO or settings.PRODUCTION:
        return {}
    return {"demonstration_code": device.next_code(at=now())}


site = DeskSite()
