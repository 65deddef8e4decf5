"""Cases 1 to 13: who may read what, and how much of it."""

from tests.threats.row import Threat

DECISION = "tests/sharing/test_decision.py::"

TITLE = "Authorisation and minimisation"
ROWS = (
    Threat(
        3,
        "A field is on the negative list and granted all the same",
        "The negative list is the first line of the law of `decision.py`: no grant lifts it",
        (f"{DECISION}TestNegativeList::test_case_3_it_wins_over_policy_and_grant",),
    ),
    Threat(
        4,
        "More is asked than is registered, in whatever form",
        "Disclosures have an order; more than registered is denied for every pair of them",
        (
            f"{DECISION}TestDisclosure::test_gap_4_no_more_than_registered_in_any_pair",
            f"{DECISION}TestDisclosure::test_gap_4_a_form_nobody_knows_is_more_than_registered",
        ),
    ),
    Threat(
        5,
        "A value is asked where yes or no is registered",
        "Denied, and not cut down to what is registered: whoever asks has to know what they may",
        (
            f"{DECISION}TestDisclosure::test_case_5_a_value_where_yes_or_no_is_registered_is_denied_and_not_cut_down",
        ),
    ),
    Threat(
        8,
        "A caseworker looks at themself or at kin",
        "Whoever is concerned does not read, whatever else they may",
        (
            f"{DECISION}TestOfficers::test_case_8_somebody_concerned_does_not_read_even_what_is_theirs_to_decide",
        ),
    ),
    Threat(
        10,
        "Sensitive data are read with a second factor given long ago, or dated ahead",
        "For L4 the second factor is at most 15 minutes old, and not from the future",
        (
            f"{DECISION}TestOfficers::test_gap_10_a_second_factor_from_tomorrow_is_none",
            f"{DECISION}test_one_thing_missing_is_one_reason",
        ),
    ),
)
