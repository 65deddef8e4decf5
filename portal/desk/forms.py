"""The questions at the desk's door. Each counts the try before it looks at the answer (`back_off.py`)."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import authenticate
from django.contrib.auth.forms import UsernameField
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.desk import back_off, enrolment, second_factor
from portal.desk.models import ActivationCode, AuthenticatorApp
from services.people.models import User


def _claim(*locks: back_off.Lock) -> None:
    if seconds := back_off.claim(locks, at=now()):
        raise forms.ValidationError(
            ngettext(
                "Too many wrong tries. Try again in %(seconds)d second.",
                "Too many wrong tries. Try again in %(seconds)d seconds.",
                seconds,
            ),
            code="wait",
            params={"seconds": seconds},
        )


class StaffLoginForm(AdminAuthenticationForm):
    """Staff number and password. One sentence for an unknown number, a wrong password and a citizen's
    account."""

    username = UsernameField(label=_("Staff number"), widget=forms.TextInput({"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    error_messages = {"invalid_login": _("Staff number and password do not match.")}

    def clean(self) -> dict[str, Any]:
        number, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (number and password and self.request):
            return self.cleaned_data
        locks = back_off.password_locks(self.request, number)
        _claim(*locks)
        self.user_cache = authenticate(self.request, staff_number=number, password=password)
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        back_off.forgive(*locks)
        self.confirm_login_allowed(self.user_cache)
        return self.cleaned_data


class SecondFactorForm(forms.Form):
    """Gives `device`, the authenticator that is now verified."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )
    device: AuthenticatorApp

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        lock = back_off.code_lock(self.user)
        _claim(lock)
        device = second_factor.check(self.user, typed, at=now())
        if device is None:
            raise forms.ValidationError(_("This code is not right, or it has been used already."))
        back_off.forgive(lock)
        self.device = device
        return typed


class ActivationForm(forms.Form):
    """Gives `activation`, the open code the supervisor has issued."""

    code = forms.CharField(
        label=_("Activation code"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    activation: ActivationCode

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        lock = back_off.code_lock(self.user)
        _claim(lock)
        found = enrolment.activation(self.user, typed, at=now())
        if found is None:
            raise forms.ValidationError(_("This activation code is not right, or it is no longer valid."))
        back_off.forgive(lock)
        self.activation = found
        return typed


class FirstCodeForm(forms.Form):
    """The first code of a new authenticator. Gives `device` and the `backup_codes`."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    device: AuthenticatorApp
    backup_codes: list[str]

    def __init__(self, *args: Any, activation: ActivationCode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activation = activation

    def clean_code(self) -> str:
        typed: str = self.cleaned_data["code"]
        lock = back_off.code_lock(self.activation.user)
        _claim(lock)
        enrolled = enrolment.enrol(self.activation.user, self.activation, typed, at=now())
        if enrolled is None:
            raise forms.ValidationError(_("This code is not right. Wait for the next one in the app."))
        back_off.forgive(lock)
        self.device, self.backup_codes = enrolled
        return typed
