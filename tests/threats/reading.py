"""Cases 1 to 13: who may read what, and how much of it."""

from tests.threats.row import Threat

DECISION = "tests/sharing/test_decision.py::"
GRANTING = "tests/sharing/test_granting.py::"
CONSENT = "tests/sharing/test_consent.py::"
PAGE = "tests/citizen/test_consent.py::"

TITLE = "Authorisation and minimisation"
ROWS = (
    Threat(
        1,
        "A caseworker asks for another department's case by changing the id",
        "Rows are fetched by `visible_to(actor)`, so there is none; and nothing is read for it, which is recorded",
        (
            f"{GRANTING}TestOfficers::test_case_1_one_of_another_department_does_not",
            "tests/rules/test_urls.py::test_another_department_finds_nothing",
        ),
    ),
    Threat(
        2,
        "A field is asked for that the purpose does not name",
        "Denied before anything is sent; the department is not called",
        (
            f"{GRANTING}TestWhatIsDenied::test_case_2_is_not_asked_and_comes_with_its_reason",
            f"{GRANTING}TestWhatIsDenied::test_case_2_a_field_without_a_grant_makes_no_call",
        ),
    ),
    Threat(
        3,
        "A field is on the negative list and granted all the same",
        "The negative list is the first line of the law of `decision.py`: no grant lifts it, and the clash is a finding",
        (
            f"{DECISION}TestNegativeList::test_case_3_it_wins_over_policy_and_grant",
            f"{GRANTING}TestWhatIsDenied::test_case_3_the_negative_list_wins_over_the_grant",
            "tests/sharing/test_policies.py::TestClashes::test_case_3_a_grant_for_what_is_listed_is_a_finding",
        ),
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
            f"{GRANTING}TestWhatIsDenied::test_case_5_a_value_where_yes_or_no_is_registered_is_denied",
        ),
    ),
    Threat(
        6,
        "A grant or a policy changes while the question is on its way",
        "Everything is read anew at delivery; what no longer may be handed over is not, and that is recorded",
        (
            f"{GRANTING}TestAtDelivery::test_gap_6_a_grant_suspended_while_the_question_is_on_its_way",
            f"{GRANTING}TestAtDelivery::test_a_policy_that_forbids_from_now_on",
        ),
    ),
    Threat(
        7,
        "An old tab asks for an application that has ended",
        "Only what is live is read for; the citizen sees the refusal",
        (
            f"{GRANTING}TestWhatIsDenied::test_case_7_nothing_is_read_for_what_has_ended",
            f"{GRANTING}TestTrace::test_the_person_sees_refusals_and_others_do_not",
            "tests/applications/test_standing.py::test_case_7_what_has_ended_is_not_live",
        ),
    ),
    Threat(
        8,
        "A caseworker looks at themself or at kin",
        "Whoever is concerned does not read, whatever else they may",
        (
            f"{DECISION}TestOfficers::test_case_8_somebody_concerned_does_not_read_even_what_is_theirs_to_decide",
            f"{GRANTING}TestOfficers::test_case_8_kin_the_officer_has_named",
            "tests/desk/test_data_requests.py::TestSteppingBack::test_case_8_from_then_on_it_is_a_colleagues",
            "tests/desk/test_data_requests.py::TestSteppingBack::test_case_8_nor_can_they_answer_it_all_the_same",
            "tests/desk/test_recused.py::TestOnThePages::test_case_8_from_then_on_the_application_is_a_colleagues",
        ),
    ),
    Threat(
        9,
        "The caller brings a consumer, a purpose or a disclosure of its own",
        "Purpose, consumer and grants are read from their rows, never from what the caller holds",
        (f"{GRANTING}TestWhatIsDenied::test_case_9_what_the_caller_holds_is_not_believed",),
    ),
    Threat(
        10,
        "Sensitive data are read with a second factor given long ago, or dated ahead",
        "For L4 the second factor is at most 15 minutes old, and not from the future",
        (
            f"{DECISION}TestOfficers::test_gap_10_a_second_factor_from_tomorrow_is_none",
            f"{GRANTING}TestOfficers::test_gap_10_what_is_sensitive_wants_a_fresh_second_factor",
        ),
    ),
    Threat(
        11,
        "A register answers for the household, and the husband or wife has not agreed",
        "Their consent is waited for, which is no no: the application waits and goes on by itself",
        (
            f"{DECISION}TestConsent::test_case_11_the_household_is_waited_for_and_that_is_no_no",
            f"{CONSENT}TestHousehold::test_case_11_the_other_is_waited_for_and_that_is_no_no",
            f"{PAGE}TestHusbandOrWife::test_case_11_nothing_of_it_is_read_until_they_agree",
            "tests/applications/test_consent.py::test_once_she_agrees_it_goes_on_by_itself",
        ),
    ),
    Threat(
        12,
        "A mandate ended a second ago",
        "The case is looked at again at delivery, mandate and all",
        (f"{GRANTING}TestAtDelivery::test_case_12_a_mandate_that_ended_a_second_ago",),
    ),
    Threat(
        13,
        "Ids with percent signs, control characters or of great length",
        "A source has one form, checked before anything is looked up; nothing else reaches a log",
        (
            f"{GRANTING}test_case_13_a_source_out_of_form_is_refused_before_anything_is_looked_up",
            "tests/sharing/test_fetch.py::TestRefusals::test_a_source_is_a_word_and_an_id",
        ),
    ),
)
