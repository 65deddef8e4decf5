"""Which provider asks which department, the one from a file and the one that always fails."""

import json

import pytest
from django.core.checks.registry import registry

from services.catalogue.loading import shared_data
from services.sharing.checks import departments_are_reached_through_tls
from services.sharing.models import Reason
from services.sharing.port import NoAnswer
from services.sharing.providers import provider_for
from services.sharing.providers.failing import FailingProvider
from services.sharing.providers.http import HttpProvider
from services.sharing.providers.stub import StubProvider
from services.simulators.departments import DEPARTMENTS
from tests.sharing.scripted import question


def provider(settings, address: str | None):
    settings.DEPARTMENT_ADDRESSES = {} if address is None else {"civil_affairs": address}
    return provider_for("civil_affairs")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://127.0.0.1:8001", HttpProvider),
        ("https://data.example/civil", HttpProvider),
        ("stub:/tmp/people.json", StubProvider),
        ("failing:deadline", FailingProvider),
    ],
)
def test_the_address_says_who_asks(settings, address, kind):
    assert isinstance(provider(settings, address), kind)


@pytest.mark.parametrize(
    "address", [None, "", "ftp://127.0.0.1", "127.0.0.1:8001", "http://", "failing:on_fire"]
)
def test_without_an_address_anybody_can_read_there_is_no_answer(settings, address):
    with pytest.raises(NoAnswer) as none:
        provider(settings, address)
    assert none.value.reason == Reason.NO_ADDRESS


def test_the_same_address_is_the_same_provider(settings):
    assert provider(settings, "http://127.0.0.1:8001") is provider(settings, "http://127.0.0.1:8001")


@pytest.mark.parametrize("reason", list(Reason))
def test_a_department_can_fail_for_every_reason(settings, reason):
    with pytest.raises(NoAnswer) as none:
        provider(settings, f"failing:{reason}").ask(question())
    assert none.value.reason == reason
    assert str(reason.label)


class TestStub:
    def ask(self, tmp_path, content: str | None, **changes: object) -> dict[str, object]:
        file = tmp_path / "people.json"
        if content is not None:
            file.write_text(content, encoding="utf-8")
        envelope = {"id": "q", "asked_at": "2026-11-22T00:00:00Z", "subject": {"id_no": "1", "name": "王"}}
        envelope |= {
            "fields": ["population.birth_on"],
            "predicates": ["population.identity_matches"],
        } | changes
        body = json.dumps(envelope).encode()
        return json.loads(StubProvider(f"stub:{file}").ask(question(body)).body)

    def test_it_gives_what_the_file_says(self, tmp_path):
        people = {"1": {"population.birth_on": "1946-03-08", "population.identity_matches": "YES", "more": 1}}
        reply = self.ask(tmp_path, json.dumps(people))
        assert reply["values"] == {"population.birth_on": "1946-03-08"}
        assert reply["predicates"] == {"population.identity_matches": "YES"}

    def test_of_others_it_knows_nothing(self, tmp_path):
        reply = self.ask(tmp_path, "{}")
        assert (reply["values"], reply["predicates"]) == ({}, {"population.identity_matches": "UNKNOWN"})

    @pytest.mark.parametrize(
        "content", [None, "{", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1")]
    )
    def test_without_a_file_it_is_not_there(self, tmp_path, content):
        with pytest.raises(NoAnswer, match="unreachable"):
            self.ask(tmp_path, content)


class TestCheckBeforeDeployment:
    def errors(self) -> list[str]:
        return [error.msg for error in departments_are_reached_through_tls(None)]

    def test_it_is_asked_before_a_deployment_and_only_then(self):
        assert departments_are_reached_through_tls in registry.deployment_checks
        assert departments_are_reached_through_tls not in registry.registered_checks

    @pytest.mark.parametrize("address", ["http://10.0.0.1", "stub:/tmp/people.json", "failing:deadline"])
    def test_a_department_without_tls_is_an_error(self, settings, address):
        settings.DEPARTMENT_ADDRESSES = {
            "civil_affairs": address,
            "public_security": "https://police.example",
        }
        (message,) = self.errors()
        assert "civil_affairs" in message

    def test_with_tls_it_is_none(self, settings):
        settings.DEPARTMENT_ADDRESSES = {"public_security": "https://police.example"}
        assert self.errors() == []


class TestBothSidesKnowTheSameFields:
    """The shipped registers and the simulators were written apart; whatever one asks, the other has to have."""

    def fields(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for resource in shared_data()["resources"]:
            codes = {f"{resource['code']}.{field['code']}" for field in resource["fields"]}
            found.setdefault(resource["department"], set()).update(codes)
        return found

    def test_every_field_has_a_department_that_gives_it(self):
        given = {code: {*each.fields, *each.predicates} for code, each in DEPARTMENTS.items()}
        assert self.fields() == given

    def test_every_predicate_is_one_on_both_sides(self):
        predicates = {code for each in DEPARTMENTS.values() for code in each.predicates}
        for resource in shared_data()["resources"]:
            for field in resource["fields"]:
                assert (f"{resource['code']}.{field['code']}" in predicates) == (field["kind"] == "predicate")
