"""Reconnecting the socket in a background thread; `ivk_core.events.connection_async` does it in a task.

The thread opens the socket, joins the rooms that the listeners need, and opens a new socket when the
connection ends.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol, TypeAlias

from ivk_core.errors import ConnectionError, InvokeAIError
from ivk_core.events.dispatcher import Dispatcher, EventCallback, Listener
from ivk_core.events.other_events import ConnectionLost, ConnectionRestored
from ivk_core.events.rooms import Room
from ivk_core.events.state import ConnectionState, connection_failure

__all__ = ["Connection", "OpenSocket"]

# Long enough for the closing handshake with a server that responds. The program does not wait longer for one
# that does not: the thread is a daemon.
_SECONDS_TO_CLOSE = 0.5


class LiveSocket(Protocol):
    """An open socket."""

    def join(self, room: Room) -> None:
        """Join a room and wait for the confirmation."""
        ...

    def leave(self, room: Room) -> None:
        """Leave a room and wait for the confirmation."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


OpenSocket: TypeAlias = Callable[[EventCallback, Callable[[], object]], LiveSocket]
"""Opens a socket. Takes a callback for its events, and one that is called when the connection has ended."""


class Connection:
    """The connection of a hub, opened for the first listener and kept open.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    """

    def __init__(self, open_socket: OpenSocket) -> None:
        self._open_socket = open_socket
        self._observers: list[Listener] = []
        self._reset()

    def _reset(self) -> None:
        self._process = os.getpid()
        self._dispatcher = Dispatcher()
        for observer in self._observers:
            self._dispatcher.add(observer)
        self._changed = threading.Condition()
        self._thread: _ReconnectThread | None = None

    def add(self, listener: Listener, timeout: float) -> None:
        """Add a listener, and wait for at most `timeout` seconds until it is live or there is an error."""
        if self._process != os.getpid():
            self._reset()  # a forked process does not have the thread, and its locks may be held for ever
        try:
            with self._changed:
                self._dispatcher.add(listener)
                thread = self._thread = self._thread or self._started()
                self._changed.notify_all()
                self._changed.wait_for(lambda: thread.state.error or self.is_live(listener), timeout)
        except BaseException:  # Ctrl-C while the server is slow
            self.remove(listener)
            raise

    def remove(self, listener: Listener) -> None:
        """Remove a listener, and leave its rooms unless other listeners need them."""
        with self._changed:
            self._dispatcher.remove(listener)
            self._changed.notify_all()

    def observe(self, callback: EventCallback) -> None:
        """Add a listener for all events that arrive while the socket is open for other listeners."""
        observer = Listener(callback)
        self._observers.append(observer)
        with self._changed:
            self._dispatcher.add(observer)

    def is_live(self, listener: Listener) -> bool:
        """Return whether a listener receives all events: the socket is open, and in all of its rooms."""
        with self._changed:
            is_open = self._thread is not None and self._thread.state.is_open
            return is_open and self._dispatcher.has(listener) and self._dispatcher.rooms.has(listener.rooms)

    def failure(self) -> InvokeAIError:
        """Return the error of the last attempt to open a socket."""
        known = self._thread.state.error if self._thread else None
        return known or ConnectionError("The server did not open a socket in time.")

    def reopen(self) -> None:
        """Replace the socket, if there is one. Thread-safe."""
        with self._changed:
            thread = self._thread
        if thread is not None:
            thread.reopen()

    def close(self) -> None:
        """Close the connection. The next listener opens a new one."""
        with self._changed:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.stop(_SECONDS_TO_CLOSE)

    def _started(self) -> _ReconnectThread:
        thread = _ReconnectThread(_weakly_opening(self), self._dispatcher, self._changed)
        # Not at exit: daemon threads end with the interpreter.
        weakref.finalize(self, thread.stop, 0.0).atexit = False
        return thread


def _weakly_opening(connection: Connection) -> OpenSocket:
    """Return a function that opens sockets and has only a weak reference to the connection.

    With a strong reference, the thread would keep a client alive that the program no longer uses.
    """
    reference = weakref.ref(connection)

    def open_socket(receive: EventCallback, lost: Callable[[], object]) -> LiveSocket:
        alive = reference()
        if alive is None:
            raise ConnectionError("The client of this connection was deleted.")
        return alive._open_socket(receive, lost)

    return open_socket


class _ReconnectThread:
    """The thread that opens the socket, and opens a new one when the connection ends, until it is stopped.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    dispatcher : Dispatcher
        The listeners and the rooms that they need; guarded by `changed`.
    changed : Condition
        Notified when listeners come or go, and when the state changes.

    Attributes
    ----------
    state : ConnectionState
        Guarded by `changed`.
    """

    def __init__(self, open_socket: OpenSocket, dispatcher: Dispatcher, changed: threading.Condition) -> None:
        self._open_socket = open_socket
        self._dispatcher = dispatcher
        self._changed = changed
        self._is_stopping = False
        self._lost = threading.Event()
        self.state = ConnectionState()
        self._thread = threading.Thread(target=self._run, name="ivk-events", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Close the connection, and wait at most some seconds for the end of the thread."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is not threading.current_thread():  # a listener may close the client
            self._thread.join(seconds)

    def reopen(self) -> None:
        """Close the connection, or abandon the attempt to open one, and open a new one immediately."""
        with self._changed:
            self.state.outdated()
            was_open = self._mark_lost(self._lost)
        self._dispatch_lost(was_open=was_open)

    def _run(self) -> None:
        while not self._is_stopping:
            with self._changed:
                lost = self._lost = threading.Event()
                self.state.connecting()
            failure: InvokeAIError | None = None
            try:
                self._connect_once(lost)
            except Exception as error:  # noqa: BLE001 - the next attempt may succeed after any error
                failure = connection_failure(error)
            with self._changed:
                self.state.ended(monotonic(), failure)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_stopping or self.state.is_outdated, self.state.pause)

    def _connect_once(self, lost: threading.Event) -> None:
        socket = self._open_socket(self._dispatcher.dispatch, lambda: self._on_end(lost))
        try:
            self._update_rooms(socket)
            self._on_open(lost)
            self._serve(socket, lost)
        finally:
            self._on_end(lost)
            with suppress(OSError):
                socket.close()

    def _serve(self, socket: LiveSocket, lost: threading.Event) -> None:
        while not (lost.is_set() or self._is_stopping):
            self._update_rooms(socket)
            with self._changed:
                self._changed.wait_for(lambda: lost.is_set() or self._is_stopping or self._has_work())

    def _has_work(self) -> bool:
        return bool(self._dispatcher.rooms.to_join() or self._dispatcher.rooms.to_leave())

    def _update_rooms(self, socket: LiveSocket) -> None:
        rooms = self._dispatcher.rooms
        with self._changed:
            to_join, to_leave = rooms.to_join(), rooms.to_leave()
            for room in to_leave:
                rooms.left(room)
        for room in to_leave:
            socket.leave(room)
        for room in to_join:
            socket.join(room)
            with self._changed:
                rooms.joined(room)
                self._changed.notify_all()

    def _on_open(self, lost: threading.Event) -> None:
        with self._changed:
            if lost.is_set():
                return
            is_restored = self.state.opened(monotonic())
            self._changed.notify_all()
        if is_restored:
            self._dispatcher.dispatch(ConnectionRestored("connection_restored", {}))

    def _on_end(self, lost: threading.Event) -> None:
        with self._changed:
            was_open = self._mark_lost(lost)
        self._dispatch_lost(was_open=was_open)

    def _mark_lost(self, lost: threading.Event) -> bool:
        lost.set()
        self._changed.notify_all()
        if lost is not self._lost:
            return False  # a connection that was already replaced has ended
        self._dispatcher.rooms.reset()
        return self.state.lost()

    def _dispatch_lost(self, *, was_open: bool) -> None:
        if was_open:  # outside the lock, because listeners may use the hub
            self._dispatcher.dispatch(ConnectionLost("connection_lost", {}))
