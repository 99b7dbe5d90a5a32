"""The response cache: how long responses are used, which requests use them, and what drops them."""

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


class FakeServer:
    """A server whose lamps change."""

    def __init__(self) -> None:
        self.cache = ResponseCache()
        self.lamps = ["a", "b"]
        self.requests = 0
        self.fails = False

    def answer(self, request: Request) -> Response:
        self.requests += 1
        if self.fails:
            raise ServerError("no", response=Response(500))
        return Response(content=json.dumps(self.lamps).encode())

    def run(self, flow: Flow[Any]) -> Any:
        return run(flow, lambda request: run(caching(self.cache)(request), self.answer))

    def get(self, max_age: float | None = None, request: Request = LISTING) -> list[str]:
        def flow() -> Flow[list[str]]:
            return list((yield replace(request, max_age=max_age)).json)

        found: list[str] = self.run(flow())
        return found

    def missing(self, *ids: str) -> frozenset[str]:
        found: frozenset[str] = self.run(find_missing(ids, LISTING, frozenset, max_age=60.0))
        return found


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def advance(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Advance the clock of the cache by some seconds."""
    now = [caching_module.monotonic()]
    monkeypatch.setattr(caching_module, "monotonic", lambda: now[0])

    def wait(seconds: float) -> None:
        now[0] += seconds

    return wait


def test_a_response_is_used_for_as_long_as_a_request_allows(
    server: FakeServer, advance: Callable[[float], None]
) -> None:
    assert server.get(60.0) == server.get(60.0) == ["a", "b"]
    assert server.requests == 1
    advance(30)
    server.get(60.0)
    assert server.requests == 1
    server.get(10.0)
    assert server.requests == 2
    advance(61)
    server.get(60.0)
    assert server.requests == 3


def test_a_request_without_a_maximum_age_is_always_sent(server: FakeServer) -> None:
    server.get(60.0)
    server.get()
    server.get()
    assert server.requests == 3


def test_a_maximum_age_of_zero_renews_the_cached_response(server: FakeServer) -> None:
    server.get(60.0)
    server.lamps = ["c"]
    assert server.get(60.0) == ["a", "b"]
    assert server.get(0.0) == ["c"]
    assert server.get(60.0) == ["c"]


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
def test_a_change_drops_the_responses_of_the_same_group(
    server: FakeServer, change: Request, is_dropped: bool
) -> None:
    server.get(60.0)
    server.get(request=change)
    server.get(60.0)
    assert server.requests == (3 if is_dropped else 2)


def test_a_change_that_fails_drops_them_too(server: FakeServer) -> None:
    server.get(60.0)
    server.fails = True
    with pytest.raises(ServerError):
        server.get(request=Request("DELETE", "/lamps/a"))
    server.fails = False
    server.get(60.0)
    assert server.requests == 3


def test_an_error_is_not_cached(server: FakeServer) -> None:
    server.fails = True
    with pytest.raises(ServerError):
        server.get(60.0)
    server.fails = False
    assert server.get(60.0) == ["a", "b"]


def test_another_query_has_another_response(server: FakeServer) -> None:
    server.get(60.0)
    server.get(60.0, Request("GET", "/lamps/", query={"all": False}))
    assert server.requests == 2


def test_a_missing_id_is_looked_up_in_a_new_listing_once(server: FakeServer) -> None:
    assert server.missing("a") == frozenset()
    assert server.missing("x") == {"x"}
    assert server.requests == 2
    assert server.missing("x", "a") == {"x"}
    assert server.requests == 2
    assert server.missing("x", "y") == {"x", "y"}
    assert server.requests == 3


def test_a_new_listing_is_not_requested_twice(server: FakeServer) -> None:
    assert server.missing("x") == {"x"}
    assert server.requests == 1


def test_an_id_that_was_added_later_is_found(server: FakeServer) -> None:
    server.get(60.0)
    server.lamps.append("x")
    assert server.missing("x") == frozenset()


def test_without_ids_no_request_is_sent(server: FakeServer) -> None:
    assert server.missing() == frozenset()
    assert server.requests == 0
