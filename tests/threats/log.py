"""Cases 33 to 43: the log, its seal, and the keys."""

from tests.threats.row import Threat

SEALER = "tests/ledger/test_sealer.py::"
CHECKING = "tests/ledger/test_checking.py::"
WITNESSING = "tests/ledger/test_witnessing.py::"
BACKLOG = "tests/ledger/test_backlog.py::"
ERASING = "tests/ledger/test_erasing.py::"
PERSON = "tests/erasure/test_erase_person.py::"
APPEND_ONLY = "tests/ledger/test_append_only.py::"
ROLES = "tests/ledger/test_roles.py::"
GRANTING = "tests/sharing/test_granting.py::"

TITLE = "Log and crypto"
ROWS = (
    Threat(
        33,
        "Writers, rollbacks and sealers that are killed at any moment lose an entry, seal one twice or leave a gap",
        "Place, nodes and checkpoint are one transaction; a lock for one sealer, unique places and sizes behind it",
        (
            "tests/ledger/test_hammer.py::test_case_33_every_committed_entry_is_sealed_once_whoever_dies",
            "tests/ledger/test_hammer.py::test_whatever_happens_in_whatever_order_the_log_is_whole",
        ),
    ),
    Threat(
        34,
        "An entry commits after one with a higher number was sealed",
        "Places are given at sealing to whatever has none, never to all above the last number",
        (f"{SEALER}TestTogether::test_case_34_an_entry_that_commits_late_gets_the_next_place",),
    ),
    Threat(
        35,
        "The database is put back to an old copy, or its past is written anew with the log's own key",
        "Departments hold the last checkpoint they accepted, sign growth only, and their files name the copy",
        (
            f"{CHECKING}TestWitnesses::test_gap_35_a_restored_old_backup_is_named",
            f"{CHECKING}TestWitnesses::test_a_checkpoint_taken_out_and_its_entries_rewritten_are_told_by_who_saw_it",
            f"{WITNESSING}test_gap_35_a_rolled_back_log_is_refused_and_the_refusal_is_kept_once",
            f"{WITNESSING}test_another_past_is_refused",
        ),
    ),
    Threat(
        36,
        "An administrator edits an entry before it is sealed",
        "The digest made at writing is made again at sealing; a difference stops the sealer and names the entry",
        (f"{SEALER}TestSealing::test_case_36_an_entry_changed_before_it_was_sealed_stops_the_sealer",),
    ),
    Threat(
        37,
        "The sealer stands still, and readings cannot be proved",
        "After five minutes L3 and L4 are closed, L1 and L2 go on; sealing opens them again",
        (
            f"{BACKLOG}test_after_five_minutes_personal_data_are_closed",
            f"{BACKLOG}test_when_the_sealer_has_caught_up_it_is_open_again",
            f"{GRANTING}TestTheLogBehind::test_case_37_what_is_personal_is_refused_and_no_department_asked",
            f"{GRANTING}TestTheLogBehind::test_case_37_what_is_not_personal_goes_on",
            f"{GRANTING}TestTheLogBehind::test_case_37_when_the_sealer_has_caught_up_everything_does",
        ),
    ),
    Threat(
        38,
        "The application's account changes, deletes, empties or alters the ledger's tables",
        "Roles of deploy/roles.sql: it may insert and select; the sealer alone gives places, nobody serves as owner",
        (
            f"{ROLES}test_case_38_the_application_only_adds_to_the_ledger",
            f"{ROLES}test_case_38_the_function_behind_the_triggers_is_not_the_applications_to_replace",
            f"{ROLES}test_the_sealer_seals_and_changes_nothing_else",
            f"{APPEND_ONLY}test_what_an_entry_says_does_not_change",
        ),
    ),
    Threat(
        39,
        "Two sealers run at once",
        "One waits for the other; sizes and places are unique whatever happens",
        (
            f"{SEALER}TestTogether::test_case_39_the_second_sealer_waits_for_the_first",
            f"{APPEND_ONLY}test_case_39_two_entries_cannot_have_one_place_nor_two_checkpoints_one_size",
        ),
    ),
    Threat(
        40,
        "Sealed entries are edited, deleted or swapped by somebody with the database's password",
        "`verify_ledger` makes every hash again and names the places",
        (
            f"{CHECKING}test_gap_40_a_touched_log_shows_its_places",
            f"{CHECKING}TestLongLogs::test_gap_40_two_that_were_swapped_are_both_named",
        ),
    ),
    Threat(
        41,
        "The sealing key changes while everybody works, and values cannot be read or lie open for a moment",
        "Both keys open, ciphertext is replaced by ciphertext, and only where nobody wrote meanwhile",
        (
            "tests/sealing/test_rotating.py::test_case_41_every_value_is_sealed_anew_and_says_the_same",
            "tests/sealing/test_rotating.py::test_case_41_at_no_moment_does_a_value_lie_open_and_readers_read_all_the_while",
            "tests/sealing/test_rotating.py::test_whoever_writes_meanwhile_has_the_last_word",
        ),
    ),
    Threat(
        42,
        "A person has their data erased, and the proofs of everybody else break, or the person can still be guessed",
        "Leaves are salted commitments; salt and body go, and that they went is an entry",
        (
            f"{ERASING}test_case_42_body_and_salt_are_gone_and_the_tree_still_verifies",
            f"{ERASING}test_nothing_in_the_row_tells_any_more_what_it_said",
            f"{ERASING}test_an_erasure_in_silence_is_named",
            f"{PERSON}test_the_person_is_found_nowhere_any_more",
            f"{PERSON}test_case_42_no_entry_names_the_person_and_the_tree_still_verifies",
            f"{PERSON}test_the_program_of_strangers_finds_it_genuine_and_counts_what_went",
        ),
    ),
    Threat(
        43,
        "A report forgets to say what it may see, or a connection remembers what the last request said",
        "Row level security, forced for the owner too; what is said holds for one transaction",
        (
            f"{ROLES}TestReporter::test_case_43_a_forgotten_setting_shows_nothing",
            f"{ROLES}TestReporter::test_case_43_the_owner_is_bound_too",
            f"{ROLES}test_case_43_the_next_request_on_the_same_connection_sees_nothing_of_the_former",
        ),
    ),
)
