"""Where a department is asked: its address in the settings says by which provider.

`http://…` and `https://…` are signed JSON; `xml+http://…` and `xml+https://…` the same question and signature around
XML, for a register that speaks nothing newer; `stub:FILE` answers from a file; `failing:REASON` never answers.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings

from services.sharing.models import Reason
from services.sharing.port import NoAnswer, Provider
from services.sharing.providers.failing import FailingProvider
from services.sharing.providers.http import HttpProvider
from services.sharing.providers.legacy_xml import Xml
from services.sharing.providers.stub import StubProvider


def _xml(address: str) -> Provider:
    return HttpProvider(address.removeprefix("xml+"), Xml())


PROVIDERS: dict[str, Callable[[str], Provider]] = {
    "http": HttpProvider,
    "https": HttpProvider,
    "xml+http": _xml,
    "xml+https": _xml,
    "stub": StubProvider,
    "failing": FailingProvider,
}


def provider_for(department_code: str) -> Provider:
    """Raises `NoAnswer(NO_ADDRESS)` for a department that has none, or one nobody can read."""
    address = settings.DEPARTMENT_ADDRESSES.get(department_code, "")
    try:
        return _provider(address)
    except ValueError:
        raise NoAnswer(Reason.NO_ADDRESS) from None


@cache
def _provider(address: str) -> Provider:
    scheme = address.partition(":")[0]
    if scheme not in PROVIDERS:
        raise ValueError(f"{address!r} is no address of a department")
    return PROVIDERS[scheme](address)
