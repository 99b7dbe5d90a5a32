"""Keeping a socket open from a thread: open it, join the rooms that are needed, open another when it breaks.

`ivk_core.events.connection_async` offers the same to the tasks of an event loop.
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

# Ending the connection is polite to the server, and not worth waiting for: the thread is a daemon.
_SECONDS_TO_CLOSE = 0.5


class LiveSocket(Protocol):
    """What is needed of a socket."""

    def join(self, room: Room) -> None:
        """Join a room and have it confirmed."""
        ...

    def leave(self, room: Room) -> None:
        """Leave a room and have it confirmed."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


OpenSocket: TypeAlias = Callable[[EventCallback, Callable[[], object]], LiveSocket]
"""Opens a socket, given what takes its events and what is called at its end."""


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
        self._thread: _Reconnecting | None = None

    def add(self, listener: Listener, timeout: float) -> None:
        """Add a listener, and wait until its rooms are joined, or it is known why there is no socket."""
        if self._process != os.getpid():
            self._reset()  # threads do not exist in a forked process, and locks may be held for ever
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
        """Remove a listener; its rooms are left when no other needs them."""
        with self._changed:
            self._dispatcher.remove(listener)
            self._changed.notify_all()

    def observe(self, callback: EventCallback) -> None:
        """Add a listener that needs no socket: it receives what the others receive."""
        observer = Listener(callback)
        self._observers.append(observer)
        with self._changed:
            self._dispatcher.add(observer)

    def is_live(self, listener: Listener) -> bool:
        """Return whether a listener misses nothing: the socket is open, and in all of its rooms."""
        with self._changed:
            is_open = self._thread is not None and self._thread.state.is_open
            return is_open and self._dispatcher.has(listener) and self._dispatcher.rooms.has(listener.rooms)

    def failure(self) -> InvokeAIError:
        """Return the error that says why there is no socket."""
        known = self._thread.state.error if self._thread else None
        return known or ConnectionError("The server did not open a socket in time.")

    def reopen(self) -> None:
        """Replace the socket, if there is one."""
        with self._changed:
            thread = self._thread
        if thread is not None:
            thread.reopen()

    def close(self) -> None:
        """End the connection, until the next listener is added."""
        with self._changed:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.stop(_SECONDS_TO_CLOSE)

    def _started(self) -> _Reconnecting:
        thread = _Reconnecting(_while_alive(self), self._dispatcher, self._changed)
        weakref.finalize(self, thread.stop, 0.0).atexit = False
        return thread


def _while_alive(connection: Connection) -> OpenSocket:
    """Open sockets for as long as something refers to the connection; its own thread must not be that."""
    reference = weakref.ref(connection)

    def open_socket(receive: EventCallback, lost: Callable[[], object]) -> LiveSocket:
        alive = reference()
        if alive is None:
            raise ConnectionError("The client of this connection was deleted.")
        return alive._open_socket(receive, lost)

    return open_socket


class _Reconnecting:
    """The thread that keeps one socket open until it is told to stop.

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
        """End the connection, and wait for that for some seconds at most."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def reopen(self) -> None:
        """End the connection, or the attempt at one, and open another one at once."""
        with self._changed:
            self.state.outdated()
            was_open = self._mark_lost(self._lost)
        self._tell_lost(was_open=was_open)

    def _run(self) -> None:
        while not self._is_stopping:
            with self._changed:
                lost = self._lost = threading.Event()
                self.state.connecting()
            failure: InvokeAIError | None = None
            try:
                self._connect_once(lost)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt may succeed
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
        self._tell_lost(was_open=was_open)

    def _mark_lost(self, lost: threading.Event) -> bool:
        lost.set()
        self._changed.notify_all()
        if lost is not self._lost:
            return False  # the late end of a connection that has been replaced
        self._dispatcher.rooms.reset()
        return self.state.lost()

    def _tell_lost(self, *, was_open: bool) -> None:
        if was_open:
            self._dispatcher.dispatch(ConnectionLost("connection_lost", {}))
