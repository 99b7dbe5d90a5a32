"""Workflows in images, and at addresses on the web."""

import io
import json
import struct
import threading
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivk_core.errors import ConfigurationError, ConnectionError, TransferError
from ivk_workflows import (
    WorkflowDefinition,
    WorkflowFileError,
    WorkflowRepository,
    definition_from_url,
)

KEY = b"invokeai_workflow"


def chunk(kind, content):
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def png(*texts):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    chunks = b"".join(chunk(kind, content) for kind, content in texts)
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + chunks + body


@pytest.fixture
def document(builder):
    """Return a workflow with characters that are not ASCII."""
    builder.show((builder.node("string", "Größe 大", value="naïve ✓"), "value"))
    return builder.document


@pytest.fixture
def written(document):
    """Return the workflow as the text in an image."""
    return json.dumps(document, ensure_ascii=False).encode()


def test_plain_text_in_an_image_is_read(document):
    text = json.dumps(document).encode("latin-1")
    assert WorkflowDefinition.from_image(png((b"tEXt", KEY + b"\0" + text))).to_dict() == document


def test_compressed_text_in_an_image_is_read(document):
    text = zlib.compress(json.dumps(document).encode("latin-1"))
    assert WorkflowDefinition.from_image(png((b"zTXt", KEY + b"\0\0" + text))).to_dict() == document


def test_international_text_in_an_image_is_read(document, written):
    for content in (b"\0\0\0de\0Arbeit\0" + written, b"\0\1\0\0\0" + zlib.compress(written)):
        assert WorkflowDefinition.from_image(png((b"iTXt", KEY + content))).to_dict() == document


def test_what_pillow_writes_is_read(document):
    image = pytest.importorskip("PIL.Image")
    info = pytest.importorskip("PIL.PngImagePlugin").PngInfo()
    info.add_text("invokeai_workflow", json.dumps(document, ensure_ascii=False))
    buffer = io.BytesIO()
    image.new("RGB", (4, 4)).save(buffer, "PNG", pnginfo=info)
    assert WorkflowDefinition.from_image(buffer.getvalue()).to_dict() == document


def test_an_image_is_loaded_like_a_file(document, written, tmp_path, client):
    file = tmp_path / "made.png"
    file.write_bytes(png((b"tEXt", b"Title\0x"), (b"iTXt", KEY + b"\0\0\0\0\0" + written)))
    assert WorkflowDefinition.from_image(str(file)).source == str(file)
    assert client.repository(WorkflowRepository).create_workflow(file)[0] == "naïve ✓"


def test_an_image_that_the_server_made_contains_its_workflow(client, builder):
    blank = builder.node("blank_image", "Blank", width=16, height=24)
    builder.data(blank)["isIntermediate"] = False
    builder.show((blank, "width"), (blank, "height"))
    workflows = client.repository(WorkflowRepository)
    made = workflows.create_workflow(builder.document).run(width=40, timeout=30).image
    for again in (
        workflows.from_image(made.name),
        workflows.create_workflow(WorkflowDefinition.from_image(made.read())),
    ):
        assert (again["Blank.width"], again["Blank.height"]) == (40, 24)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a PNG"),
        (b"\xff\xd8\xff jpeg", "not a PNG"),
        (png(), "contains no workflow"),
        (png((b"tEXt", b"invokeai_metadata\0{}")), "contains only its parameters"),
        (png((b"tEXt", KEY + b"\0")), "contains only its parameters"),
        (png((b"tEXt", KEY + b"\0{")), "not JSON"),
        (png((b"tEXt", KEY + b"\0{}")), "not a workflow"),
        (png((b"zTXt", KEY + b"\0\0garbage")), "broken"),
        (png((b"iTXt", KEY + b"\0\0\0\0\0\xff\xfe")), "broken"),
        (png()[:50], "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0", "broken"),
    ],
)
def test_the_error_names_an_image_without_a_workflow(tmp_path, data, reason):
    file = tmp_path / "some.png"
    file.write_bytes(data)
    with pytest.raises(WorkflowFileError, match=rf"some\.png: .*{reason}"):
        WorkflowDefinition.from_image(file)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([b"tEXt", b"zTXt", b"iTXt", b"IDAT"]), st.integers(0, 120))
def test_any_bytes_after_the_signature_are_refused(content, kind, end):
    with pytest.raises(WorkflowFileError):
        WorkflowDefinition.from_image(png((kind, KEY + b"\0" + content))[: 8 + end])


@pytest.fixture
def web():
    """Serve files; return them by path, and the address."""
    files = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path in files else 404)
            self.end_headers()
            self.wfile.write(files.get(self.path, b"nothing"))

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield files, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_workflow_is_read_from_an_address(web, document, written):
    files, url = web
    files["/it.json"] = written
    definition = definition_from_url(f"{url}/it.json")
    assert (definition.to_dict(), definition.source) == (document, f"{url}/it.json")


def test_an_image_is_read_from_an_address(web, document, written, client):
    files, url = web
    files["/it.png"] = png((b"iTXt", KEY + b"\0\0\0\0\0" + written))
    assert client.repository(WorkflowRepository).from_url(f"{url}/it.png").definition.to_dict() == document


def test_the_error_names_an_address_without_a_workflow(web):
    files, url = web
    files["/page"] = b"<html>"
    with pytest.raises(WorkflowFileError, match=f"{url}/page: this is not JSON"):
        definition_from_url(f"{url}/page")
    with pytest.raises(TransferError, match=f"{url}/none answered 404"):
        definition_from_url(f"{url}/none")


def test_the_error_names_an_address_where_no_server_answers(web):
    with pytest.raises(ConnectionError, match=r"http://127\.0\.0\.1:9/it"):
        definition_from_url("http://127.0.0.1:9/it", timeout=2)


@pytest.mark.parametrize(
    "url", ["", "it.json", "file:///etc/passwd", "ftp://host/x", "http://", "http://[::1/x"]
)
def test_text_that_is_not_an_address_is_refused(url):
    with pytest.raises((ConfigurationError, ConnectionError)):
        definition_from_url(url, timeout=2)
