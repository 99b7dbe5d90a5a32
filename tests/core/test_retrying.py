"""What is retried, how often and after which pauses; without a server."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ivk_core.errors import ConnectionError, InvokeAIError, NotAnInvokeAIError, TimeoutError
from ivk_core.flow import Request, Response, run
from ivk_core.retry import RetryPolicy
from ivk_core.transport.retrying import retrying

READ = Request("GET", "/boards/")
READS = RetryPolicy(retries=3, budget=60.0)
WRITE = Request("POST", "/boards/")
Answers = list[Response | InvokeAIError]


def attempts(
    request: Request, answers: Answers, policy: RetryPolicy | None = None
) -> tuple[Response, list[float]]:
    left, slept = iter(answers), []

    def send(_: Request) -> Response:
        answer = next(left)
        if isinstance(answer, InvokeAIError):
            raise answer
        return answer

    return run(retrying(policy or READS)(request), send, slept.append), slept


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_retried_when_the_server_is_busy(status: int) -> None:
    response, slept = attempts(READ, [Response(status), Response(status), Response(200)])
    assert (response.status_code, len(slept)) == (200, 2)


@pytest.mark.parametrize("status", [400, 401, 404, 422, 500, 501])
def test_other_statuses_are_not_retried(status: int) -> None:
    assert attempts(READ, [Response(status)])[1] == []


@pytest.mark.parametrize("error", [ConnectionError("gone"), TimeoutError("slow")])
def test_a_read_is_retried_when_the_response_is_lost(error: InvokeAIError) -> None:
    assert attempts(READ, [error, Response(200)])[0].status_code == 200


def test_a_server_that_is_not_invokeai_is_not_retried() -> None:
    with pytest.raises(NotAnInvokeAIError):
        attempts(READ, [NotAnInvokeAIError("a web page")])


@pytest.mark.parametrize("answer", [Response(503), Response(429), Response(504)])
def test_a_change_is_sent_once_for_any_status(answer: Response) -> None:
    assert attempts(WRITE, [answer]) == (answer, [])


def test_a_change_is_not_retried_after_a_lost_connection() -> None:
    with pytest.raises(ConnectionError):
        attempts(WRITE, [ConnectionError("gone")])


def test_the_last_response_is_returned_after_all_retries() -> None:
    response, slept = attempts(READ, [Response(503)] * 3, RetryPolicy(retries=2))
    assert (response.status_code, len(slept)) == (503, 2)


def test_the_last_error_is_raised_after_all_retries() -> None:
    with pytest.raises(TimeoutError, match="second"):
        attempts(READ, [TimeoutError("first"), TimeoutError("second")], RetryPolicy(retries=1))


def test_pauses_grow_and_are_random() -> None:
    policy = RetryPolicy(first_pause=1, longest_pause=100)
    for attempt in range(5):
        pauses = {policy.pause(attempt) for _ in range(20)}
        assert all(2**attempt / 2 <= pause <= 2**attempt for pause in pauses)
        assert len(pauses) > 1


def test_no_pause_exceeds_the_longest() -> None:
    assert 1 <= RetryPolicy(first_pause=1, longest_pause=2).pause(10) <= 2


def test_the_server_may_say_how_long_to_wait() -> None:
    busy = Response(429, headers={"Retry-After": "7"})
    assert attempts(READ, [busy, Response(200)])[1] == [7]


def test_the_server_may_send_a_date_to_wait_for() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)
    [pause] = attempts(READ, [Response(503, headers={"Retry-After": when}), Response(200)])[1]
    assert 5 < pause <= 9


@pytest.mark.parametrize("value", ["soon", "", "-3", "1e9999", "Wed, 99 Foo 2020 00:00:00 GMT"])
def test_an_invalid_retry_after_is_ignored(value: str) -> None:
    busy = Response(503, headers={"Retry-After": value})
    assert 0 < attempts(READ, [busy, Response(200)])[1][0] < 1


def test_a_date_in_the_past_means_no_pause() -> None:
    busy = Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert attempts(READ, [busy, Response(200)])[1] == [0]


def test_there_is_no_retry_if_the_server_asks_for_more_than_the_budget() -> None:
    response, slept = attempts(READ, [Response(429, headers={"Retry-After": "3600"})])
    assert (response.status_code, slept) == (429, [])


def test_the_sum_of_all_pauses_stays_within_the_budget() -> None:
    busy = Response(503, headers={"Retry-After": "4"})
    response, slept = attempts(READ, [busy] * 4, RetryPolicy(retries=9, budget=10))
    assert (response.status_code, slept) == (503, [4, 4])
