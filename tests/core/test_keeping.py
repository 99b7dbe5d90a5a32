"""Answers that are kept: for how long, for whom, and what drops them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ivk_core.errors import ServerError
from ivk_core.flow import Flow, Request, Response, run
from ivk_core.listings import find_missing
from ivk_core.transport import caching as caching_module
from ivk_core.transport.caching import ResponseCache, caching

LISTING = Request("GET", "/lamps/", query={"all": True})


class Shop:
    """A server whose lamps change."""

    def __init__(self) -> None:
        self.cache = ResponseCache()
        self.lamps = ["a", "b"]
        self.asked = 0
        self.fails = False

    def answer(self, request: Request) -> Response:
        self.asked += 1
        if self.fails:
            raise ServerError("no", response=Response(500))
        return Response(content=json.dumps(self.lamps).encode())

    def run(self, flow: Flow[Any]) -> Any:
        return run(flow, lambda request: run(caching(self.cache)(request), self.answer))

    def ask(self, max_age: float | None = None, request: Request = LISTING) -> list[str]:
        def asking() -> Flow[list[str]]:
            return list((yield replace(request, max_age=max_age)).json)

        found: list[str] = self.run(asking())
        return found

    def missing(self, *ids: str) -> frozenset[str]:
        found: frozenset[str] = self.run(find_missing(ids, LISTING, frozenset, max_age=60.0))
        return found


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let time pass."""
    now = [caching_module.monotonic()]
    monkeypatch.setattr(caching_module, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_an_answer_is_kept_for_as_long_as_a_request_allows(
    shop: Shop, later: Callable[[float], None]
) -> None:
    assert shop.ask(60.0) == shop.ask(60.0) == ["a", "b"]
    assert shop.asked == 1
    later(30)
    shop.ask(60.0)
    assert shop.asked == 1
    shop.ask(10.0)
    assert shop.asked == 2
    later(61)
    shop.ask(60.0)
    assert shop.asked == 3


def test_a_request_that_does_not_say_so_is_always_sent(shop: Shop) -> None:
    shop.ask(60.0)
    shop.ask()
    shop.ask()
    assert shop.asked == 3


def test_an_age_of_zero_renews_the_answer_for_all(shop: Shop) -> None:
    shop.ask(60.0)
    shop.lamps = ["c"]
    assert shop.ask(60.0) == ["a", "b"]
    assert shop.ask(0.0) == ["c"]
    assert shop.ask(60.0) == ["c"]


@pytest.mark.parametrize(
    ("change", "is_dropped"),
    [
        (Request("DELETE", "/lamps/{lamp}", path={"lamp": "a"}), True),
        (Request("POST", "/lamps/"), True),
        (Request("POST", "/shades/"), False),
        (Request("GET", "/lamps/a"), False),
        (Request("POST", "/lamps/by_ids", is_read=True), False),
    ],
)
def test_a_change_drops_the_answers_about_the_same_things(
    shop: Shop, change: Request, is_dropped: bool
) -> None:
    shop.ask(60.0)
    shop.ask(request=change)
    shop.ask(60.0)
    assert shop.asked == (3 if is_dropped else 2)


def test_a_change_that_fails_drops_them_too(shop: Shop) -> None:
    shop.ask(60.0)
    shop.fails = True
    with pytest.raises(ServerError):
        shop.ask(request=Request("DELETE", "/lamps/a"))
    shop.fails = False
    shop.ask(60.0)
    assert shop.asked == 3


def test_an_error_is_not_kept(shop: Shop) -> None:
    shop.fails = True
    with pytest.raises(ServerError):
        shop.ask(60.0)
    shop.fails = False
    assert shop.ask(60.0) == ["a", "b"]


def test_other_questions_have_other_answers(shop: Shop) -> None:
    shop.ask(60.0)
    shop.ask(60.0, Request("GET", "/lamps/", query={"all": False}))
    assert shop.asked == 2


def test_an_id_that_is_missing_is_looked_for_in_a_new_listing_once(shop: Shop) -> None:
    assert shop.missing("a") == frozenset()
    assert shop.missing("x") == {"x"}
    assert shop.asked == 2
    assert shop.missing("x", "a") == {"x"}
    assert shop.asked == 2
    assert shop.missing("x", "y") == {"x", "y"}
    assert shop.asked == 3


def test_a_new_listing_is_not_asked_for_twice(shop: Shop) -> None:
    assert shop.missing("x") == {"x"}
    assert shop.asked == 1


def test_an_id_that_was_added_meanwhile_is_found(shop: Shop) -> None:
    shop.ask(60.0)
    shop.lamps.append("x")
    assert shop.missing("x") == frozenset()


def test_without_ids_nothing_is_asked(shop: Shop) -> None:
    assert shop.missing() == frozenset()
    assert shop.asked == 0
