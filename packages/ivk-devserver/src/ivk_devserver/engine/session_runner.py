"""The session runner: it runs the nodes of a session one after the other, and reports every event."""

import traceback
from collections.abc import Callable
from typing import NoReturn

from ivk_devserver.engine import nodes
from ivk_devserver.engine.directed_graph import Node
from ivk_devserver.engine.errors import (
    ImageRecordNotFoundError,
    SessionCanceledError,
    SessionFailedError,
    error_type_of,
)
from ivk_devserver.engine.graph_execution_state import Output, PreparedNode
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.invocation_services import InvocationServices
from ivk_devserver.engine.node_types import require_inputs
from ivk_devserver.engine.session import Session
from ivk_devserver.engine.session_events import (
    InvocationCompleteEvent,
    InvocationErrorEvent,
    InvocationStartedEvent,
    SessionEvent,
)

__all__ = ["run_session"]


def run_session(
    session: Session,
    services: InvocationServices,
    *,
    on_event: Callable[[SessionEvent], None],
    is_canceled: Callable[[], bool],
    step_seconds: float,
) -> None:
    """Run a session until it is complete.

    Parameters
    ----------
    session
        The session, which is updated while it runs.
    services
        The services that its nodes may use.
    on_event
        Called with every event, in order, on this thread.
    is_canceled
        Called before every node and during every denoising step.
    step_seconds
        Time that one denoising step takes, in seconds.

    Raises
    ------
    SessionFailedError
        If a node fails; ``on_event`` was called with the error before.
    SessionCanceledError
        If ``is_canceled`` returns True.
    """
    _SessionRunner(session, services, on_event, is_canceled, step_seconds).run()


class _SessionRunner:
    def __init__(
        self,
        session: Session,
        services: InvocationServices,
        on_event: Callable[[SessionEvent], None],
        is_canceled: Callable[[], bool],
        step_seconds: float,
    ) -> None:
        self._session = session
        self._services = services
        self._on_event = on_event
        self._is_canceled = is_canceled
        self._step_seconds = step_seconds

    def run(self) -> None:
        while not self._session.is_complete():
            prepared = self._session.next()
            if self._is_canceled():
                raise SessionCanceledError
            if prepared is None:
                return
            self._run_node(prepared)

    def _run_node(self, prepared: PreparedNode) -> None:
        try:
            self._session.prepare_inputs(prepared)
            context = self._context(prepared)
            self._on_event(InvocationStartedEvent(_event_node(context.node), context.source_node_id))
            output = self._output(context)
        except SessionCanceledError:
            raise
        except Exception as error:  # noqa: BLE001 - any error of a node fails the session
            self._fail(prepared, error)
        self._session.complete(prepared, output)
        self._on_event(InvocationCompleteEvent(_event_node(context.node), context.source_node_id, output))

    def _context(self, prepared: PreparedNode) -> InvocationContext:
        return InvocationContext(
            self._session.node(prepared),
            prepared.source_id,
            self._session,
            self._services,
            self._on_event,
            self._is_canceled,
            self._step_seconds,
        )

    def _output(self, context: InvocationContext) -> Output:
        require_inputs(context.node)
        cached = self._cached_output(context.node) if context.node["use_cache"] else None
        if cached is not None:
            return cached
        output = nodes.execute(context)
        if context.node["use_cache"]:
            self._services.cache.save(context.node, output)
        return output

    def _cached_output(self, node: Node) -> Output | None:
        """Return the output of a node with the same inputs, unless its image was deleted since."""
        output = self._services.cache.find(node)
        image = (output or {}).get("image")
        try:
            if image is not None:
                self._services.images.open(image["image_name"])
        except ImageRecordNotFoundError as error:
            self._services.cache.delete_with(error.image_name)
            return None
        return output

    def _fail(self, prepared: PreparedNode, error: Exception) -> NoReturn:
        failure = SessionFailedError(error_type_of(error), str(error), traceback.format_exc())
        self._session.fail(prepared, str(failure))
        self._on_event(
            InvocationErrorEvent(
                _event_node(self._session.node(prepared)),
                prepared.source_id,
                failure.error_type,
                failure.error_message,
                failure.error_traceback,
            )
        )
        raise failure from error


def _event_node(node: Node) -> Node:
    """Return a node as events have it: the collections of ``iterate`` and ``collect`` are left out."""
    return {**node, "collection": []} if node["type"] in ("iterate", "collect") else dict(node)
