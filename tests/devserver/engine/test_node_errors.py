"""A failed node ends the session with the error of a real server."""

import pytest
from PIL import Image

from ivk_devserver.engine import InvocationErrorEvent, InvocationStartedEvent

UNKNOWN_MODEL = {"key": "unknown", "hash": "blake3:0", "name": "unknown", "base": "sdxl", "type": "main"}

FAILURES = [
    ({"type": "div", "a": 1, "b": 0}, "ZeroDivisionError", "division by zero"),
    (
        {"type": "img_blur"},
        "MissingInputException",
        "Node img_blur missing value or connection for field image",
    ),
    ({"type": "l2i"}, "RequiredConnectionException", "Node l2i missing connections for field latents"),
    (
        {"type": "img_blur", "image": {"image_name": "nope.png"}},
        "ImageRecordNotFoundException",
        "Image record not found",
    ),
    ({"type": "main_model_loader", "model": UNKNOWN_MODEL}, "Exception", "Unknown model unknown"),
    ({"type": "sdxl_model_loader", "model": UNKNOWN_MODEL}, "Exception", "Unknown model: unknown"),
    ({"type": "blank_image", "width": -5}, "ValueError", "Width and height must be >= 0"),
    ({"type": "blank_image", "width": 0}, "ImageFileSaveException", "Image file not saved"),
    ({"type": "string_split", "string": "abc"}, "ValueError", "empty separator"),
    ({"type": "workflow_return_value"}, "ValueError", "Workflow return key must not be empty."),
]


@pytest.mark.parametrize(("node", "error_type", "message"), FAILURES)
def test_a_failing_node_reports_the_error_of_a_real_server(run, node, error_type, message):
    done = run({"node": node})
    (prepared,) = done.session.prepared_from("node")
    assert (done.failed.error_type, done.failed.error_message) == (error_type, message)
    assert done.session.errors == {prepared.id: f"{error_type}: {message}"}
    assert done.failed.error_traceback.startswith("Traceback")


def test_the_error_event_follows_the_started_event(run):
    done = run({"node": {"type": "div", "a": 1}})
    assert [type(event) for event in done.events] == [InvocationStartedEvent, InvocationErrorEvent]
    assert done.events[-1].invocation_source_id == "node"


def test_an_invalid_input_fails_before_the_node_starts(run):
    done = run(
        {"minus": {"type": "integer", "value": -5}, "range": {"type": "range_of_size"}},
        "minus.value -> range.size",
    )
    (prepared,) = done.session.prepared_from("range")
    assert done.failed.error_type == "NodeInputError"
    assert done.failed.error_message == f"Node {prepared.id} has invalid incoming input for size"
    assert not any(
        isinstance(event, InvocationStartedEvent) and event.invocation_source_id == "range"
        for event in done.events
    )


def test_a_node_that_is_not_implemented_is_named(run):
    done = run({"node": {"type": "rand_int"}, "flux": {"type": "wan_ti2v_ideal_dimensions"}})
    assert done.failed.error_type == "NotImplementedError"
    assert "wan_ti2v_ideal_dimensions" in done.failed.error_message
    assert "embedded server" in done.failed.error_message


def test_results_before_a_failure_are_kept(run, images):
    image = images.put(Image.new("RGB", (4, 4)))
    done = run(
        {"size": {"type": "image", "image": image}, "bad": {"type": "div", "b": 0}}, "size.width -> bad.a"
    )
    assert done.result("size")["width"] == 4
    assert done.session.is_complete()
