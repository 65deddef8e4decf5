"""Which provider carries a channel: `settings.CHANNELS`, channel -> address.

`mail:` is Django's e-mail, `http(s)://…` an SMS gateway, `stub:FILE` a file, `failing:now|ever` fails; no address: the
channel is not offered.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings

from services.notifications.providers.base import NotSent, Provider
from services.notifications.providers.failing import FailingProvider
from services.notifications.providers.gateway import GatewayProvider
from services.notifications.providers.mail import MailProvider
from services.notifications.providers.stub import StubProvider

PROVIDERS: dict[str, Callable[[str], Provider]] = {
    "mail": lambda address: MailProvider(),
    "http": GatewayProvider,
    "https": GatewayProvider,
    "stub": StubProvider,
    "failing": FailingProvider,
}


def offered() -> list[str]:
    """Channels that have a provider."""
    return [channel for channel, address in settings.CHANNELS.items() if address]


def provider_for(channel: str) -> Provider:
    """Raises `NotSent` for a channel without a provider."""
    address = settings.CHANNELS.get(channel, "")
    if not address:
        raise NotSent("no provider")
    return _provider(address)


@cache
def _provider(address: str) -> Provider:
    return PROVIDERS[address.partition(":")[0]](address)
