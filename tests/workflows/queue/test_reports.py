"""The queue in the report and in the overview of a server."""

import json
from typing import Any

import pytest

from ivk_core import Client
from ivk_core.doctor import Finding, Level
from ivk_core.flow import Response
from ivk_workflows import hooks


def check_queue(queue: dict[str, int], *, is_started: bool) -> Finding:
    [check] = hooks.ivk_register_server_checks()
    assert check.is_vital
    flow = check.look()
    next(flow)
    answer: dict[str, Any] = {"queue": queue, "processor": {"is_started": is_started}}
    with pytest.raises(StopIteration) as end:
        flow.send(Response(content=json.dumps(answer).encode()))
    finding: Finding = end.value.value
    return finding


def test_a_paused_queue_is_a_warning_that_says_how_to_resume_it() -> None:
    finding = check_queue({"pending": 3}, is_started=False)
    assert (finding.level, finding.text) == (Level.WARNING, "3 pending, 0 in progress, paused")
    assert "resume" in finding.hint


def test_a_running_queue_is_fine() -> None:
    assert check_queue({"in_progress": 1}, is_started=True).level is Level.OK


def test_a_client_reports_the_queue(client: Client) -> None:
    assert client.server.info().pending is not None
    assert client.server.health().queue.is_ok
    assert "queue" in [finding.name for finding in client.doctor().findings]
