"""How long to wait before looking again."""

from __future__ import annotations

import pytest

from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_core.timeouts import Deadline
from ivk_workflows.patience import Patience


def test_while_events_are_heard_looks_are_rare() -> None:
    patience = Patience()

    assert {patience.interval(is_live=True) for _ in range(5)} == {30.0}


def test_without_events_intervals_grow_with_each_look_and_never_without_bounds() -> None:
    patience = Patience()
    intervals = []
    for _ in range(5_000):
        intervals.append(patience.interval(is_live=False))
        patience.note_answer()

    assert intervals[0] == pytest.approx(0.1)
    assert intervals == sorted(intervals)
    assert intervals[-1] == 5.0


def test_a_silent_server_is_asked_often_even_while_events_might_be_heard() -> None:
    patience = Patience()
    patience.note_silence(ConnectionError("gone"))
    assert patience.interval(is_live=True) < 1.0

    patience.note_answer()
    assert patience.interval(is_live=True) == 30.0


def test_an_error_that_will_not_pass_is_raised_at_once() -> None:
    with pytest.raises(NotAnInvokeAIError):
        Patience().note_silence(NotAnInvokeAIError("a web page"))


def test_a_deadline_runs_out_and_none_never_does() -> None:
    assert Deadline(0.0).left == 0.0
    assert Deadline(None).left == float("inf")
    assert 0.0 < Deadline(10.0).left <= 10.0
