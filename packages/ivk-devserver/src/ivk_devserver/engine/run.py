"""Running a session: one node after the other, and every event told."""

import traceback
from collections.abc import Callable
from typing import NoReturn

from ivk_devserver.engine import nodes
from ivk_devserver.engine.call import Call
from ivk_devserver.engine.errors import ImageNotFound, SessionCanceled, SessionFailed, error_type_of
from ivk_devserver.engine.events import (
    EngineEvent,
    InvocationComplete,
    InvocationError,
    InvocationStarted,
)
from ivk_devserver.engine.graph import Node
from ivk_devserver.engine.node_types import require_inputs
from ivk_devserver.engine.outputs import Output
from ivk_devserver.engine.prepared import Prepared
from ivk_devserver.engine.services import Services
from ivk_devserver.engine.session import Session

__all__ = ["run_session"]


def run_session(
    session: Session,
    services: Services,
    *,
    listen: Callable[[EngineEvent], None],
    cancelled: Callable[[], bool],
    step_seconds: float,
) -> None:
    """Run a session to its end.

    Parameters
    ----------
    session
        The session, which is changed on the way.
    services
        Pictures, models and boards.
    listen
        Is told every event, in order, on this thread.
    cancelled
        Is asked before every node and during every step.
    step_seconds
        How long one step of denoising takes.

    Raises
    ------
    SessionFailed
        If a node fails; ``listen`` has heard of it then.
    SessionCanceled
        If ``cancelled`` says so.
    """
    _Run(session, services, listen, cancelled, step_seconds).to_the_end()


class _Run:
    def __init__(
        self,
        session: Session,
        services: Services,
        listen: Callable[[EngineEvent], None],
        cancelled: Callable[[], bool],
        step_seconds: float,
    ) -> None:
        self._session = session
        self._services = services
        self._listen = listen
        self._cancelled = cancelled
        self._step_seconds = step_seconds

    def to_the_end(self) -> None:
        while not self._session.is_complete():
            prepared = self._session.next()
            if self._cancelled():
                raise SessionCanceled
            if prepared is None:
                return
            self._run_node(prepared)

    def _run_node(self, prepared: Prepared) -> None:
        try:
            self._session.take_inputs(prepared)
            call = self._call(prepared)
            self._listen(InvocationStarted(_as_told(call.node), call.source_id))
            output = self._output(call)
        except SessionCanceled:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a node raises, its item fails
            self._fail(prepared, error)
        self._session.complete(prepared, output)
        self._listen(InvocationComplete(_as_told(call.node), call.source_id, output))

    def _call(self, prepared: Prepared) -> Call:
        return Call(
            self._session.node(prepared),
            prepared.source_id,
            self._session,
            self._services,
            self._listen,
            self._cancelled,
            self._step_seconds,
        )

    def _output(self, call: Call) -> Output:
        require_inputs(call.node)
        known = self._known(call.node) if call.node["use_cache"] else None
        if known is not None:
            return known
        output = nodes.execute(call)
        if call.node["use_cache"]:
            self._services.cache.add(call.node, output)
        return output

    def _known(self, node: Node) -> Output | None:
        """Give the output of an equal node that ran before, unless its picture was deleted since."""
        known = self._services.cache.find(node)
        image = (known or {}).get("image")
        try:
            if image is not None:
                self._services.images.open(image["image_name"])
        except ImageNotFound as gone:
            self._services.cache.forget(gone.image_name)
            return None
        return known

    def _fail(self, prepared: Prepared, error: Exception) -> NoReturn:
        failed = SessionFailed(error_type_of(error), str(error), traceback.format_exc())
        self._session.fail(prepared, str(failed))
        self._listen(
            InvocationError(
                _as_told(self._session.node(prepared)),
                prepared.source_id,
                failed.error_type,
                failed.error_message,
                failed.error_traceback,
            )
        )
        raise failed from error


def _as_told(node: Node) -> Node:
    """Give a node as events show it: without the items it goes through, which may be many."""
    return {**node, "collection": []} if node["type"] in ("iterate", "collect") else dict(node)
