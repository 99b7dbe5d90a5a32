"""A stable connection that is lost is replaced at once; after failures there are growing pauses."""

from __future__ import annotations

import pytest

from ivk_core.errors import ConnectionError
from ivk_core.events.state import ConnectionState

REFUSED = ConnectionError("refused")


@pytest.fixture(autouse=True)
def no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.random", lambda: 0.0)


def after_being_open_for(seconds: float) -> ConnectionState:
    """Return the state after a connection that was open for some seconds."""
    state = ConnectionState()
    state.opened(100.0)
    state.lost()
    state.ended(100.0 + seconds, None)
    return state


def test_pauses_between_attempts_grow_up_to_a_limit() -> None:
    state = ConnectionState()
    pauses = [state.pause]
    for _ in range(5000):
        state.ended(0.0, REFUSED)
        pauses.append(state.pause)

    assert pauses[0] == 0.0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 15.0


def test_a_stable_connection_is_replaced_without_a_pause_and_without_an_error() -> None:
    state = after_being_open_for(60.0)

    assert state.pause == 0.0
    assert state.error is None


def test_connections_that_end_at_once_count_as_failures() -> None:
    state = after_being_open_for(0.1)
    assert 0.0 < state.pause < 1.0
    assert state.error is None

    pauses = []
    for _ in range(10):
        assert state.opened(200.0)
        state.lost()
        state.ended(200.1, None)
        pauses.append(state.pause)

    assert pauses == sorted(pauses)
    assert pauses[-1] == 15.0
    assert "as soon as it is open" in str(state.error)


def test_an_open_connection_has_no_error() -> None:
    state = ConnectionState()
    state.ended(0.0, REFUSED)
    assert state.error is REFUSED

    state.opened(1.0)

    assert state.error is None


def test_a_connection_is_restored_after_a_failure_and_not_if_it_is_the_first() -> None:
    assert not ConnectionState().opened(0.0)
    assert after_being_open_for(60.0).opened(200.0)

    refused_at_first = ConnectionState()
    refused_at_first.ended(0.0, REFUSED)
    assert refused_at_first.opened(1.0)
