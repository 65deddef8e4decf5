"""The tool of these stories, held to what it says: a portal that starts, is looked at, killed, and goes on."""

import http.client

import pytest

from portal.demo.serve import DEPARTMENTS
from portal.demo.sign_ins import CITIZENS
from tests.journeys.portal import RunningPortal, eventually

CITIZENS_OF_THE_DEMO = "SELECT count(*) FROM people_user WHERE person_id IS NOT NULL"


def status(portal: RunningPortal, path: str = "/") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_it_is_ready_when_start_returns_and_knows_its_departments(portal: RunningPortal) -> None:
    assert status(portal) == 200
    assert portal.departments.keys() == DEPARTMENTS.keys()
    assert portal.count(CITIZENS_OF_THE_DEMO) == len(CITIZENS)


def test_its_rows_are_found_by_what_they_hold(portal: RunningPortal) -> None:
    found = portal.rows(
        "SELECT username FROM people_user WHERE username = %s AND kind = %s", "mz1001", "STAFF"
    )
    assert found == [("mz1001",)]


def test_nobody_can_write_through_it(portal: RunningPortal) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        portal.rows("DELETE FROM people_user")
    assert portal.count(CITIZENS_OF_THE_DEMO) == len(CITIZENS)


def test_it_goes_on_at_the_same_address_after_the_end_of_everything(portal: RunningPortal) -> None:
    before = portal.rows("SELECT case_code FROM applications_application ORDER BY case_code")
    address = portal.address
    portal.kill_everything()
    with pytest.raises(OSError):
        status(portal)
    portal.start()
    assert (portal.address, status(portal)) == (address, 200)
    assert portal.rows("SELECT case_code FROM applications_application ORDER BY case_code") == before


def test_waiting_ends_with_what_was_seen_last() -> None:
    seen = iter([0, 0, 3])
    assert eventually(lambda: next(seen)) == 3
    with pytest.raises(AssertionError, match="still 0"):
        eventually(lambda: 0, within=0)
