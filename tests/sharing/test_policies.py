"""Policies and the negative list: what cannot be saved, what is frozen, which one counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from services.sharing.models import (
    DataField,
    FrozenPolicy,
    Grant,
    GrantRequest,
    NegativeListEntry,
    SharingPolicy,
)
from services.sharing.queries import clashes, forbidden_fields
from services.sharing.standing_policies import policies_on
from tests.sharing.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
TODAY = date(2026, 11, 22)
FIELD = "family_means.monthly_income"
ARTICLE = "《社会救助暂行办法》第六十条"


def field(code: str = FIELD) -> DataField:
    return DataField.objects.select_related("resource__department").get(code=code)


def policy(**changes) -> SharingPolicy:
    """A version of its own for the field, above what is shipped."""
    said = {
        "resource": field().resource,
        "field": field(),
        "version": 50,
        "kind": "CONDITIONAL",
        "article": ARTICLE,
        "valid_from": TODAY,
        "review_on": TODAY + timedelta(days=365),
        "author": "STAFF:1",
        "first_approver": "STAFF:2",
        "second_approver": "STAFF:3",
        "state": "APPROVED",
    }
    return SharingPolicy.objects.create(**said | changes)


def listed(**changes) -> NegativeListEntry:
    said = {
        "resource": field().resource,
        "field": field(),
        "department": field().resource.department,
        "article": ARTICLE,
        "reason": {"zh": "不公开", "en": "Closed"},
        "entered_on": TODAY,
        "review_on": TODAY + timedelta(days=180),
    }
    return NegativeListEntry.objects.create(**said | changes)


def cannot_be_saved(write, **changes) -> bool:
    with transaction.atomic():
        try:
            with transaction.atomic():
                write(**changes)
        except IntegrityError:
            return True
    return False


class TestBasis:
    def test_what_is_forbidden_needs_one_in_the_database_itself(self):
        assert cannot_be_saved(policy, kind="FORBIDDEN", article="")
        assert policy(kind="FORBIDDEN").article == ARTICLE

    def test_the_negative_list_needs_one(self):
        assert cannot_be_saved(listed, article="")
        assert listed().article == ARTICLE

    def test_a_refused_request_needs_one(self, allowance):
        said = {
            "consumer": field().resource.department,
            "department": field().resource.department,
            "purpose": allowance,
            "field": field(),
            "disclosure": "VALUE",
            "asked_at": AT,
            "due_on": TODAY,
            "state": "REFUSED",
            "answered_at": AT,
        }
        assert cannot_be_saved(GrantRequest.objects.create, **said)
        assert GrantRequest.objects.create(**said, article=ARTICLE).state == "REFUSED"

    def test_the_negative_list_has_a_day_on_which_it_is_looked_at_again(self):
        assert cannot_be_saved(listed, review_on=TODAY)


class TestApproval:
    @pytest.mark.parametrize(
        "people",
        [
            {"second_approver": ""},
            {"first_approver": "STAFF:3"},
            {"author": "STAFF:2"},
            {"author": "STAFF:3"},
        ],
        ids=["only one", "the same twice", "the author first", "the author second"],
    )
    def test_it_takes_two_more_people(self, people):
        assert cannot_be_saved(policy, **people)

    def test_a_draft_needs_nobody(self):
        assert policy(state="DRAFT", first_approver="", second_approver="").state == "DRAFT"

    def test_approved_is_frozen(self):
        approved = policy()
        approved.kind = "UNCONDITIONAL"
        with pytest.raises(FrozenPolicy):
            approved.save()
        with pytest.raises(FrozenPolicy):
            SharingPolicy.objects.filter(pk=approved.pk).update(kind="UNCONDITIONAL")
        with pytest.raises(FrozenPolicy):
            approved.delete()

    def test_a_draft_is_written_on(self):
        draft = policy(state="DRAFT")
        draft.kind = "UNCONDITIONAL"
        draft.save()
        assert SharingPolicy.objects.get(pk=draft.pk).kind == "UNCONDITIONAL"


class TestWhichCounts:
    def test_that_of_the_field_before_that_of_the_register(self):
        of_register = policy(field=None, version=60)
        of_field = policy(version=50)
        assert policies_on([field()], TODAY)[FIELD] == of_field
        assert policies_on([field("family_means.members")], TODAY)["family_means.members"] == of_register

    def test_the_newest_of_those_that_are_valid(self):
        policy(version=50)
        policy(version=52, valid_from=TODAY + timedelta(days=1))
        newest = policy(version=51)
        assert policies_on([field()], TODAY)[FIELD] == newest

    def test_a_draft_counts_for_nothing(self):
        policy(state="DRAFT")
        assert getattr(policies_on([field()], TODAY).get(FIELD), "version", 0) != 50


class TestForbiddenFields:
    def test_those_on_the_negative_list_and_those_under_a_forbidden_policy(self):
        assert FIELD not in forbidden_fields(TODAY)
        policy(kind="FORBIDDEN")
        listed(field=None, resource=field("homes.owns_home").resource)
        assert {FIELD, "homes.owns_home"} <= forbidden_fields(TODAY)
        assert "family_means.members" not in forbidden_fields(TODAY)

    def test_no_longer_once_the_line_has_ended(self):
        listed(ended_on=TODAY + timedelta(days=3))
        assert FIELD in forbidden_fields(TODAY)
        assert FIELD not in forbidden_fields(TODAY + timedelta(days=3))


class TestClashes:
    def test_case_3_a_grant_for_what_is_listed_is_a_finding(self, allowance):
        name = field("population.name")
        assert clashes(TODAY) == []
        listed(field=name, resource=name.resource)
        assert [(each.purpose, each.field) for each in clashes(TODAY)] == [(allowance, name)]

    def test_a_suspended_grant_is_none(self, allowance):
        name = field("population.name")
        listed(field=name, resource=name.resource)
        Grant.objects.filter(field=name).update(suspended_at=AT, suspended_because="listed")
        assert clashes(TODAY) == []
