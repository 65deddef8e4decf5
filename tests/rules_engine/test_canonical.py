from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.canonical import canonical, sha256, version_sha256
from tests.rules_engine.allowance import allowance

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_equal_content_has_one_spelling_whatever_the_order_of_its_keys():
    assert canonical({"b": 1, "a": ["年龄", True, None]}) == '{"a":["年龄",true,null],"b":1}'.encode()
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_the_order_of_a_list_is_content():
    assert sha256([1, 2]) != sha256([2, 1])


def test_true_is_not_one_and_one_is_not_its_text():
    assert len({sha256(value) for value in (True, 1, "1", "true", None, "")}) == 6


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), Decimal(1), {1: "a"}, {True: "a"}, {"a"}, b"a", object()]
)
def test_what_json_would_change_has_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical({"inside": [value]})


def test_half_a_character_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"name": "\ud800"})


def test_a_fingerprint_is_sixty_four_digits_and_known():
    assert sha256({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@given(PLAIN, PLAIN)
def test_only_equal_content_has_an_equal_spelling(one, other):
    assert (canonical(one) == canonical(other)) == (repr(_sorted(one)) == repr(_sorted(other)))


def test_a_version_changes_its_fingerprint_with_table_facts_or_words():
    whole = allowance()
    assert whole.sha256 == version_sha256(whole.jdm, whole.facts, whole.texts)
    for changed in (
        version_sha256({**whole.jdm, "edges": []}, whole.facts, whole.texts),
        version_sha256(whole.jdm, {}, whole.texts),
        version_sha256(whole.jdm, whole.facts, {**whole.texts, "R02_AGE": {"zh": "另", "en": "Other"}}),
    ):
        assert changed != whole.sha256


def _sorted(value):
    if isinstance(value, list):
        return ("list", [_sorted(each) for each in value])
    if isinstance(value, dict):
        return ("object", sorted((key, _sorted(each)) for key, each in value.items()))
    return value
