"""A connection that breaks is replaced at once; one that cannot be kept is tried at growing intervals."""

from __future__ import annotations

from ivk_core.errors import ConnectionError
from ivk_core.events.life import Life

REFUSED = ConnectionError("refused")


def after_a_life_of(seconds: float) -> Life:
    """Give what is known after a connection that was open for a while."""
    life = Life()
    life.opened(100.0)
    life.broke()
    life.ended(100.0 + seconds, None)
    return life


def test_pauses_between_attempts_grow_up_to_a_limit() -> None:
    life = Life()
    pauses = [life.pause]
    for _ in range(5000):
        life.ended(0.0, REFUSED)
        pauses.append(life.pause)

    assert pauses[0] == 0.0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 15.0


def test_a_connection_that_lived_for_a_while_is_replaced_at_once_and_nothing_speaks_against_another() -> None:
    life = after_a_life_of(60.0)

    assert life.pause == 0.0
    assert life.error is None


def test_connections_that_end_as_soon_as_they_are_open_are_no_better_than_none() -> None:
    life = after_a_life_of(0.1)
    assert 0.0 < life.pause < 1.0
    assert life.error is None

    pauses = []
    for _ in range(10):
        assert life.opened(200.0)
        life.broke()
        life.ended(200.1, None)
        pauses.append(life.pause)

    assert pauses == sorted(pauses)
    assert pauses[-1] == 15.0
    assert "as soon as it is open" in str(life.error)


def test_nothing_speaks_against_a_connection_that_is_open() -> None:
    life = Life()
    life.ended(0.0, REFUSED)
    assert life.error is REFUSED

    life.opened(1.0)

    assert life.error is None


def test_a_connection_is_restored_after_a_gap_and_not_by_being_the_first() -> None:
    assert not Life().opened(0.0)
    assert after_a_life_of(60.0).opened(200.0)

    refused_at_first = Life()
    refused_at_first.ended(0.0, REFUSED)
    assert refused_at_first.opened(1.0)
