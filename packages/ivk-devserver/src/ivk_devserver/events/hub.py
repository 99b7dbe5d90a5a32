"""The Socket.IO server: it lets sockets in, puts them into rooms, and sends what is published.

Anything may be published from any thread. One task on the server's loop sends it, so events arrive in the
order in which they were published.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import socketio  # type: ignore[import-untyped]
import socketio.packet  # type: ignore[import-untyped]

from ivk_devserver.auth.user import SYSTEM_USER, User
from ivk_devserver.events.event import Event
from ivk_devserver.events.routing import ADMIN, Delivery, deliveries, user_room

__all__ = ["EventHub"]

logger = logging.getLogger(__name__)
Environ = dict[str, Any]
Filter = Callable[[Event], Awaitable[list[Event]]]
BEARER = "Bearer "
NAMESPACE = "/"


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]
    """A packet that is not searched for bytes: nothing here holds any, and the search takes long."""

    uses_binary_events = False


class EventHub:
    """The sockets of one server.

    Parameters
    ----------
    identify
        Gives the user of a token, or None if it is not good.
    multiuser
        Whether a socket needs a token.
    alter
        Gives what to send in place of an event; faults use it.
    """

    def __init__(self, identify: Callable[[str], User | None], *, multiuser: bool, alter: Filter) -> None:
        self.server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", serializer=TextPacket)
        self._identify = identify
        self._multiuser = multiuser
        self._alter = alter
        self._users: dict[str, User] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: asyncio.Queue[Event] = asyncio.Queue()
        self._listen()

    def publish(self, event: Event) -> None:
        """Send an event to whom it concerns, soon."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._waiting.put_nowait, event)

    async def run(self) -> None:
        """Send what is published until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            event = await self._waiting.get()
            try:
                await self._send(event)
            except Exception:
                # One event that cannot be sent must not silence all that follow.
                logger.exception("the event %s was not sent", event.name)

    async def disconnect_all(self) -> None:
        """Close every socket."""
        for sid in list(self._users):
            await self.server.disconnect(sid)

    def disconnect_soon(self) -> None:
        """Close every socket, from any thread."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self.disconnect_all(), self._loop)

    async def _send(self, published: Event) -> None:
        for event in await self._alter(published):
            for delivery in deliveries(event):
                await self._deliver(event.name, delivery)

    async def _deliver(self, name: str, delivery: Delivery) -> None:
        skipped = [sid for sid, user in self._users.items() if _is_left_out(user, delivery)]
        present = self.server.manager.get_participants(NAMESPACE, delivery.rooms)
        if any(sid not in skipped for sid, _ in present):
            await self.server.emit(name, delivery.data, room=delivery.rooms, skip_sid=skipped)

    def _listen(self) -> None:
        self.server.on("connect", self._on_connect)
        self.server.on("disconnect", self._on_disconnect)
        self.server.on("subscribe_queue", self._on_subscribe_queue)
        self.server.on("unsubscribe_queue", self._on_unsubscribe_queue)
        self.server.on("subscribe_bulk_download", self._on_subscribe_bulk_download)
        self.server.on("unsubscribe_bulk_download", self._on_unsubscribe_bulk_download)

    async def _on_connect(self, sid: str, environ: Environ, auth: Any) -> bool:
        user = await asyncio.to_thread(self._user_of, environ, auth)
        if user is None:
            return False
        self._users[sid] = user
        await self.server.enter_room(sid, user_room(user.user_id))
        if user.is_admin:
            await self.server.enter_room(sid, ADMIN)
        return True

    def _user_of(self, environ: Environ, auth: Any) -> User | None:
        token = auth.get("token") if isinstance(auth, dict) else None
        header = str(environ.get("HTTP_AUTHORIZATION", ""))
        if not token and header.startswith(BEARER):
            token = header.removeprefix(BEARER)
        if not self._multiuser:
            return SYSTEM_USER
        return self._identify(token) if token else None

    async def _on_disconnect(self, sid: str, *_: Any) -> None:
        self._users.pop(sid, None)

    async def _on_subscribe_queue(self, sid: str, data: dict[str, Any]) -> None:
        await self.server.enter_room(sid, str(data["queue_id"]))

    async def _on_unsubscribe_queue(self, sid: str, data: dict[str, Any]) -> None:
        await self.server.leave_room(sid, str(data["queue_id"]))

    async def _on_subscribe_bulk_download(self, sid: str, data: dict[str, Any]) -> None:
        await self.server.enter_room(sid, str(data["bulk_download_id"]))

    async def _on_unsubscribe_bulk_download(self, sid: str, data: dict[str, Any]) -> None:
        await self.server.leave_room(sid, str(data["bulk_download_id"]))


def _is_left_out(user: User, delivery: Delivery) -> bool:
    return user.user_id in delivery.without_users or (delivery.without_admins and user.is_admin)
