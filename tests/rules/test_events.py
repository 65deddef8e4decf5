"""Everything that can happen is routed on one screen, on purpose: an event nobody listens to says so with `()`."""

from importlib import import_module
from pkgutil import iter_modules

import services
from portal.subscriptions import SUBSCRIPTIONS
from services.events.event import Event


def every_event() -> set[type[Event]]:
    for package in iter_modules(services.__path__, "services."):
        if package.ispkg:
            modules = {each.name for each in iter_modules(import_module(package.name).__path__)}
            if "events" in modules:
                import_module(f"{package.name}.events")
    return {kind for kind in Event.registry.values() if kind.__module__.startswith("services.")}


def test_every_event_is_routed():
    assert every_event() == set(SUBSCRIPTIONS)


def test_every_handler_says_which_event_it_takes():
    for kind, handlers in SUBSCRIPTIONS.items():
        for handler in handlers:
            assert handler.__annotations__["event"] is kind, handler


# endings of names of ids and codes; `consumer`: of the department that reads
CODES = ("_id", "outcome", "source", "set", "number", "from", "field", "consumer")


def test_events_carry_ids_and_codes_only():
    """Names, numbers and texts of people do not travel: whoever needs them reads the row."""
    for kind in every_event():
        for name in kind.__annotations__:
            assert name.endswith(CODES), (kind, name)
