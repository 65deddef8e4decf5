"""The authenticator behind a session of the desk. Every page asks for it: a statement kept as text."""

from django_otp.middleware import OTPMiddleware
from django_otp.models import Device

from portal.desk.models import AuthenticatorApp
from services.prepared import Given, Prepared

_device = Prepared(lambda: AuthenticatorApp.objects.filter(pk=Given("key")))


class VerifiedMiddleware(OTPMiddleware):  # type: ignore[misc]
    """django-otp's, which goes on to look whose device it is and whether it was confirmed."""

    def _device_from_persistent_id(self, persistent_id: str) -> Device | None:
        label, _, number = persistent_id.rpartition("/")
        if label != AuthenticatorApp._meta.label_lower or not number.isdecimal():
            return None
        return _device.first(key=int(number))
