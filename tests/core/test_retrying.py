"""What is tried again, how often and after how long: flows alone, no server."""

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
def test_a_read_is_repeated_when_the_server_is_busy(status: int) -> None:
    response, slept = attempts(READ, [Response(status), Response(status), Response(200)])
    assert (response.status_code, len(slept)) == (200, 2)


@pytest.mark.parametrize("status", [400, 401, 404, 422, 500, 501])
def test_other_statuses_are_answers(status: int) -> None:
    assert attempts(READ, [Response(status)])[1] == []


@pytest.mark.parametrize("error", [ConnectionError("gone"), TimeoutError("slow")])
def test_a_read_is_repeated_when_the_answer_is_lost(error: InvokeAIError) -> None:
    assert attempts(READ, [error, Response(200)])[0].status_code == 200


def test_something_else_at_the_address_is_not_asked_again() -> None:
    with pytest.raises(NotAnInvokeAIError):
        attempts(READ, [NotAnInvokeAIError("a web page")])


@pytest.mark.parametrize("answer", [Response(503), Response(429), Response(504)])
def test_a_write_is_sent_once_whatever_comes_back(answer: Response) -> None:
    assert attempts(WRITE, [answer]) == (answer, [])


def test_a_write_whose_connection_broke_is_not_sent_again() -> None:
    with pytest.raises(ConnectionError):
        attempts(WRITE, [ConnectionError("gone")])


def test_the_last_answer_is_returned_when_patience_ends() -> None:
    response, slept = attempts(READ, [Response(503)] * 3, RetryPolicy(retries=2))
    assert (response.status_code, len(slept)) == (503, 2)


def test_the_last_error_is_raised_when_patience_ends() -> None:
    with pytest.raises(TimeoutError, match="second"):
        attempts(READ, [TimeoutError("first"), TimeoutError("second")], RetryPolicy(retries=1))


def test_pauses_grow_and_are_random() -> None:
    policy = RetryPolicy(first_pause=1, longest_pause=100)
    for attempt in range(5):
        pauses = {policy.pause(attempt) for _ in range(20)}
        assert all(2**attempt / 2 <= pause <= 2**attempt for pause in pauses)
        assert len(pauses) > 1


def test_no_pause_of_our_own_exceeds_the_longest() -> None:
    assert 1 <= RetryPolicy(first_pause=1, longest_pause=2).pause(10) <= 2


def test_the_server_may_say_how_long_to_wait() -> None:
    busy = Response(429, headers={"Retry-After": "7"})
    assert attempts(READ, [busy, Response(200)])[1] == [7]


def test_the_server_may_name_a_date() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)
    [pause] = attempts(READ, [Response(503, headers={"Retry-After": when}), Response(200)])[1]
    assert 5 < pause <= 9


@pytest.mark.parametrize("value", ["soon", "", "-3", "1e9999", "Wed, 99 Foo 2020 00:00:00 GMT"])
def test_a_wait_that_cannot_be_read_is_ours_to_choose(value: str) -> None:
    busy = Response(503, headers={"Retry-After": value})
    assert 0 < attempts(READ, [busy, Response(200)])[1][0] < 1


def test_a_wait_in_the_past_is_none() -> None:
    busy = Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert attempts(READ, [busy, Response(200)])[1] == [0]


def test_a_wait_beyond_the_budget_is_not_waited_for() -> None:
    response, slept = attempts(READ, [Response(429, headers={"Retry-After": "3600"})])
    assert (response.status_code, slept) == (429, [])


def test_all_pauses_of_a_call_together_stay_within_the_budget() -> None:
    busy = Response(503, headers={"Retry-After": "4"})
    response, slept = attempts(READ, [busy] * 4, RetryPolicy(retries=9, budget=10))
    assert (response.status_code, slept) == (503, [4, 4])
