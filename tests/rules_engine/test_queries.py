from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.rules import queries
from services.rules.decide import decide
from services.rules.errors import AlteredVersion, NoRuleInForce
from services.rules.models import RuleSet, RuleVersion
from services.rules.problems import RuleErrors
from services.rules.queries import compiled, in_force
from tests.rules_engine.allowance import schema, wang
from tests.rules_engine.publishing import NAME, NEW_YEAR, dearer_rows, published

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _nothing_compiled_yet():
    queries._compile.cache_clear()


def draft(**content) -> RuleVersion:
    rule_set = RuleSet.objects.create(code="sketch", name=NAME)
    values = {"jdm": {}, "facts": {}, "texts": {}, **content}
    return RuleVersion.objects.create(rule_set=rule_set, number=1, effective_from=NEW_YEAR, **values)


def test_a_version_is_in_force_from_its_first_day_until_the_next_begins():
    published()
    published(2, MARCH, rows=dearer_rows())
    numbers = {
        day: in_force("allowance", day).number
        for day in (NEW_YEAR, date(2026, 2, 28), MARCH, date(2099, 1, 1))
    }
    assert list(numbers.values()) == [1, 1, 2, 2]


def test_before_its_first_day_nothing_is_in_force():
    published()
    with pytest.raises(NoRuleInForce) as missing:
        in_force("allowance", date(2025, 12, 31))
    assert (missing.value.code, missing.value.on) == ("allowance", date(2025, 12, 31))


def test_a_rule_set_nobody_knows_has_nothing_in_force():
    published()
    with pytest.raises(NoRuleInForce):
        in_force("alowance", NEW_YEAR)


def test_a_draft_is_never_in_force():
    draft()
    with pytest.raises(NoRuleInForce):
        in_force("sketch", NEW_YEAR)


def test_finding_the_version_takes_one_query():
    published()
    with CaptureQueriesContext(connection) as asked:
        in_force("allowance", NEW_YEAR)
    assert len(asked) == 1


def test_the_stored_version_decides_like_the_rows_it_came_from():
    table, facts = compiled(published())
    assert facts.get("residence").values == schema().get("residence").values
    assert [fact.name for fact in table.columns] == [fact.name for fact in schema()]
    assert decide(table, wang()).code == "A02_80"


def test_each_day_is_decided_by_its_own_version():
    published()
    published(2, MARCH, rows=dearer_rows())
    amounts = [
        decide(compiled(in_force("allowance", day))[0], wang()).amount_fen for day in (NEW_YEAR, MARCH)
    ]
    assert amounts == [30000, 35000]


def test_a_version_is_compiled_once_for_its_content():
    version = published()
    again, same_content = RuleVersion.objects.get(pk=version.pk), published(code="other")
    assert compiled(version) is compiled(again)
    assert compiled(version) is compiled(same_content)
    assert compiled(published(2, MARCH, rows=dearer_rows())) is not compiled(version)


def test_what_is_kept_compiled_is_bounded():
    assert queries._compile.cache_info().maxsize == queries.MOST_COMPILED
    assert queries.MOST_COMPILED <= 1000


@pytest.mark.parametrize("part", ["jdm", "facts", "texts"])
def test_content_that_does_not_have_its_fingerprint_decides_nothing(part):
    version = published()
    setattr(version, part, {**getattr(version, part), "slipped_in": {}})
    with pytest.raises(AlteredVersion):
        compiled(version)


def test_a_wrong_fingerprint_decides_nothing_and_is_not_kept():
    version = published()
    version.sha256 = "0" * 64
    for _ in range(2):
        with pytest.raises(AlteredVersion):
            compiled(version)
    assert compiled(RuleVersion.objects.get())


def test_a_draft_that_does_not_parse_says_so():
    with pytest.raises(RuleErrors):
        compiled(draft())


def test_a_table_outside_the_profile_is_refused_on_load_too():
    version = published()
    nodes = [{**node, "type": "functionNode"} for node in version.jdm["nodes"]]
    with pytest.raises(RuleErrors, match="outside the profile"):
        compiled(draft(jdm={**version.jdm, "nodes": nodes}, facts=version.facts, texts=version.texts))
