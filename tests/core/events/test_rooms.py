"""Rooms, dispatching and event classes, without a socket."""

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


def test_a_room_is_joined_once_and_left_when_no_listener_needs_it() -> None:
    rooms = RoomMembership()
    rooms.acquire([QUEUE])
    rooms.acquire([QUEUE, OTHER])
    assert rooms.to_join() == [QUEUE, OTHER]

    rooms.joined(QUEUE)
    rooms.release([QUEUE])
    assert (rooms.to_join(), rooms.to_leave()) == ([OTHER], [])

    rooms.release([QUEUE, OTHER])
    assert (rooms.to_join(), rooms.to_leave()) == ([], [QUEUE])


def test_after_a_lost_connection_all_needed_rooms_have_to_be_joined_again() -> None:
    rooms = RoomMembership()
    rooms.acquire([QUEUE])
    rooms.joined(QUEUE)
    assert rooms.has([QUEUE])

    rooms.reset()
    assert not rooms.has([QUEUE])
    assert rooms.to_join() == [QUEUE]


@given(st.lists(st.sampled_from([QUEUE, OTHER])))
def test_after_all_listeners_are_removed_no_room_is_missing_or_left_over(visits: list[Room]) -> None:
    rooms = RoomMembership()
    for room in visits:
        rooms.acquire([room])
        rooms.joined(room)
    for room in visits:
        rooms.release([room])
    for room in rooms.to_leave():
        rooms.left(room)

    assert (rooms.to_join(), rooms.to_leave()) == ([], [])


def test_a_room_has_the_payload_that_the_server_expects() -> None:
    assert QUEUE.payload == {"queue_id": "default"}
    assert Room.bulk_download("d").payload == {"bulk_download_id": "d"}


def test_a_known_event_has_properties_and_is_a_mapping_of_the_payload() -> None:
    event = event_from("queue_item_status_changed", {"item_id": 3, "status": "failed", "new": 1})

    assert isinstance(event, ItemStatusChanged)
    assert (event.item_id, event.status, event.batch_id) == (3, "failed", "")
    assert (event["new"], event["event_type"]) == (1, "queue_item_status_changed")
    assert dict(event)["status"] == "failed"


def test_an_unknown_event_is_a_plain_event() -> None:
    event = event_from("moon_phase_changed", {"phase": "full"})

    assert type(event) is Event
    assert (event.name, event.get("phase")) == ("moon_phase_changed", "full")
    assert event_from("ping", None).data == {"payload": None}


def test_related_events_share_a_class() -> None:
    assert isinstance(event_from("model_install_complete", {"id": 4, "key": "k"}), ModelInstallEvent)
    assert isinstance(event_from("bulk_download_error", {"error": "no"}), BulkDownloadEvent)


def test_the_content_of_a_preview_is_decoded() -> None:
    data = {"image": {"width": 8, "height": 4, "dataURL": "data:image/jpeg;base64,aGk="}, "percentage": 0.5}
    event = event_from("invocation_progress", data)

    assert isinstance(event, InvocationProgress)
    assert event.image is not None
    assert (event.image.width, event.image.content, event.percentage) == (8, b"hi", 0.5)


def test_the_error_of_a_listener_does_not_affect_other_listeners() -> None:
    dispatcher, received = Dispatcher(), list[Event]()

    def fail(_: Event) -> None:
        raise ZeroDivisionError

    dispatcher.add(Listener(fail, ()))
    dispatcher.add(Listener(received.append, ()))
    dispatcher.dispatch(event_from("a", {}))

    assert [event.name for event in received] == ["a"]


def test_an_event_of_a_batch_is_sent_to_its_listeners_and_any_other_event_to_all() -> None:
    dispatcher, received = Dispatcher(), list[tuple[str, str]]()

    def listener(who: str, batch_id: str | None = None) -> Listener:
        return Listener(lambda event: received.append((who, event.name)), (), batch_id)

    for one in (listener("all"), listener("a", "a"), listener("b", "b")):
        dispatcher.add(one)
    dispatcher.dispatch(event_from("x", {"batch_id": "a"}))
    dispatcher.dispatch(event_from("y", {"batch_id": ["not", "a", "name"]}))
    dispatcher.dispatch(event_from("z", {}))

    assert received[:2] == [("all", "x"), ("a", "x")]
    assert sorted(received[2:]) == [(who, name) for who in ("a", "all", "b") for name in "yz"]


def test_listeners_may_be_added_and_removed_by_listeners() -> None:
    dispatcher, received = Dispatcher(), list[str]()

    def leave(_: Event) -> None:
        dispatcher.remove(first)
        dispatcher.remove(first)
        dispatcher.add(Listener(lambda event: received.append(event.name), (), "a"))

    first = Listener(leave, (Room.queue(),), "a")
    dispatcher.add(first)
    for name in ("x", "y"):
        dispatcher.dispatch(event_from(name, {"batch_id": "a"}))

    assert received == ["y"]
    assert dispatcher.rooms.to_join() == []
