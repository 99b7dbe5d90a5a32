"""Sending a change exactly once: what is sent and queried, and which pauses there are; without a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ivk_core.errors import (
    ConnectionError,
    InvokeAIError,
    NotAnInvokeAIError,
    OutcomeUnknownError,
    OutcomeUnknownTimeoutError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from ivk_core.exactly_once import exactly_once
from ivk_core.flow import Flow, Request, Response, run

LOST = OutcomeUnknownError("the answer was lost")
SLOW = OutcomeUnknownTimeoutError("no answer in time")
CLOSED = ConnectionError("no connection")


def failing(status: int, kind: type[Any] = ServerError, **headers: str) -> InvokeAIError:
    error: InvokeAIError = kind("no", response=Response(status, headers=headers))
    return error


class Exchange:
    """Responds to changes and to queries with the given answers, and records both."""

    def __init__(self, sends: list[Any], finds: list[Any] = ()) -> None:  # type: ignore[assignment]
        self.sends, self.finds = iter(sends), iter(finds)
        self.log: list[str] = []
        self.slept = 0.0

    def send(self) -> Flow[str]:
        return self._ask("send")

    def find(self) -> Flow[str | None]:
        return self._ask("find")

    def _ask(self, route: str) -> Flow[Any]:
        response = yield Request("POST" if route == "send" else "GET", f"/{route}")
        return response.headers["outcome"] or None

    def answer(self, request: Request) -> Response:
        call = request.route[1:]
        self.log.append(call)
        answers: Iterator[Any] = self.sends if call == "send" else self.finds
        answer = next(answers)
        if isinstance(answer, InvokeAIError):
            raise answer
        return Response(headers={"outcome": answer})

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def run(self) -> str:
        return run(exactly_once(self.send, self.find, self.unknown), self.answer, self.sleep)

    def unknown(self, reason: InvokeAIError) -> InvokeAIError:
        return OutcomeUnknownError(f"the outcome is unknown: {reason}")


def test_a_response_is_the_outcome() -> None:
    exchange = Exchange(["done"])
    assert (exchange.run(), exchange.log) == ("done", ["send"])


def test_after_a_lost_response_the_outcome_is_queried_and_nothing_is_sent_again() -> None:
    exchange = Exchange([LOST], ["", "found"])
    assert (exchange.run(), exchange.log) == ("found", ["send", "find", "find"])


@pytest.mark.parametrize(("loss", "queries"), [(LOST, 4), (SLOW, 6), (failing(502), 6), (failing(500), 1)])
def test_a_change_that_did_not_arrive_is_sent_again(loss: InvokeAIError, queries: int) -> None:
    exchange = Exchange([loss, "done"], [""] * queries)
    assert exchange.run() == "done"
    assert exchange.log == ["send", *["find"] * queries, "send"]


@pytest.mark.parametrize(("loss", "times"), [(LOST, 5), (failing(500), 2)])
def test_an_error_is_raised_after_repeated_losses(loss: InvokeAIError, times: int) -> None:
    exchange = Exchange([loss] * 9, [""] * 99)
    with pytest.raises(type(loss)):
        exchange.run()
    assert exchange.log.count("send") == times


def test_a_query_is_retried_after_transient_errors() -> None:
    exchange = Exchange([LOST], [CLOSED, failing(503), "found"])
    assert exchange.run() == "found"


def test_a_failed_query_leaves_the_outcome_unknown() -> None:
    exchange = Exchange([LOST], [failing(403, PermissionDeniedError)])
    with pytest.raises(OutcomeUnknownError, match="outcome is unknown") as raised:
        exchange.run()
    assert exchange.log == ["send", "find"]
    assert isinstance(raised.value.__cause__, InvokeAIError)


def test_a_server_that_is_not_invokeai_has_lost_no_change() -> None:
    page = NotAnInvokeAIError("a web page")
    with pytest.raises(NotAnInvokeAIError):
        Exchange([page], [page]).run()


def test_a_refused_connection_is_retried_for_some_seconds_without_a_query() -> None:
    exchange = Exchange([CLOSED] * 3 + ["done"])
    assert exchange.run() == "done"
    assert exchange.log == ["send"] * 4
    with pytest.raises(ConnectionError):
        Exchange([CLOSED] * 99).run()


def test_a_rate_limit_is_obeyed_for_a_limited_time() -> None:
    exchange = Exchange([failing(429, RateLimitError, **{"Retry-After": "30"}), "done"])
    assert (exchange.run(), exchange.slept) == ("done", 30.0)
    with pytest.raises(RateLimitError):
        Exchange([failing(429, RateLimitError, **{"Retry-After": "0"})] * 99).run()
    with pytest.raises(RateLimitError):
        Exchange([failing(429, RateLimitError, **{"Retry-After": "3600"})] * 99).run()


def test_the_transport_does_not_retry_a_query_that_is_retried_as_a_whole() -> None:
    flow = exactly_once(Exchange([]).send, Exchange([]).find, lambda reason: reason)
    assert next(flow).max_retries is None  # type: ignore[union-attr]
    assert flow.throw(LOST).max_retries == 0  # type: ignore[union-attr]
