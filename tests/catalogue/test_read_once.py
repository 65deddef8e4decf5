"""What a published version says is read once a process, when a query leaves it out; drafts are read as they stand."""

import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.catalogue.models import ItemVersion
from tests.catalogue.packages import NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
CODE = "insurance-certificate"


def light() -> ItemVersion:
    return ItemVersion.objects.defer("content").get(item__code=CODE, number=NUMBER)


def a_draft() -> ItemVersion:
    whole = ItemVersion.objects.get(item__code=CODE)
    return ItemVersion.objects.create(
        item=whole.item,
        number=whole.number + 1,
        state=ItemVersion.State.DRAFT,
        in_force_from=whole.in_force_from,
        name=whole.name,
        content=copy.deepcopy(whole.content),
        sha256=whole.sha256,
        purpose=whole.purpose,
        rule_set=whole.rule_set,
    )


def test_it_is_what_the_row_says():
    assert light().content == ItemVersion.objects.get(item__code=CODE).content


def test_the_second_time_nobody_is_asked():
    assert light().content["code"] == CODE
    again = light()
    with CaptureQueriesContext(connection) as queries:
        assert again.content["code"] == CODE
        assert [question.code for question in again.form.questions] == ["used_for"]
    assert len(queries) == 0


def test_the_form_is_parsed_once():
    assert light().form is light().form
    assert light().form == ItemVersion.objects.get(item__code=CODE).form


def test_a_query_that_asks_for_it_has_a_copy_of_its_own():
    whole = ItemVersion.objects.get(item__code=CODE)
    whole.content["code"] = "changed"
    assert light().content["code"] == CODE


def test_a_draft_changes_and_is_read_as_it_stands():
    draft = a_draft()
    for fee in (100, 200):
        draft.content["fee_fen"] = fee
        draft.content["questions"][0]["longest"] = fee
        draft.save()
        found = ItemVersion.objects.defer("content").get(pk=draft.pk)
        assert found.content["fee_fen"] == fee
        assert found.form.questions[0].longest == fee


def test_two_versions_are_never_mistaken_for_each_other():
    draft = a_draft()
    draft.content["fee_fen"] = 7
    draft.save()
    end = draft.in_force_from + timedelta(days=30)
    ItemVersion.objects.exclude(pk=draft.pk).update(in_force_to=draft.in_force_from)  # one at a time
    ItemVersion.objects.filter(pk=draft.pk).update(state=ItemVersion.State.SUPERSEDED, in_force_to=end)
    assert ItemVersion.objects.defer("content").get(pk=draft.pk).content["fee_fen"] == 7
    assert light().content["fee_fen"] == 0
