"""Cases 55 to 60: leaks, disputes and the scoreboard."""

from tests.threats.row import Threat

RULES = "tests/watch/test_rules.py::"
ANSWERS = "tests/watch/test_answers.py::"
DOORS = "tests/rules/test_sealed_doors.py::"
RECEIPTS = "tests/sealing/test_receipts.py::"
MARKER = "tests/marker/test_marker.py::"

TITLE = "Detection and use"
ROWS: tuple[Threat, ...] = (
    Threat(
        55,
        "Somebody reads what they were not asked to",
        "People who do not exist lie in the registers; whoever reads about one is stopped at the watch's next look",
        (
            f"{RULES}TestCanary::test_case_55_opening_one_is_critical_at_the_next_look",
            f"{RULES}TestCanary::test_case_55_asking_departments_about_one_stops_the_purpose",
            f"{RULES}TestOnce::test_an_officer_who_was_stopped_is_at_the_door_with_the_next_page",
        ),
    ),
    Threat(
        56,
        "An officer copies hundreds of records at the pace of a person",
        "Different people in five minutes and in an hour have a cap, and are compared with the officer's own hours",
        (
            f"{RULES}TestVolume::test_case_56_three_hundred_at_human_pace_are_stopped_within_five_minutes",
            f"{RULES}TestVolume::test_many_times_the_own_usual_hour_is_a_warning_and_stops_nobody",
            f"{RULES}TestHabits::test_addresses_tried_one_after_the_other_are_critical",
        ),
    ),
    Threat(
        57,
        "Code reads sealed values past the models, where nothing is recorded",
        "What departments told opens against an entry of the ledger alone, as many values as entries name; a machine knows who "
        "may open by hand and who may speak SQL; a planted value is looked for everywhere",
        (
            f"{RECEIPTS}TestWithout::test_case_57_no_attribute_opens_it",
            f"{RECEIPTS}TestWithout::test_case_57_the_key_ring_does_not_either",
            f"{RECEIPTS}TestCounted::test_case_57_at_the_desk_one_entry_names_all_that_is_opened",
            f"{RECEIPTS}TestCounted::test_case_57_what_is_opened_is_what_the_entries_name",
            f"{RECEIPTS}TestTheWatch::test_a_try_is_a_critical_detection_and_an_entry",
            f"{DOORS}test_case_57_receipts_are_made_where_their_entry_is_looked_up",
            f"{DOORS}test_case_57_only_the_fields_open_what_is_sealed",
            f"{DOORS}test_case_57_nobody_reads_tables_behind_the_models",
            f"{MARKER}test_a_value_of_level_4_lies_sealed_and_nowhere_else",
        ),
    ),
    Threat(
        58,
        "An alarm rings and nobody knows how long it takes until somebody has dealt with it",
        "A drill injects a leak against the processes that run, and fails over 5 minutes to alert or 30 to handling",
        (
            f"{ANSWERS}TestDrill::test_gap_58_it_prints_both_times_and_the_officer_is_out",
            "tests/watch/test_drill.py::test_gap_58_another_process_finds_the_leak_in_time_and_stops_it",
            f"{ANSWERS}TestDrill::test_gap_58_where_nobody_watches_it_fails",
        ),
    ),
    Threat(
        59,
        "A value is wrong, somebody says so, and nothing follows; or everything follows by itself",
        "A data officer answers in words by a day; what rests on a corrected value is found by lineage and read again under "
        "a request of its own: what is open is judged anew, what was decided waits for a person and lists what changed",
        (
            "tests/sharing/test_settling.py::test_case_59_a_data_officer_settles_it_in_words",
            "tests/aftercare/test_corrections.py::TestWhatWasDecided::"
            "test_case_59_waits_for_a_person_and_is_not_undone_by_itself",
            "tests/aftercare/test_corrections.py::TestWhatWasDecided::"
            "test_case_59_lists_what_changed_and_what_the_rules_say_now",
            "tests/aftercare/test_corrections.py::TestWhatIsUnderWay::"
            "test_case_59_is_judged_anew_and_approved_where_only_that_stood_against_it",
            "tests/desk/test_data_pages.py::"
            "test_case_59_in_the_demonstration_the_register_is_told_and_asked_again",
        ),
    ),
    Threat(
        60,
        "Scores are made up, or raised by adding lines to a catalogue",
        "Scores follow from sealed entries alone to the same numbers as from rows; values weigh what they are wanted",
        (
            "tests/figures/test_sharing_scores.py::test_case_60_sealed_entries_alone_give_the_same_scores",
            "tests/figures/test_sharing_scores.py::test_case_60_a_thousand_trivial_fields_raise_no_score",
        ),
    ),
)
