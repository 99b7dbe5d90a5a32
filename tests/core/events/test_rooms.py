"""Which rooms to be in, and what an event is, without any socket."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivk_core.events.dispatcher import Dispatcher, Listener, RoomMembership
from ivk_core.events.rooms import Room
from ivk_core.events.types import (
    BulkDownloadEvent,
    Event,
    InvocationProgress,
    ItemStatusChanged,
    ModelInstallEvent,
    event_from,
)

QUEUE = Room.queue()
OTHER = Room.queue("other")


def test_a_room_is_entered_once_and_left_when_nobody_needs_it_any_longer() -> None:
    rooms = RoomMembership()
    rooms.acquire([QUEUE])
    rooms.acquire([QUEUE, OTHER])
    assert rooms.to_join() == [QUEUE, OTHER]

    rooms.joined(QUEUE)
    rooms.release([QUEUE])
    assert (rooms.to_join(), rooms.to_leave()) == ([OTHER], [])

    rooms.release([QUEUE, OTHER])
    assert (rooms.to_join(), rooms.to_leave()) == ([], [QUEUE])


def test_a_lost_connection_takes_back_every_confirmation_and_no_wish() -> None:
    rooms = RoomMembership()
    rooms.acquire([QUEUE])
    rooms.joined(QUEUE)
    assert rooms.has([QUEUE])

    rooms.reset()
    assert not rooms.has([QUEUE])
    assert rooms.to_join() == [QUEUE]


@given(st.lists(st.sampled_from([QUEUE, OTHER])))
def test_whoever_comes_and_goes_in_the_end_no_room_is_missing_or_surplus(visits: list[Room]) -> None:
    rooms = RoomMembership()
    for room in visits:
        rooms.acquire([room])
        rooms.joined(room)
    for room in visits:
        rooms.release([room])
    for room in rooms.to_leave():
        rooms.left(room)

    assert (rooms.to_join(), rooms.to_leave()) == ([], [])


def test_a_room_says_what_the_server_wants_to_hear() -> None:
    assert QUEUE.payload == {"queue_id": "default"}
    assert Room.bulk_download("d").payload == {"bulk_download_id": "d"}


def test_a_known_event_has_properties_and_is_still_the_mapping_that_came() -> None:
    event = event_from("queue_item_status_changed", {"item_id": 3, "status": "failed", "new": 1})

    assert isinstance(event, ItemStatusChanged)
    assert (event.item_id, event.status, event.batch_id) == (3, "failed", "")
    assert (event["new"], event["event_type"]) == (1, "queue_item_status_changed")
    assert dict(event)["status"] == "failed"


def test_an_unknown_event_is_kept_as_it_came() -> None:
    event = event_from("moon_phase_changed", {"phase": "full"})

    assert type(event) is Event
    assert (event.name, event.get("phase")) == ("moon_phase_changed", "full")
    assert event_from("ping", None).data == {"payload": None}


def test_families_of_events_share_a_class() -> None:
    assert isinstance(event_from("model_install_complete", {"id": 4, "key": "k"}), ModelInstallEvent)
    assert isinstance(event_from("bulk_download_error", {"error": "no"}), BulkDownloadEvent)


def test_a_preview_is_decoded_when_it_is_wanted() -> None:
    told = {"image": {"width": 8, "height": 4, "dataURL": "data:image/jpeg;base64,aGk="}, "percentage": 0.5}
    event = event_from("invocation_progress", told)

    assert isinstance(event, InvocationProgress)
    assert event.image is not None
    assert (event.image.width, event.image.content, event.percentage) == (8, b"hi", 0.5)


def test_a_listener_that_fails_does_not_keep_others_from_being_told() -> None:
    board, heard = Dispatcher(), list[Event]()

    def fail(_: Event) -> None:
        raise ZeroDivisionError

    board.add(Listener(fail, ()))
    board.add(Listener(heard.append, ()))
    board.dispatch(event_from("a", {}))

    assert [event.name for event in heard] == ["a"]


def test_an_event_of_a_batch_is_told_to_those_who_want_it_and_one_of_none_to_everybody() -> None:
    board, heard = Dispatcher(), list[tuple[str, str]]()

    def listener(who: str, batch_id: str | None = None) -> Listener:
        return Listener(lambda event: heard.append((who, event.name)), (), batch_id)

    for one in (listener("all"), listener("a", "a"), listener("b", "b")):
        board.add(one)
    board.dispatch(event_from("x", {"batch_id": "a"}))
    board.dispatch(event_from("y", {"batch_id": ["not", "a", "name"]}))
    board.dispatch(event_from("z", {}))

    assert heard[:2] == [("all", "x"), ("a", "x")]
    assert sorted(heard[2:]) == [(who, name) for who in ("a", "all", "b") for name in "yz"]


def test_listeners_come_and_go_while_they_are_told() -> None:
    board, heard = Dispatcher(), list[str]()

    def leave(_: Event) -> None:
        board.remove(first)
        board.remove(first)
        board.add(Listener(lambda event: heard.append(event.name), (), "a"))

    first = Listener(leave, (Room.queue(),), "a")
    board.add(first)
    for name in ("x", "y"):
        board.dispatch(event_from(name, {"batch_id": "a"}))

    assert heard == ["y"]
    assert board.rooms.to_join() == []
