"""Faults as a client sees them."""

import time

import pytest
import requests
import socketio

from ivk_devserver import DevServer

VERSION = "/api/v1/app/version"


@pytest.fixture(scope="module")
def server():
    with DevServer() as server:
        yield server


@pytest.fixture(autouse=True)
def clear_faults(server):
    yield
    server.faults.clear()


def get(server, path=VERSION, **options):
    return requests.get(server.url + path, timeout=60, **options)


def board_names(server):
    return [board["board_name"] for board in get(server, "/api/v1/boards/?all=true").json()]


def test_a_response_is_dropped_after_the_request_was_handled(server):
    server.faults.drop_response("POST", "/api/v1/boards/")
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{server.url}/api/v1/boards/?board_name=acted", timeout=60)
    assert "acted" in board_names(server)


def test_a_connection_is_dropped_before_the_request_is_handled(server):
    server.faults.drop_connection("POST", "/api/v1/boards/")
    with pytest.raises(requests.ConnectionError):
        requests.post(f"{server.url}/api/v1/boards/?board_name=not-acted", timeout=60)
    assert "not-acted" not in board_names(server)


def test_a_status_is_answered_a_number_of_times(server):
    server.faults.answer("GET", VERSION, status=503, retry_after=2, times=2)
    answers = [get(server) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["retry-after"] == "2"
    assert answers[0].json() == {"detail": "Fault"}


def test_a_fault_without_a_count_stays_until_it_is_cleared(server):
    server.faults.answer("GET", "*", status=429, times=None)
    assert [get(server).status_code for _ in range(3)] == [429, 429, 429]
    server.faults.clear()
    assert get(server).status_code == 200


def test_faults_apply_to_matching_requests_only(server):
    server.faults.answer("POST", "/api/v1/queue/*", status=500)
    assert get(server).status_code == 200
    assert requests.post(f"{server.url}/api/v1/queue/default/enqueue_batch", timeout=60).status_code == 500


def test_a_web_page_is_answered_instead_of_json(server):
    server.faults.html("GET", VERSION)
    answer = get(server)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_an_answer_is_delayed(server):
    server.faults.delay("GET", VERSION, seconds=0.5)
    with pytest.raises(requests.ReadTimeout):
        requests.get(server.url + VERSION, timeout=0.2)
    assert get(server).ok


def test_a_body_is_sent_slowly(server):
    server.faults.slow_body("GET", VERSION, seconds=0.1, size=5)
    began = time.monotonic()
    assert get(server).json() == {"version": "6.14.2"}
    assert time.monotonic() - began > 0.3


def test_a_body_is_truncated(server):
    server.faults.truncate("GET", VERSION, keep=5)
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        get(server)
    assert get(server).ok


def test_a_truncated_body_has_the_headers_and_the_start_of_the_whole(server):
    whole = get(server).content
    server.faults.truncate("GET", VERSION, keep=5)
    answer = get(server, stream=True)
    assert answer.headers["content-length"] == str(len(whole))
    assert answer.raw.read(5) == whole[:5]


class Listener:
    def __init__(self, server):
        self.received = []
        self.disconnected = False
        self.socket = socketio.Client(reconnection=False)
        self.socket.on("queue_cleared", lambda data: self.received.append(data["queue_id"]))
        self.socket.on("disconnect", lambda *_: setattr(self, "disconnected", True))
        self.socket.connect(server.url, socketio_path="/ws/socket.io", transports=["websocket"])
        for queue in ("q1", "q2"):
            self.socket.emit("subscribe_queue", {"queue_id": queue})
        time.sleep(0.2)


@pytest.fixture
def listener(server):
    listener = Listener(server)
    yield listener
    listener.socket.disconnect()


def clear(server, *queues):
    for queue in queues:
        requests.put(f"{server.url}/api/v1/queue/{queue}/clear", timeout=60)
    time.sleep(0.3)


def test_an_event_is_duplicated(server, listener):
    server.faults.events.duplicate("queue_cleared")
    clear(server, "q1", "q2")
    assert listener.received == ["q1", "q1", "q2"]


def test_an_event_is_dropped(server, listener):
    server.faults.events.drop("queue_cleared")
    clear(server, "q1", "q2")
    assert listener.received == ["q2"]


def test_events_are_reordered(server, listener):
    server.faults.events.reorder("queue_cleared")
    clear(server, "q1", "q2")
    assert listener.received == ["q2", "q1"]


def test_an_event_is_delayed(server, listener):
    server.faults.events.delay("queue_cleared", seconds=0.6)
    clear(server, "q1")
    assert listener.received == []
    time.sleep(0.6)
    assert listener.received == ["q1"]


def test_sockets_are_closed(server, listener):
    server.faults.close_sockets()
    for _ in range(40):
        if listener.disconnected:
            break
        time.sleep(0.05)
    assert listener.disconnected


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_sockets_are_refused(server, transport):
    server.faults.refuse_sockets()
    refused = socketio.Client(reconnection=False)
    with pytest.raises(socketio.exceptions.ConnectionError):
        refused.connect(server.url, socketio_path="/ws/socket.io", transports=[transport])
    assert get(server).ok
    server.faults.clear()
    Listener(server).socket.disconnect()


def add_fault(server, **fault):
    return requests.post(f"{server.url}/devserver/faults", json=fault, timeout=60)


def test_faults_are_set_and_cleared_over_http(server):
    fault = {"fault": "answer", "method": "GET", "path": VERSION, "status": 502, "times": None}
    assert add_fault(server, **fault).status_code == 204
    assert get(server).status_code == 502
    assert requests.delete(f"{server.url}/devserver/faults", timeout=60).status_code == 204
    assert get(server).status_code == 200


def test_event_faults_are_set_over_http(server, listener):
    assert add_fault(server, fault="events.duplicate", name="queue_cleared").status_code == 204
    clear(server, "q1")
    assert listener.received == ["q1", "q1"]


@pytest.mark.parametrize("body", [{"fault": "nope"}, {"fault": "answer", "zz": 1}])
def test_an_unknown_fault_is_refused(server, body):
    assert add_fault(server, **body).status_code == 422
