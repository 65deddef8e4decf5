"""Cases 18 to 32: departments that are slow, broken or hostile."""

from tests.threats.row import Threat

HOSTILE = "tests/sharing/test_hostile_sources.py::"
WIRE = "tests/sharing/test_http_provider.py::"
SIGNED = "tests/sharing/test_signatures.py::"
NOTHING = f"{HOSTILE}test_cases_23_to_28_nothing_of_it_comes_in_and_nobody_asks_again"

TITLE = "Sources and network"
ROWS: tuple[Threat, ...] = (
    Threat(
        18,
        "A department drips bytes, or answers late, so that pages hang",
        "One deadline of three seconds for all departments, on raw bytes: every wait is cut to what is left of it",
        (
            f"{HOSTILE}test_case_18_a_department_that_drips_is_left_at_the_deadline",
            f"{HOSTILE}test_case_18_so_is_one_that_answers_late",
            f"{HOSTILE}test_case_18_the_deadline_of_the_product_is_three_seconds",
            f"{WIRE}TestTheDeadline::test_headers_that_drip",
        ),
    ),
    Threat(
        19,
        "A department fails again and again, and every page waits for it",
        "Five failures in half a minute and it is left alone as long; one question then looks; all workers read one row",
        (
            f"{HOSTILE}TestTheBreaker::test_gap_19_after_five_failures_it_is_left_alone_and_the_request_says_so",
            f"{HOSTILE}TestTheBreaker::test_gap_19_after_half_a_minute_one_question_looks_and_no_other",
            f"{HOSTILE}TestTheBreaker::test_what_is_said_wrongly_or_politely_trips_nothing",
        ),
    ),
    Threat(
        20,
        "A department is busy and asks to come back later",
        "It is not asked before; where that is too late for the page, the application waits and comes back by itself",
        (
            f"{HOSTILE}test_case_20_a_department_that_is_busy_is_not_stormed",
            f"{HOSTILE}test_case_20_one_that_asks_for_a_moment_gets_it",
            f"{WIRE}TestAskingOnceMore::test_case_20_whoever_says_when_to_come_back_is_not_asked_before",
        ),
    ),
    Threat(
        21,
        "A fault, then an answer: asked twice, delivered twice",
        "A retry has the id of the call and a nonce of its own; one request, one delivery",
        (f"{HOSTILE}test_case_21_a_fault_then_an_answer_is_one_retry_of_the_same_call",),
    ),
    Threat(
        22,
        "One slow department takes all connections",
        "At most eight questions at a time go to one department; a ninth waits no longer than its deadline",
        (
            f"{WIRE}TestTheDeadline::test_gap_22_a_ninth_question_waits_for_a_place_and_not_longer_than_its_deadline",
        ),
    ),
    Threat(
        23,
        "Somebody else answers in a department's name",
        "Answers are signed with a key of the register that counts now; otherwise refused, not asked again, the source suspect",
        (
            NOTHING,
            f"{HOSTILE}test_case_23_a_source_that_did_not_sign_is_suspect",
            f"{HOSTILE}test_case_23_a_department_nobody_registered_a_key_for_is_not_believed",
            f"{SIGNED}TestAnswers::test_case_23_a_key_that_has_ended_is_refused",
            f"{SIGNED}TestAnswers::test_no_signed_line_can_be_changed_or_left_out",
        ),
    ),
    Threat(
        24,
        "Yesterday's answer is played again, or yesterday's question",
        "An answer repeats digest and nonce of the question's signed text; a department hears a nonce once in ten minutes",
        (
            f"{HOSTILE}test_case_24_the_answer_to_another_question_played_again_is_refused",
            f"{SIGNED}TestAnswers::test_case_24_the_answer_to_an_earlier_try_is_refused",
            f"{SIGNED}TestQuestions::test_once",
            f"{SIGNED}TestQuestions::test_clocks_may_differ_by_two_minutes",
        ),
    ),
    Threat(
        25,
        "A department points to an address inside",
        "Redirects are not followed and found against the source; addresses come from the register alone",
        (NOTHING, f"{WIRE}TestWhatIsRefused::test_a_redirect_is_not_followed"),
    ),
    Threat(
        26,
        "An answer that breaks the reader: endless, packed, nested, with keys twice",
        "256 KB, no encodings, an exact content type; depth, numbers and keys are checked before anything is used",
        (NOTHING, "tests/sharing/test_answers.py::TestWhatIsNotAnAnswer::test_what_cannot_be_read"),
    ),
    Threat(
        27,
        "XML with a document type reads files or multiplies entities",
        "defusedxml: no document type, no entities, nothing from elsewhere; read only after the signature holds",
        (NOTHING, "tests/sharing/test_legacy_xml.py::test_case_27_no_declaration_is_let_in"),
    ),
    Threat(
        28,
        "An answer is dated in the future, or is old",
        "Two minutes of skew; what is dated ahead is refused and found against the source, what is old has its date",
        (NOTHING, f"{HOSTILE}test_case_28_old_data_come_in_with_their_date"),
    ),
    Threat(
        29,
        "A register has two entries for one number",
        "No value and no waiting: the fact is missing, so rules decide nothing and a person looks",
        (
            f"{HOSTILE}test_case_29_two_entries_for_one_number_are_no_value_and_nothing_to_wait_for",
            "tests/applications/test_waiting_for_sources.py::test_case_29_two_entries_go_to_a_person_at_once",
        ),
    ),
    Threat(
        30,
        "Rare characters, partial dates, old numbers",
        "Texts are kept as given, dates that are none are left out and named, numbers are asked about as they are",
        (
            f"{HOSTILE}test_case_30_names_are_kept_as_they_are_given",
            f"{HOSTILE}test_case_30_a_partial_date_is_left_out_and_named",
            f"{HOSTILE}test_case_30_a_number_of_fifteen_digits_is_asked_about_as_it_is",
        ),
    ),
    Threat(
        31,
        "A process dies between the answer and its record",
        "A request is committed before it is sent; one left on its way gets its one outcome by a sweep",
        (
            "tests/sharing/test_killed_while_asking.py::test_case_31_every_call_has_one_request_and_one_outcome",
            "tests/sharing/test_lifecycle.py::TestRecovery::test_case_31_a_request_whose_process_died_gets_its_outcome",
        ),
    ),
    Threat(
        32,
        "Departments are asked one after the other",
        "All at once: nobody has to answer before everybody has been asked (the ratio stands in performance.md)",
        ("tests/sharing/test_fetch.py::TestTogether::test_case_32_all_are_asked_at_once",),
    ),
)
