"""The switch: a fault for all questions, for some, or for none."""

import pytest

from services.simulators.faults import Fault, Switch


def test_at_first_nothing_is_wrong():
    switch = Switch()
    assert switch.next() == Fault.NONE
    assert switch.asked == 1


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_stays_until_it_is_set_otherwise(fault):
    switch = Switch()
    switch.set(fault)
    assert [switch.next() for _ in range(5)] == [fault] * 5
    switch.set(Fault.NONE)
    assert switch.next() == Fault.NONE


def test_a_fault_for_two_questions_is_over_at_the_third():
    switch = Switch()
    switch.set(Fault.DOWN, times=2)
    assert [switch.next() for _ in range(3)] == [Fault.DOWN, Fault.DOWN, Fault.NONE]
    assert switch.fault == Fault.NONE


def test_a_reset_forgets_fault_and_count():
    switch = Switch()
    switch.set(Fault.ERROR, times=9)
    switch.next()
    switch.reset()
    assert (switch.fault, switch.asked, switch.next()) == (Fault.NONE, 0, Fault.NONE)
