"""What is not a workflow is refused with an error that says what it is."""

from __future__ import annotations

import codecs
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivk_core.errors import ArgumentError, InvokeAIError
from ivk_workflows import (
    ForeignWorkflowError,
    Workflow,
    WorkflowDefinition,
    WorkflowFileError,
    WorkflowRepository,
)
from ivk_workflows.workflow.sources import definition_of

COMFY = {
    "last_node_id": 3,
    "nodes": [{"id": 3, "type": "KSampler", "pos": [0, 0], "inputs": [], "widgets_values": [7]}],
    "links": [[1, 3, 0, 4, 0, "MODEL"]],
    "version": 0.4,
}
COMFY_API = {"3": {"class_type": "KSampler", "inputs": {"seed": 7}}}
PARAMETERS = "a cat\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512"


def png(**texts: str) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    inside = b"".join(chunk(b"tEXt", f"{key}\0{text}".encode("latin-1")) for key, text in texts.items())
    end = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + inside + end


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(content: Any, name: str = "it.json") -> Path:
        path = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(data)
        return path

    return write


def nested(depth: int) -> Any:
    document: Any = {}
    for _ in range(depth):
        document = {"nodes": document}
    return document


def cyclic() -> Any:
    document: dict[str, Any] = {"nodes": []}
    document["nodes"].append(document)
    return document


@pytest.mark.parametrize(
    "source",
    [
        None,
        5,
        2.5,
        True,
        [],
        (),
        {},
        object(),
        "",
        "  ",
        b"",
        b"\x00\xff\xfe",
        "[]",
        "{",
        "[[[[",
        '{"nodes": [NaN]}',
        {"nodes": [float("nan")]},
        {"nodes": {1, 2}},
        {"nodes": None},
        {1: 2},
        "no such file",
        "no such file.png",
        "a\0b.json",
        "x" * 5000,
        "/",
        Path(),
        Path("gone.json"),
        nested(100_000),
        cyclic(),
        "[" * 100_000,
        '{"nodes": ' * 10_000,
    ],
    ids=lambda source: f"{type(source).__name__}-{source!r:.20}" if not isinstance(source, dict) else "dict",
)
def test_an_odd_source_is_an_error_of_ours(source: Any, client: Any) -> None:
    for make in (definition_of, client.repository(WorkflowRepository).create):
        with pytest.raises(InvokeAIError):
            make(source)


@pytest.mark.parametrize("given", [None, 5, [], {}, "", "it.json", b"", object()], ids=repr)
def test_something_else_than_a_definition_makes_no_workflow(given: Any) -> None:
    with pytest.raises(ArgumentError, match=r"(?s)made of a WorkflowDefinition.*from_file"):
        Workflow(given)


@pytest.mark.parametrize("given", [None, 5, [], {}], ids=repr)
@pytest.mark.parametrize("read", ["from_file", "from_json", "from_dict", "from_image"])
def test_a_definition_is_not_read_from_something_else(read: str, given: Any) -> None:
    with pytest.raises(WorkflowFileError):
        getattr(WorkflowDefinition, read)(given)


def test_the_error_says_why_a_file_cannot_be_read(tmp_path: Path, written: Callable[..., Path]) -> None:
    with pytest.raises(WorkflowFileError, match="this is a folder"):
        definition_of(tmp_path)
    with pytest.raises(WorkflowFileError, match=r"it\.json: this is not JSON \(it is empty\)"):
        definition_of(written(""))
    with pytest.raises(FileNotFoundError, match=r"(?s)gone\.json: there is no such file.*get\(name\)"):
        definition_of(tmp_path / "gone.json")
    assert issubclass(FileNotFoundError, OSError)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/it.json", "HTTPS://example.org/it.png"])
def test_the_error_about_an_address_names_from_url(url: str, client: Any) -> None:
    with pytest.raises(WorkflowFileError, match=r"(?s)address on the web.*from_url"):
        client.repository(WorkflowRepository).create_workflow(url)
    with pytest.raises(WorkflowFileError, match="from_url"):
        WorkflowDefinition.from_file(url)


@pytest.mark.parametrize(
    ("content", "name", "program"),
    [
        (json.dumps(COMFY), "it.json", "ComfyUI workflow"),
        (json.dumps(COMFY_API), "it.json", "ComfyUI API file"),
        (json.dumps({"prompt": COMFY_API, "client_id": "x"}), "it.json", "ComfyUI API file"),
        (PARAMETERS, "it.txt", "AUTOMATIC1111 parameters"),
        (json.dumps({"prompt": "a", "negative_prompt": "b", "cfg_scale": 7}), "it.json", "AUTOMATIC1111"),
        (json.dumps({"parameters": PARAMETERS}), "it.json", "AUTOMATIC1111"),
        (png(prompt=json.dumps(COMFY_API), workflow=json.dumps(COMFY)), "it.png", "ComfyUI image"),
        (png(parameters=PARAMETERS), "it.png", "AUTOMATIC1111 image"),
        (json.dumps({"app_version": "6.14.2", "positive_prompt": "a"}), "it.json", "InvokeAI metadata"),
    ],
)
def test_a_file_of_another_program_is_named(
    written: Callable[..., Path], content: Any, name: str, program: str
) -> None:
    with pytest.raises(ForeignWorkflowError, match=rf"{name}: this is an? {program}"):
        definition_of(written(content, name))


def test_a_node_of_ours_that_is_called_like_theirs_is_not_refused(builder: Any) -> None:
    builder.node("string", "class_type", value=PARAMETERS)
    builder.document.update(links=[], parameters=PARAMETERS)
    assert definition_of(builder.document).nodes[0].label == "class_type"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_file_with_a_byte_order_mark_is_read(
    written: Callable[..., Path], builder: Any, mark: bytes, encoding: str
) -> None:
    builder.node("string", "Größe 大")
    data = mark + json.dumps(builder.document, ensure_ascii=False).encode(encoding)
    path = written(data)
    for definition in (definition_of(path), definition_of(data), WorkflowDefinition.from_file(path)):
        assert definition.nodes[0].label == "Größe 大"
    assert definition_of("\ufeff" + json.dumps(builder.document)).nodes[0].label == "Größe 大"
