"""How often a server is polled."""

from __future__ import annotations

import pytest

from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_core.timeouts import Deadline
from ivk_workflows.queue.polling import PollSchedule


def test_polls_are_rare_while_events_are_received() -> None:
    schedule = PollSchedule()

    assert {schedule.interval(is_live=True) for _ in range(5)} == {30.0}


def test_without_events_intervals_grow_up_to_a_limit() -> None:
    schedule = PollSchedule()
    intervals = []
    for _ in range(5_000):
        intervals.append(schedule.interval(is_live=False))
        schedule.note_answer()

    assert intervals[0] == pytest.approx(0.1, rel=0.1)
    assert intervals[2] > intervals[0]
    assert 4.5 <= intervals[-1] <= 5.0


def test_a_server_that_does_not_answer_is_polled_often_although_events_are_received() -> None:
    schedule = PollSchedule()
    schedule.note_failure(ConnectionError("gone"))
    assert schedule.interval(is_live=True) < 1.0

    schedule.note_answer()
    assert schedule.interval(is_live=True) == 30.0


def test_a_permanent_error_is_raised_at_once() -> None:
    with pytest.raises(NotAnInvokeAIError):
        PollSchedule().note_failure(NotAnInvokeAIError("a web page"))


def test_a_deadline_expires_and_none_never_does() -> None:
    assert Deadline(0.0).left == 0.0
    assert Deadline(None).left == float("inf")
    assert 0.0 < Deadline(10.0).left <= 10.0
