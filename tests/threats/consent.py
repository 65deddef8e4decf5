"""Cases 14 to 17: what a person agreed to, and what became of it."""

from tests.threats.row import Threat

CONSENT = "tests/sharing/test_consent.py::"
PAGE = "tests/citizen/test_consent.py::"

TITLE = "Consent"
ROWS = (
    Threat(
        14,
        "Consent is taken back while something is read by it",
        "Nothing is read any more, not even at delivery; kept answers and unused values are deleted, used ones stay "
        "with the decision; the application goes on, to a person",
        (
            f"{CONSENT}TestWithdrawing::test_gap_14_nothing_is_read_any_more_and_kept_answers_are_gone",
            f"{PAGE}TestTakingItBack::test_what_decided_nothing_yet_is_deleted",
            f"{PAGE}TestTakingItBack::test_the_application_is_not_refused_for_it",
            "tests/applications/test_consent.py::test_gap_14_taken_back_while_it_waits_it_goes_to_a_person",
        ),
    ),
    Threat(
        15,
        "Consent was given for version 1, and version 2 reads one field more",
        "A consent covers the fields it names, of one purpose version; the new field is asked for",
        (f"{CONSENT}TestGiving::test_case_15_a_consent_to_version_1_does_not_cover_what_version_2_adds",),
    ),
    Threat(
        16,
        "A consent is sent twice",
        "One consent, one event: by the request key, by the lock on the person, and by a unique constraint",
        (f"{CONSENT}TestGiving::test_case_16_a_double_click_is_one_consent_and_one_event",),
    ),
    Threat(
        17,
        "A receipt is forged, a row altered, or a consent is somebody else's",
        "The row is compared with its receipt and the receipt with our signature at every reading",
        (
            f"{CONSENT}TestReceipts::test_case_17_a_receipt_somebody_else_signed_is_denied",
            f"{CONSENT}TestReceipts::test_case_17_a_row_that_says_more_than_its_receipt_is_denied",
            f"{CONSENT}TestReceipts::test_case_17_another_persons_consent_is_none",
        ),
    ),
)
