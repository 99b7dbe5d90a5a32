"""What is kept of a story that nobody listens to yet."""

from __future__ import annotations

import pytest

from ivk_core.events.types import event_from
from ivk_workflows.jobs import early
from ivk_workflows.jobs.early import EarlyEvents


def test_the_first_who_comes_is_told_and_the_second_is_not() -> None:
    kept = EarlyEvents()
    kept.note(event_from("invocation_started", {}))

    assert [event.name for event in kept.take()] == ["invocation_started"]
    kept.note(event_from("invocation_complete", {}))
    assert kept.take() == []


def test_of_a_long_story_the_latest_hundred_are_kept_and_previews_never() -> None:
    kept = EarlyEvents()
    for number in range(500):
        kept.note(event_from("invocation_progress", {"image": {"dataURL": "data:,"}}))
        kept.note(event_from("invocation_started", {"number": number}))

    assert [event["number"] for event in kept.take()] == list(range(400, 500))


def test_who_comes_too_late_has_missed_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_SECONDS_TO_COME", 0.0)
    kept = EarlyEvents()
    kept.note(event_from("invocation_started", {}))

    assert kept.take() == []
