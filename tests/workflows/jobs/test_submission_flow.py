"""The submission as a conversation, without any server: what is said after what."""

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
    """A queue with room for two, in a few lines; some of its answers get lost."""

    def __init__(
        self,
        *,
        room: int = 10,
        lost: int = 0,
        deaf: int = 0,
        calls: bool = False,
        meanwhile: Callable[[Server], object] = id,
    ) -> None:
        self.items: list[dict[str, Any]] = []
        self.entered = 0
        self.pending = 0
        self.meanwhile = meanwhile
        self.room, self.lost, self.deaf, self.calls = room, lost, deaf, calls
        self.posts: list[Any] = []

    def send(self, request: Request) -> Response:
        answer: Callable[[Request], Any] = getattr(self, request.operation)
        return Response(200, content=json.dumps(answer(request)).encode())

    def sleep(self, _seconds: float) -> None:
        """Time passes, and everything that waits is done."""
        self.pending = 0
        self.meanwhile(self)

    def enqueue_batch(self, request: Request) -> Any:
        batch = request.json["batch"]
        self.posts.append(batch)
        if self.deaf:
            self.deaf -= 1
            raise OutcomeUnknownError("lost on the way there")
        taken = min(batch["runs"], self.room - self.pending)
        self.pending += taken
        self.add(taken, parent=None)
        if self.calls:
            self.add(1, parent=self.items[-1]["item_id"])
        if self.lost:
            self.lost -= 1
            raise OutcomeUnknownError("lost on the way back")
        ids = [item["item_id"] for item in reversed(self.items)]
        return {"queue_id": "default", "enqueued": taken, "requested": batch["runs"], "item_ids": ids}

    def add(self, count: int, parent: int | None) -> None:
        for _ in range(count):
            self.entered += 1
            item = {"item_id": self.entered, "status": "pending", "batch_id": "b"}
            self.items.append({**item, "parent_item_id": parent})

    def prune(self) -> None:
        self.items.clear()

    def retry_first(self) -> None:
        if self.entered == 2:
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


def test_an_answer_that_arrives_is_believed_at_once() -> None:
    server = Server()

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 1


@pytest.mark.parametrize("calls", [False, True])
def test_a_lost_answer_is_settled_by_asking_and_nothing_is_sent_again(*, calls: bool) -> None:
    server = Server(lost=1, calls=calls)

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 1


def test_what_never_arrived_is_sent_again() -> None:
    server = Server(deaf=2)

    assert submitted(server).item_ids == (1, 2, 3)
    assert len(server.posts) == 3


def test_what_is_lost_every_time_is_given_up() -> None:
    server = Server(deaf=99)

    with pytest.raises(OutcomeUnknownError):
        submitted(server)
    assert len(server.posts) == 5


def test_a_full_queue_takes_what_it_can() -> None:
    told = submitted(Server(room=2))

    assert (told.item_ids, told.requested, told.is_complete) == ((1, 2), 3, False)


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_the_rest_is_fed_in_under_the_same_batch_whatever_answer_is_lost(lost: int) -> None:
    server = Server(room=2, lost=lost)

    assert submitted(server, "wait").item_ids == (1, 2, 3)
    assert [post["runs"] for post in server.posts] == [3, 1]
    assert {post["batch_id"] for post in server.posts} == {"b"}


def test_items_that_others_called_are_taken_for_neither_doubles_nor_submissions() -> None:
    server = Server(room=2, calls=True)

    assert submitted(server, "wait").item_ids == (1, 2, 4)
    assert len(server.items) == 5


def test_what_is_pruned_meanwhile_is_not_sent_again() -> None:
    server = Server(room=2, meanwhile=Server.prune)

    assert len(submitted(server, "wait").item_ids) == 3
    assert [post["runs"] for post in server.posts] == [3, 1]


def test_what_somebody_retries_meanwhile_does_not_count_as_sent() -> None:
    server = Server(room=2, meanwhile=Server.retry_first)
    told = submitted(server, "wait")

    assert told.item_ids == (1, 2, 4)
    assert [post["runs"] for post in server.posts] == [3, 1]


def test_a_long_pause_that_the_server_asks_for_is_not_slept_through() -> None:
    server = Server()

    def busy(_request: Request) -> Response:
        response = Response(429, headers={"Retry-After": "86400"}, content=b"{}")
        raise RateLimitError("busy", response=response)

    with pytest.raises(RateLimitError):
        run(submit_batch("default", BODY), busy, server.sleep)


def test_an_unknown_way_with_a_full_queue_is_refused_before_anything_is_sent() -> None:
    server = Server()

    with pytest.raises(ValueError, match="'maybe'"):
        submitted(server, "maybe")
    assert server.posts == []


def test_what_is_in_is_told_when_the_rest_cannot_be_sent() -> None:
    server = Server(room=2)

    def fail(_request: Request) -> Any:
        raise OutcomeUnknownError("lost on the way there")

    def break_down(broken: Server) -> None:
        broken.enqueue_batch = fail  # type: ignore[method-assign]

    server.meanwhile = break_down
    server.pending = 0
    with pytest.raises(OutcomeUnknownError) as raised:
        submitted(server, "wait")
    assert "2 of 3 jobs are in the queue" in str(raised.value.__notes__)
