"""The session processor: a thread that runs pending items, one at a time.

While it is paused, a running item continues but no new item starts. It checks the status of the running
item, so it stops an item that is canceled, deleted or cleared. When the server stops, the running item keeps
its status, and the next start cancels it.
"""

import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from ivk_devserver.engine.errors import SessionCanceledError, SessionFailedError
from ivk_devserver.engine.invocation_services import InvocationServices
from ivk_devserver.engine.session import Session
from ivk_devserver.engine.session_events import InvocationErrorEvent, InvocationStartedEvent, SessionEvent
from ivk_devserver.engine.session_runner import run_session
from ivk_devserver.queue.queue_events import session_event
from ivk_devserver.queue.schemas import SessionProcessorStatus
from ivk_devserver.queue.session_queue_item import new_session
from ivk_devserver.queue.status import StatusTransitions
from ivk_devserver.queue.workflow_calls import WorkflowCallCoordinator
from ivk_devserver.sockets.socket_events import Publish
from ivk_devserver.storage.queue_items import FINISHED, QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["SessionProcessor"]

JOIN_SECONDS = 10
"""How long a stop waits for the thread. It ends within milliseconds, unless a node computes for long."""


class SessionProcessor:
    """Runs items until it is stopped.

    Parameters
    ----------
    items
        The queue items.
    transitions
        Changes the status of items.
    publish
        Sends an event.
    services_of
        Returns the services for the nodes of an item.
    workflow_calls
        Adds the items of called workflows.
    step_seconds
        Time that one denoising step takes, in seconds.
    idle_seconds
        Longest time to wait before looking for pending items, in seconds.
    fair
        Whether users take turns.
    """

    def __init__(
        self,
        items: QueueItemStorage,
        transitions: StatusTransitions,
        publish: Publish,
        services_of: Callable[[Row], InvocationServices],
        workflow_calls: WorkflowCallCoordinator,
        *,
        step_seconds: float,
        idle_seconds: float,
        fair: bool,
    ) -> None:
        self._items = items
        self._transitions = transitions
        self._publish = publish
        self._services_of = services_of
        self._workflow_calls = workflow_calls
        self._step_seconds = step_seconds
        self._idle_seconds = idle_seconds
        self._fair = fair
        self._resumed = threading.Event()
        self._resumed.set()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._is_processing = False
        self._thread = threading.Thread(target=self._process, name="ivk-devserver-processor", daemon=True)

    def start(self) -> None:
        """Start to run items."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the running item without changing its status, and wait until the thread has ended."""
        self._stopping.set()
        self._resumed.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=JOIN_SECONDS)

    def poll_now(self) -> None:
        """Look for pending items now."""
        self._woken.set()

    def pause(self) -> SessionProcessorStatus:
        """Start no new item."""
        self._resumed.clear()
        return self.status()

    def resume(self) -> SessionProcessorStatus:
        """Start new items again."""
        self._resumed.set()
        self._woken.set()
        return self.status()

    def status(self) -> SessionProcessorStatus:
        """Return whether new items are started, and whether an item runs."""
        return SessionProcessorStatus(is_started=self._resumed.is_set(), is_processing=self._is_processing)

    def _process(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._resumed.wait()
            item = None if self._stopping.is_set() else self._items.next_pending(fair=self._fair)
            if item is None:
                self._woken.wait(self._idle_seconds)
            elif self._transitions.transition(item["item_id"], "in_progress"):
                self._run(item)

    def _run(self, item: Row) -> None:
        was_processing, self._is_processing = self._is_processing, True
        session = new_session(item)
        try:
            self._run_session(item, session)
        except SessionCanceledError:
            self._items.set_session(item["item_id"], session.to_dict())
        except SessionFailedError as error:
            self._fail(item, session, (error.error_type, error.error_message, error.error_traceback))
        except Exception as error:  # noqa: BLE001 - an item that fails must not stop the queue
            trace = traceback.format_exc()
            self._fail(item, session, (type(error).__name__, str(error), trace))
        finally:
            self._is_processing = was_processing

    def _run_session(self, item: Row, session: Session) -> None:
        run_session(
            session,
            replace(self._services_of(item), call_workflow=partial(self._call_workflow, item)),
            on_event=lambda event: self._on_event(item, session, event),
            is_canceled=lambda: self._is_over(item["item_id"]),
            step_seconds=self._step_seconds,
        )
        self._items.set_session(item["item_id"], session.to_dict())
        self._transitions.transition(item["item_id"], "completed")

    def _call_workflow(self, item: Row, workflow_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Run a called workflow as an item of its own, while the item that calls it waits."""
        called = self._workflow_calls.add_item(item, workflow_id, values)
        self._transitions.publish_status(called["item_id"])
        self._transitions.transition(item["item_id"], "waiting")
        if self._transitions.transition(called["item_id"], "in_progress"):
            self._run(called)
        return self._workflow_calls.returned_values(called["item_id"])

    def _on_event(self, item: Row, session: Session, event: SessionEvent) -> None:
        if isinstance(event, InvocationStartedEvent) and self._items.status(item["item_id"]) == "waiting":
            self._transitions.transition(item["item_id"], "pending")
            self._transitions.transition(item["item_id"], "in_progress")
        if isinstance(event, InvocationErrorEvent):
            self._fail(item, session, (event.error_type, event.error_message, event.error_traceback))
        self._publish(session_event(item, event))

    def _fail(self, item: Row, session: Session, error: tuple[str, str, str]) -> None:
        """Change the status of an item to ``failed``; a second call has no effect."""
        self._items.set_session(item["item_id"], session.to_dict())
        self._transitions.transition(item["item_id"], "failed", error)

    def _is_over(self, item_id: int) -> bool:
        return self._stopping.is_set() or self._items.status(item_id) in (None, *FINISHED)
