"""The error of a job, from the fields of its item: too little memory in all its spellings."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ivk_core.client import Client
from ivk_workflows.jobs import JobCanceledError, JobFailedError, OutOfMemoryError, submit
from ivk_workflows.jobs.failures import error_of
from ivk_workflows.queue.schemas import JobStatus, QueueItem

Body = dict[str, Any]


def item(status: JobStatus, error_type: str | None = None, message: str | None = None) -> QueueItem:
    return QueueItem(
        item_id=7, batch_id="b", status=status, error_type=error_type, error_message=message, session={}
    )


@pytest.mark.parametrize(
    ("error_type", "message"),
    [
        ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 5.90 GiB. GPU 0 has a total of 8 GiB."),
        ("OutOfMemoryError", "Cannot load model 'abc' onto xpu: it needs 9MB but only 1MB is available."),
        ("RuntimeError", "CUDA error: out of memory"),
        ("RuntimeError", "MPS backend out of memory (MPS allocated: 9.05 GB, max allowed: 9.07 GB)."),
        ("RuntimeError", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"),
        ("RuntimeError", "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        ("RuntimeError", "Native API failed. Native API returns: UR_RESULT_ERROR_OUT_OF_DEVICE_MEMORY"),
        ("RuntimeError", "UR error: UR_RESULT_ERROR_OUT_OF_HOST_MEMORY"),
        ("RuntimeError", "DefaultCPUAllocator: not enough memory: you tried to allocate 99 bytes."),
        ("RuntimeError", "DefaultCPUAllocator: can't allocate memory: you tried to allocate 99 bytes."),
        ("OSError", "[Errno 12] Cannot allocate memory"),
        ("MemoryError", ""),
        ("_ArrayMemoryError", "Unable to allocate 74.5 GiB for an array with shape (100000, 100000)"),
    ],
)
def test_too_little_memory_has_its_own_error(error_type: str, message: str) -> None:
    error = error_of(item(JobStatus.FAILED, error_type, message))

    assert isinstance(error, OutOfMemoryError)
    assert isinstance(error, MemoryError)
    assert isinstance(error, JobFailedError)
    assert (error.error_type, error.error_message) == (error_type, message)
    assert isinstance(pickle.loads(pickle.dumps(error)), OutOfMemoryError)


@pytest.mark.parametrize(
    ("error_type", "message"),
    [
        ("ImageRecordNotFoundException", "Image record not found"),
        ("RuntimeError", "CUDA error: device-side assert triggered"),
        ("RuntimeError", "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"),
        (None, None),
    ],
)
def test_other_failures_are_not_out_of_memory_errors(error_type: str | None, message: str | None) -> None:
    assert type(error_of(item(JobStatus.FAILED, error_type, message))) is JobFailedError


def test_a_completed_item_has_no_error_and_a_canceled_one_has_its_own() -> None:
    assert error_of(item(JobStatus.COMPLETED)) is None
    assert isinstance(error_of(item(JobStatus.CANCELED)), JobCanceledError)


@pytest.fixture
def exhausting() -> Iterator[None]:
    """Make the embedded server run out of memory whenever it adds."""
    registry = pytest.importorskip(
        "ivk_devserver.engine.registry", reason="a failing node is registered in this process"
    )

    class OutOfMemoryError(RuntimeError):  # the name that PyTorch's error has
        pass

    def run_out(**rest: Any) -> Any:
        raise OutOfMemoryError("CUDA out of memory. Tried to allocate 5.90 GiB.")

    usual = registry._implementations["add"]
    registry.node("add")(run_out)
    yield
    registry._implementations["add"] = usual


@pytest.mark.usefixtures("exhausting")
def test_a_node_that_runs_out_of_memory_is_named(client: Client, adding: Callable[..., Body]) -> None:
    with pytest.raises(OutOfMemoryError, match="CUDA out of memory") as raised:
        submit(client, adding(123_456)).job.result(60)

    error = raised.value
    assert (error.error_type, error.node_id, error.node_type) == ("OutOfMemoryError", "sum", "add")
    assert "OutOfMemoryError" in error.error_traceback
    assert "smaller images" in error.hint


COPY = "7b9ca1dc-780d-4a5f-a357-ff0a29b3eb99"


def failed(message: str, error_type: str = "ValueError", **inputs: Any) -> JobFailedError:
    """Return the error for an item whose only node, which the workflow calls *Frame*, failed."""
    node = {"id": COPY, "type": "img_paste", "use_cache": True, **inputs}
    session = {
        "graph": {"nodes": {"n": {"type": "img_paste"}}},
        "execution_graph": {"nodes": {COPY: node}, "edges": []},
        "prepared_source_mapping": {COPY: "n"},
        "errors": {COPY: message},
    }
    labels = {"x": {"label": "Left edge"}, "y": {"label": ""}}
    workflow = {"nodes": [{"id": "n", "data": {"type": "img_paste", "label": "Frame", "inputs": labels}}]}
    whole = item(JobStatus.FAILED, error_type, message)
    error = error_of(whole.model_copy(update={"session": session, "workflow": workflow}))
    assert isinstance(error, JobFailedError)
    return error


@pytest.mark.parametrize(
    ("message", "field", "label"),
    [
        ("Unknown image overlay-17.png", "image", "Image"),
        ("4711 is too far to the left", "x", "Left edge"),
        ("1 validation error for ImagePaste\ny\n  Input should be less than 9", "y", "Y"),
        ("'crop' is not what it should be", "crop", "Crop"),
        ("something else", "", ""),
    ],
)
def test_the_input_that_a_message_is_about_is_named(message: str, field: str, label: str) -> None:
    error = failed(message, image={"image_name": "overlay-17.png"}, x=4711, y=12, crop=True)

    assert (error.node_label, error.field_name, error.input_label) == ("Frame", field, label)
    assert "Frame" in error.message
    assert label in error.message
    assert ("Set another value" in error.hint) is bool(field)


def test_the_ids_of_nodes_in_a_message_are_replaced_by_their_names() -> None:
    error = failed(f"Node {COPY} is not ready", x=1)
    assert COPY not in str(error)
    assert "Node 'Frame' is not ready" in str(error)
    assert COPY in error.error_message


def test_a_workflow_with_unexpected_parts_does_not_hide_the_failure() -> None:
    whole = item(JobStatus.FAILED, "ValueError", "no")
    session = {"errors": {COPY: "no"}, "graph": {"nodes": {}}}
    for workflow in ({"nodes": None}, {"nodes": [None, {"id": 3}, {"id": COPY, "data": []}]}, {}):
        error = error_of(whole.model_copy(update={"session": session, "workflow": workflow}))
        assert "ValueError: no" in str(error)


def test_long_values_are_shortened() -> None:
    error = failed("no", x=1, image={"image_name": "a" * 500})
    assert len(error.message) < 200
    assert error.inputs["Image"]["image_name"] == "a" * 500
