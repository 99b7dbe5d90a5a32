"""Events that are kept for the first listener."""

from __future__ import annotations

import pytest

from ivk_core.events.types import event_from
from ivk_workflows.jobs import event_buffer
from ivk_workflows.jobs.event_buffer import EventBuffer


def test_the_first_listener_receives_the_events_and_the_second_does_not() -> None:
    buffer = EventBuffer()
    buffer.add(event_from("invocation_started", {}))

    assert [event.name for event in buffer.take()] == ["invocation_started"]
    buffer.add(event_from("invocation_complete", {}))
    assert buffer.take() == []


def test_the_latest_hundred_events_are_kept_without_previews() -> None:
    buffer = EventBuffer()
    for number in range(500):
        buffer.add(event_from("invocation_progress", {"image": {"dataURL": "data:,"}}))
        buffer.add(event_from("invocation_started", {"number": number}))

    assert [event["number"] for event in buffer.take()] == list(range(400, 500))


def test_a_late_listener_receives_no_earlier_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_buffer, "_SECONDS_OPEN", 0.0)
    buffer = EventBuffer()
    buffer.add(event_from("invocation_started", {}))

    assert buffer.take() == []
