"""The thread that takes pending items and runs them, one at a time.

It may be paused, which lets a running item end but takes no new one. An item that is cancelled, deleted or
cleared while it runs is seen to be so by its status, and its run stops. A server that stops leaves the item
as it is; the next start cancels it.
"""

import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from ivk_devserver.calls.caller import WorkflowCaller
from ivk_devserver.calls.node import CallingServices
from ivk_devserver.engine.errors import SessionCanceled, SessionFailed
from ivk_devserver.engine.events import EngineEvent, InvocationError, InvocationStarted
from ivk_devserver.engine.run import run_session
from ivk_devserver.engine.session import Session
from ivk_devserver.queue.changes import ItemChanges
from ivk_devserver.queue.narration import narrate
from ivk_devserver.queue.results import ProcessorStatus
from ivk_devserver.queue.sessions import new_session
from ivk_devserver.sockets.socket_events import Publish
from ivk_devserver.storage.queue_items import FINISHED, QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row

__all__ = ["Processor"]


class Processor:
    """Runs items until it is stopped.

    Parameters
    ----------
    store
        The items.
    changes
        Moves items from status to status.
    publish
        Tells everybody.
    services_of
        Gives what an item's nodes may use.
    caller
        Makes items for workflows that other items call.
    step_seconds
        Time that one denoising step takes.
    idle_seconds
        Longest sleep before looking for items without having been woken.
    fair
        Whether users take turns.
    """

    def __init__(
        self,
        store: QueueItemStorage,
        changes: ItemChanges,
        publish: Publish,
        services_of: Callable[[Row], CallingServices],
        caller: WorkflowCaller,
        *,
        step_seconds: float,
        idle_seconds: float,
        fair: bool,
    ) -> None:
        self._store = store
        self._changes = changes
        self._publish = publish
        self._services_of = services_of
        self._caller = caller
        self._step_seconds = step_seconds
        self._idle_seconds = idle_seconds
        self._fair = fair
        self._resumed = threading.Event()
        self._resumed.set()
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._busy = False
        self._thread = threading.Thread(target=self._work, name="ivk-devserver-processor", daemon=True)

    def start(self) -> None:
        """Begin to take items."""
        self._thread.start()

    def stop(self) -> None:
        """Stop taking items, leave the running one, and wait until the thread has ended."""
        self._stopping.set()
        self._resumed.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def wake(self) -> None:
        """Look for items now."""
        self._woken.set()

    def pause(self) -> ProcessorStatus:
        """Take no new item."""
        self._resumed.clear()
        return self.status()

    def resume(self) -> ProcessorStatus:
        """Take items again."""
        self._resumed.set()
        self._woken.set()
        return self.status()

    def status(self) -> ProcessorStatus:
        """Say whether items are taken, and whether one runs."""
        return ProcessorStatus(is_started=self._resumed.is_set(), is_processing=self._busy)

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            self._resumed.wait()
            item = None if self._stopping.is_set() else self._store.next_pending(fair=self._fair)
            if item is None:
                self._woken.wait(self._idle_seconds)
            elif self._changes.move(item["item_id"], "in_progress"):
                self._run(item)

    def _run(self, item: Row) -> None:
        was_busy, self._busy = self._busy, True
        session = new_session(item)
        try:
            self._run_session(item, session)
        except SessionCanceled:
            self._store.set_session(item["item_id"], session.to_dict())
        except SessionFailed as error:
            self._fail(item, session, (error.error_type, error.error_message, error.error_traceback))
        except Exception as error:  # noqa: BLE001 - one broken item must not stop the queue
            trace = traceback.format_exc()
            self._fail(item, session, (type(error).__name__, str(error), trace))
        finally:
            self._busy = was_busy

    def _run_session(self, item: Row, session: Session) -> None:
        run_session(
            session,
            replace(self._services_of(item), call_workflow=partial(self._call, item)),
            listen=lambda told: self._hear(item, session, told),
            cancelled=lambda: self._is_over(item["item_id"]),
            step_seconds=self._step_seconds,
        )
        self._store.set_session(item["item_id"], session.to_dict())
        self._changes.move(item["item_id"], "completed")

    def _call(self, item: Row, workflow_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Run a workflow that an item calls as an item of its own, while the calling one waits."""
        called = self._caller.add_item(item, workflow_id, values)
        self._changes.tell(called["item_id"])
        self._changes.move(item["item_id"], "waiting")
        if self._changes.move(called["item_id"], "in_progress"):
            self._run(called)
        return self._caller.returned(called["item_id"])

    def _hear(self, item: Row, session: Session, told: EngineEvent) -> None:
        if isinstance(told, InvocationStarted) and self._store.status(item["item_id"]) == "waiting":
            self._changes.move(item["item_id"], "pending")
            self._changes.move(item["item_id"], "in_progress")
        if isinstance(told, InvocationError):
            self._fail(item, session, (told.error_type, told.error_message, told.error_traceback))
        self._publish(narrate(item, told))

    def _fail(self, item: Row, session: Session, error: tuple[str, str, str]) -> None:
        """Move an item to ``failed``; a second call finds it finished and changes nothing."""
        self._store.set_session(item["item_id"], session.to_dict())
        self._changes.move(item["item_id"], "failed", error)

    def _is_over(self, item_id: int) -> bool:
        return self._stopping.is_set() or self._store.status(item_id) in (None, *FINISHED)
