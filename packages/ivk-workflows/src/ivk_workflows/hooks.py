"""The hooks that this package implements; they add its features to every client, as those of a plugin do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivk_core.doctor import Finding, Level, ServerCheck
from ivk_core.flow import Flow
from ivk_core.plugins import hookimpl
from ivk_workflows import hookspecs
from ivk_workflows.outputs.mappers import OutputMapper, built_in_mappers
from ivk_workflows.queue.calls import get_state

__all__ = [
    "ivk_describe_server",
    "ivk_register_hookspecs",
    "ivk_register_output_mappers",
    "ivk_register_server_checks",
]

# The only queue that the GUI and the server itself use.
_QUEUE = "default"


@hookimpl
def ivk_register_hookspecs() -> Sequence[object]:
    """Register the hooks that this package calls."""
    return [hookspecs]


@hookimpl(trylast=True)
def ivk_register_output_mappers() -> Sequence[OutputMapper]:
    """Register the mappers for the outputs of InvokeAI's own nodes."""
    return built_in_mappers()


@hookimpl
def ivk_describe_server() -> Flow[Mapping[str, object]]:
    """Return how many queue items are pending and in progress (operation ``get_queue_status``)."""
    return _counts()


@hookimpl
def ivk_register_server_checks() -> Sequence[ServerCheck]:
    """Check whether the queue answers and runs its items (operation ``get_queue_status``)."""
    return [ServerCheck("queue", _check_queue, is_vital=True)]


def _counts() -> Flow[Mapping[str, object]]:
    queue = (yield from get_state(_QUEUE)).queue
    return {"pending": queue.pending, "in_progress": queue.in_progress}


def _check_queue() -> Flow[Finding]:
    state = yield from get_state(_QUEUE)
    text = f"{state.queue.pending} pending, {state.queue.in_progress} in progress"
    if state.processor.is_started:
        return Finding("queue", Level.OK, text)
    hint = 'Resume it: client.call("resume", queue_id="default").'
    return Finding("queue", Level.WARNING, f"{text}, paused", hint)
