"""Keeping a socket alive from a thread: open it, stay in the wished rooms, open another when it breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Protocol, TypeAlias

from ivk_core.errors import InvokeAIError
from ivk_core.events.event import Event
from ivk_core.events.failure import as_failure
from ivk_core.events.life import Life
from ivk_core.events.other_events import ConnectionLost, ConnectionRestored
from ivk_core.events.rooms import Room
from ivk_core.events.switchboard import Switchboard

__all__ = ["Keeper", "LiveSocket", "OpenSocket"]


class LiveSocket(Protocol):
    """What is needed of a socket."""

    def enter(self, room: Room) -> None:
        """Enter a room and have it confirmed."""
        ...

    def leave(self, room: Room) -> None:
        """Leave a room and have it confirmed."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


OpenSocket: TypeAlias = Callable[[Callable[[Event], object], Callable[[], object]], LiveSocket]
"""Opens a socket, given who hears its events and who is told of its end."""


class Keeper:
    """Keeps one socket alive until it is told to stop.

    Parameters
    ----------
    open_socket : callable
        Opens a socket.
    board : Switchboard
        Who listens, and which rooms are wished for; guarded by `changed`.
    changed : Condition
        Notified by the hub when wishes change, and by the keeper when the state does.

    Attributes
    ----------
    life : Life
        How the connection fares; guarded by `changed`.
    """

    def __init__(self, open_socket: OpenSocket, board: Switchboard, changed: threading.Condition) -> None:
        self._open_socket = open_socket
        self._board = board
        self._changed = changed
        self._is_stopping = False
        self._lost = threading.Event()
        self.life = Life()
        self._thread = threading.Thread(target=self._keep_alive, name="ivk-events", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End the connection, and wait for that for some seconds at the most."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def reopen(self) -> None:
        """End the connection, or the attempt at one, and open another one at once."""
        with self._changed:
            self.life.outdated()
            was_open = self._broke(self._lost)
        self._tell_end(was_open=was_open)

    def _keep_alive(self) -> None:
        while not self._is_stopping:
            with self._changed:
                lost = self._lost = threading.Event()
                self.life.begun()
            failure: InvokeAIError | None = None
            try:
                self._live_once(lost)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt may succeed
                failure = as_failure(error)
            with self._changed:
                self.life.ended(monotonic(), failure)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._is_stopping or self.life.is_outdated, self.life.pause)

    def _live_once(self, lost: threading.Event) -> None:
        socket = self._open_socket(self._board.hear, lambda: self._note_end(lost))
        try:
            self._enter_and_leave(socket)
            self._note_life(lost)
            self._serve(socket, lost)
        finally:
            self._note_end(lost)
            with suppress(OSError):
                socket.close()

    def _serve(self, socket: LiveSocket, lost: threading.Event) -> None:
        while not (lost.is_set() or self._is_stopping):
            self._enter_and_leave(socket)
            with self._changed:
                self._changed.wait_for(lambda: lost.is_set() or self._is_stopping or self._has_work())

    def _has_work(self) -> bool:
        return bool(self._board.rooms.missing() or self._board.rooms.surplus())

    def _enter_and_leave(self, socket: LiveSocket) -> None:
        with self._changed:
            missing, surplus = self._board.rooms.missing(), self._board.rooms.surplus()
            for room in surplus:
                self._board.rooms.unconfirm(room)
        for room in surplus:
            socket.leave(room)
        for room in missing:
            socket.enter(room)
            with self._changed:
                self._board.rooms.confirm(room)
                self._changed.notify_all()

    def _note_life(self, lost: threading.Event) -> None:
        with self._changed:
            if lost.is_set():
                return
            is_restored = self.life.opened(monotonic())
            self._changed.notify_all()
        if is_restored:
            self._board.hear(ConnectionRestored("connection_restored", {}))

    def _note_end(self, lost: threading.Event) -> None:
        with self._changed:
            was_open = self._broke(lost)
        self._tell_end(was_open=was_open)

    def _broke(self, lost: threading.Event) -> bool:
        lost.set()
        self._changed.notify_all()
        if lost is not self._lost:
            return False  # it was told late, of a connection that has been replaced
        self._board.rooms.forget()
        return self.life.broke()

    def _tell_end(self, *, was_open: bool) -> None:
        if was_open:
            self._board.hear(ConnectionLost("connection_lost", {}))
