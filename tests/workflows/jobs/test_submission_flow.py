"""The requests of a submission, without any server: which request follows which answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ivk_core.errors import OutcomeUnknownError, RateLimitError
from ivk_core.flow import Request, Response, run
from ivk_workflows.jobs.submission import Submitted, submit_batch

BODY = {"batch": {"batch_id": "b", "graph": {"nodes": {}}, "runs": 3}}


class Server:
    """A small queue with limited space; some of its requests and answers get lost."""

    def __init__(
        self,
        *,
        space: int = 10,
        lost: int = 0,
        unreachable: int = 0,
        calls: bool = False,
        meanwhile: Callable[[Server], object] = id,
    ) -> None:
        self.items: list[dict[str, Any]] = []
        self.last_id = 0
        self.pending = 0
        self.meanwhile = meanwhile
        self.space, self.lost, self.unreachable, self.calls = space, lost, unreachable, calls
        self.posts: list[Any] = []

    def send(self, request: Request) -> Response:
        answer: Callable[[Request], Any] = getattr(self, request.operation)
        return Response(200, content=json.dumps(answer(request)).encode())

    def sleep(self, _seconds: float) -> None:
        """Finish all pending items, and do what happens meanwhile."""
        self.pending = 0
        self.meanwhile(self)

    def enqueue_batch(self, request: Request) -> Any:
        batch = request.json["batch"]
        self.posts.append(batch)
        if self.unreachable:
            self.unreachable -= 1
            raise OutcomeUnknownError("the request was lost")
        taken = min(batch["runs"], self.space - self.pending)
        self.pending += taken
        self.add(taken, parent=None)
        if self.calls:
            self.add(1, parent=self.items[-1]["item_id"])
        if self.lost:
            self.lost -= 1
            raise OutcomeUnknownError("the answer was lost")
        ids = [item["item_id"] for item in reversed(self.items)]
        return {"queue_id": "default", "enqueued": taken, "requested": batch["runs"], "item_ids": ids}

    def add(self, count: int, parent: int | None) -> None:
        for _ in range(count):
            self.last_id += 1
            item = {"item_id": self.last_id, "status": "pending", "batch_id": "b"}
            self.items.append({**item, "parent_item_id": parent})

    def prune(self) -> None:
        self.items.clear()

    def retry_first(self) -> None:
        if self.last_id == 2:
            self.add(1, parent=None)
            self.items[-1]["retried_from_item_id"] = 1

    def get_batch_status(self, _: Request) -> Any:
        return {"total": len(self.items)}

    def get_queue_status(self, _: Request) -> Any:
        return {"queue": {"pending": self.pending}, "processor": {}}

    def get_queue_item_ids(self, _: Request) -> Any:
        return {"item_ids": [item["item_id"] for item in self.items]}

    def get_queue_items_by_item_ids(self, request: Request) -> Any:
        return self.get_queue_item_summaries_by_ids(request)

    def get_queue_item_summaries_by_ids(self, request: Request) -> Any:
        return [item for item in self.items if item["item_id"] in request.json["item_ids"]]


def submitted(server: Server, on_queue_full: Any = "raise") -> Submitted:
    return run(submit_batch("default", BODY, on_queue_full), server.send, server.sleep)


def test_an_answer_that_arrives_is_not_verified() -> None:
    server = Server()

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 1


@pytest.mark.parametrize("calls", [False, True])
def test_after_a_lost_answer_the_server_is_asked_and_nothing_is_sent_again(*, calls: bool) -> None:
    server = Server(lost=1, calls=calls)

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 1


def test_a_submission_that_never_arrived_is_sent_again() -> None:
    server = Server(unreachable=2)

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 3


def test_a_submission_that_is_lost_every_time_is_an_error() -> None:
    server = Server(unreachable=99)

    with pytest.raises(OutcomeUnknownError):
        submitted(server)
    assert len(server.posts) == 5


def test_a_full_queue_takes_a_part() -> None:
    outcome = submitted(Server(space=2))

    assert (outcome.item_ids, outcome.requested, outcome.is_complete) == ((1, 2), 3, False)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_the_rest_is_sent_with_the_same_batch_id_whichever_answer_is_lost(lost: int) -> None:
    server = Server(space=2, lost=lost)

    assert submitted(server, "wait").item_ids == (1, 2, 3)
    assert [post["runs"] for post in server.posts] == [3, 1]
    assert {post["batch_id"] for post in server.posts} == {"b"}


def test_called_items_are_neither_duplicates_nor_submitted_items() -> None:
    server = Server(space=2, calls=True)

    assert submitted(server, "wait").item_ids == (1, 2, 4)
    assert len(server.items) == 5


def test_items_that_are_pruned_meanwhile_are_not_sent_again() -> None:
    server = Server(space=2, meanwhile=Server.prune)

    assert len(submitted(server, "wait").item_ids) == 3
    assert [post["runs"] for post in server.posts] == [3, 1]


def test_items_that_are_retried_meanwhile_do_not_count_as_sent() -> None:
    server = Server(space=2, meanwhile=Server.retry_first)
    outcome = submitted(server, "wait")

    assert outcome.item_ids == (1, 2, 4)
    assert [post["runs"] for post in server.posts] == [3, 1]


def test_a_very_long_retry_after_is_not_waited_for() -> None:
    server = Server()

    def busy(_request: Request) -> Response:
        response = Response(429, headers={"Retry-After": "86400"}, content=b"{}")
        raise RateLimitError("busy", response=response)

    with pytest.raises(RateLimitError):
        run(submit_batch("default", BODY), busy, server.sleep)


def test_an_unknown_option_for_a_full_queue_is_refused_before_anything_is_sent() -> None:
    server = Server()

    with pytest.raises(ValueError, match="'maybe'"):
        submitted(server, "maybe")
    assert server.posts == []


def test_the_error_says_how_many_jobs_were_enqueued_if_the_rest_cannot_be_sent() -> None:
    server = Server(space=2)

    def fail(_request: Request) -> Any:
        raise OutcomeUnknownError("the request was lost")

    def replace_method(broken: Server) -> None:
        broken.enqueue_batch = fail  # type: ignore[method-assign]

    server.meanwhile = replace_method
    server.pending = 0
    with pytest.raises(OutcomeUnknownError) as raised:
        submitted(server, "wait")
    assert "2 of 3 jobs are in the queue" in str(raised.value.__notes__)
