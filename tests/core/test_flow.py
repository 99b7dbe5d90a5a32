"""`run` and `run_async` run a flow in the same way, and a test of a flow needs neither."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_core.flow import UNSET, Flow, Pause, Request, Response, run, run_async

ASK = Request("GET", "/app/version")


def double_the_answer() -> Flow[int]:
    response = yield ASK
    return 2 * int(response.text)


def ask_again_after_a_pause() -> Flow[str]:
    try:
        yield ASK
    except ConnectionError:
        yield Pause(0)
    return (yield ASK).text


def run_in_a_loop(flow: Flow[Any], send: Callable[[Request], Response]) -> Any:
    async def send_later(request: Request) -> Response:
        return send(request)

    return asyncio.run(run_async(flow, send_later))


@pytest.fixture(params=[run, run_in_a_loop])
def run_flow(request: pytest.FixtureRequest) -> Any:
    return request.param


def fails_first() -> Callable[[Request], Response]:
    answers = iter([ConnectionError("gone"), Response(200, b"there")])

    def send(_: Request) -> Response:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return send


def test_a_flow_can_be_tested_without_run() -> None:
    flow = double_the_answer()
    assert next(flow) == ASK
    with pytest.raises(StopIteration) as end:
        flow.send(Response(200, b"21"))
    assert end.value.value == 42


def test_the_return_value_of_a_flow_is_the_result(run_flow: Any) -> None:
    assert run_flow(double_the_answer(), lambda request: Response(200, b"21")) == 42


def test_an_error_of_sending_is_raised_at_the_yield(run_flow: Any) -> None:
    assert run_flow(ask_again_after_a_pause(), fails_first()) == "there"


def test_an_error_that_a_flow_does_not_catch_reaches_the_caller(run_flow: Any) -> None:
    with pytest.raises(ConnectionError, match="gone"):
        run_flow(double_the_answer(), fails_first())


def test_run_sleeps_for_a_pause() -> None:
    slept: list[float] = []
    run(ask_again_after_a_pause(), fails_first(), slept.append)
    assert slept == [0]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ZeroDivisionError()])
def test_a_flow_is_closed_when_run_is_interrupted(run_flow: Any, error: BaseException) -> None:
    cleaned: list[bool] = []

    def with_cleanup() -> Flow[None]:
        try:
            yield ASK
        finally:
            cleaned.append(True)

    def send(_: Request) -> Response:
        raise error

    flow = with_cleanup()
    with pytest.raises(type(error)):
        run_flow(flow, send)
    assert cleaned == [True]


async def test_a_cancelled_task_closes_its_flow() -> None:
    cleaned = asyncio.Event()

    def with_cleanup() -> Flow[None]:
        try:
            yield ASK
        finally:
            cleaned.set()

    async def never(_: Request) -> Response:
        await asyncio.sleep(60)
        return Response()

    task = asyncio.create_task(run_async(with_cleanup(), never))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert cleaned.is_set()


def test_placeholders_are_filled_and_quoted() -> None:
    request = Request("GET", "/boards/{board_id}/x", path={"board_id": "a/b c?"})
    assert request.target == "/boards/a%2Fb%20c%3F/x"


@pytest.mark.parametrize(
    ("request_", "repeatable"),
    [
        (Request("GET", "/"), True),
        (Request("HEAD", "/"), True),
        (Request("POST", "/"), False),
        (Request("PUT", "/"), False),
        (Request("DELETE", "/"), False),
        (Request("POST", "/images/images_by_names", is_read=True), True),
        (Request("GET", "/install", is_read=False), False),
    ],
)
def test_only_reads_can_be_retried(request_: Request, repeatable: bool) -> None:
    assert request_.can_be_repeated is repeatable


def test_the_headers_of_a_request_take_precedence() -> None:
    request = Request("GET", "/", headers={"A": "mine"}).with_headers({"A": "other", "B": "more"})
    assert request.headers == {"A": "mine", "B": "more"}


def test_the_headers_of_a_request_take_precedence_in_any_case() -> None:
    request = Request("GET", "/", headers={"authorization": "mine"}).with_headers({"Authorization": "other"})
    assert request.headers == {"authorization": "mine"}


def test_no_json_and_json_null_differ() -> None:
    assert Request("POST", "/").json is UNSET
    assert Request("POST", "/", json=None).json is None


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"<!doctype html>", "a web page"), (b"", "an empty body"), (b"ok so far", "b'ok so far'")],
)
def test_a_body_that_is_not_json_is_named(content: bytes, kind: str) -> None:
    with pytest.raises(NotAnInvokeAIError, match=kind):
        _ = Response(200, content, {}, ASK, "http://host/api/v1/app/version").json


def test_text_that_is_not_utf8_is_replaced() -> None:
    assert Response(200, b"a\xff").text == "a�"
