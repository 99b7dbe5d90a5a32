"""Addresses where no InvokeAI answers: one error that names the address."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ivk_core import Client
from ivk_core.errors import ConnectionError, NotAnInvokeAIError
from ivk_workflows import WorkflowRepository


@pytest.fixture
def answering():
    """Serve one answer to every request, and return the address."""
    servers = []

    def serve(body, kind):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def create_workflow(url, document):
    with Client(url, max_retries=0, timeout=5) as client:
        return client.repository(WorkflowRepository).create_workflow(document)


def test_the_error_names_a_server_that_is_down(sum_builder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ConnectionError, match=f"127.0.0.1:{port}"):
        create_workflow(f"http://127.0.0.1:{port}", sum_builder.document)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>hello</html>", "text/html"),
        (b'{"hello": 1}', "application/json"),
        (b"[]", "application/json"),
    ],
)
def test_the_error_names_a_server_that_is_not_an_invokeai(answering, sum_builder, body, kind):
    url = answering(body, kind)
    with pytest.raises(NotAnInvokeAIError, match=url):
        create_workflow(url, sum_builder.document)
