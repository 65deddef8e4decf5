"""Identifiers of GB/T 36904: the real ones fit, and no slip of the pen does."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates.identifiers import Identifier, NotAnIdentifier, parse

# Issued by two ministries and three cities of the mainland, not by us.
REAL = [
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
]
ALPHABET = string.digits + string.ascii_uppercase
OURS = Identifier("11990100MB0000002X001", "11990100MB0000002X", "20260000001")

words = st.text(ALPHABET, min_size=1, max_size=20)
identifiers = st.builds(
    Identifier,
    type_code=st.tuples(
        st.text(ALPHABET, min_size=18, max_size=18), st.text(string.digits, min_size=3, max_size=3)
    ).map("".join),
    issuer=st.text(ALPHABET, min_size=18, max_size=18),
    serial=words,
    version=st.text(string.digits, min_size=3, max_size=3),
)


@pytest.mark.parametrize("written", REAL)
def test_real_identifiers_are_read_and_written_back(written: str) -> None:
    assert str(parse(written)) == written


@pytest.mark.parametrize("written", REAL)
def test_the_check_character_of_real_identifiers_is_the_one_we_compute(written: str) -> None:
    assert parse(written).check == written[-1]


def test_the_parts_are_told_apart() -> None:
    parsed = parse(REAL[0])
    assert parsed.type_code == "11100000000013338W011"
    assert parsed.issuer == "11430000006122244L"
    assert (parsed.serial, parsed.version) == ("20230000403", "001")


def test_an_issuer_may_be_a_region() -> None:
    assert parse(REAL[1]).issuer == "340100"


def test_our_own_is_of_the_first_version_and_has_all_parts() -> None:
    assert (
        str(OURS) == "1.2.156.3005.2.11990100MB0000002X001.11990100MB0000002X.20260000001.001." + OURS.check
    )


@given(identifiers)
def test_whatever_is_composed_is_parsed(identifier: Identifier) -> None:
    assert parse(str(identifier)) == identifier


@given(identifiers, st.data())
def test_one_wrong_character_never_passes(identifier: Identifier, data: st.DataObject) -> None:
    written = str(identifier)
    behind_oid = range(len("1.2.156.3005.2."), len(written))
    place = data.draw(st.sampled_from([index for index in behind_oid if written[index] != "."]))
    other = data.draw(st.sampled_from([character for character in ALPHABET if character != written[place]]))
    with pytest.raises(NotAnIdentifier):
        parse(written[:place] + other + written[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        str(OURS).lower(),
        f"  {OURS} \n",
        str(OURS).replace(".2026", ".\n2026"),
        str(OURS).replace(".", " . "),
        str(OURS).removeprefix("1.2.156.3005.2."),
        str(OURS).translate({ord(digit): ord(digit) + 0xFEE0 for digit in string.digits}),
        str(OURS).replace(".", "．"),
    ],
)
def test_it_is_read_as_people_type_and_copy_it(typed: str) -> None:
    assert parse(typed) == OURS


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "王秀兰",
        "\0",
        "1.2.156.3005.2.",
        str(OURS)[:-1],
        str(OURS) + "1",
        str(OURS) + ".1",
        str(OURS).replace("1.2.156", "1.2.157"),
        str(OURS).replace(".001.", ".01."),
        str(OURS).replace("2026", "²026") + "x",
        "1" * 100_000,
    ],
)
def test_everything_else_is_refused(typed: str) -> None:
    with pytest.raises(NotAnIdentifier):
        parse(typed)


@given(st.text())
def test_no_text_breaks_the_parser(typed: str) -> None:
    try:
        parsed = parse(typed)
    except NotAnIdentifier:
        return
    assert parse(str(parsed)) == parsed
