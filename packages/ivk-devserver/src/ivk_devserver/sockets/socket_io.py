"""The Socket.IO server: it accepts sockets, puts them into rooms, and sends published events.

Events may be published from any thread. One task on the server's event loop sends them, so they arrive in the
order in which they were published.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import socketio  # type: ignore[import-untyped]
import socketio.packet  # type: ignore[import-untyped]

from ivk_devserver.auth import SYSTEM_USER, User
from ivk_devserver.sockets.socket_events import ADMIN_ROOM, Delivery, SocketEvent, deliveries, user_room

__all__ = ["SocketIO"]

logger = logging.getLogger(__name__)
Environ = dict[str, Any]
EventFilter = Callable[[SocketEvent], Awaitable[list[SocketEvent]]]
BEARER = "Bearer "
NAMESPACE = "/"


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]
    """A packet that is not searched for bytes: no payload here has any, and the search is slow."""

    uses_binary_events = False


class SocketIO:
    """The sockets of one server.

    Parameters
    ----------
    authenticate
        Returns the user of a token, None if the token is not valid.
    multiuser
        Whether a socket needs a token.
    event_filter
        Returns the events to send instead of an event; the faults use it.
    """

    def __init__(
        self, authenticate: Callable[[str], User | None], *, multiuser: bool, event_filter: EventFilter
    ) -> None:
        self.server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", serializer=TextPacket)
        self._authenticate = authenticate
        self._multiuser = multiuser
        self._event_filter = event_filter
        self._users: dict[str, User] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._published: asyncio.Queue[SocketEvent] = asyncio.Queue()
        self._register_handlers()

    def publish(self, event: SocketEvent) -> None:
        """Queue an event to be sent, from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._published.put_nowait, event)

    async def run(self) -> None:
        """Send published events until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            event = await self._published.get()
            try:
                await self._send(event)
            except Exception:
                # An event that cannot be sent must not stop the events after it.
                logger.exception("the event %s was not sent", event.name)

    def disconnect_all(self) -> None:
        """Close every socket, from any thread, without waiting for it."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._disconnect_all(), self._loop)

    async def _disconnect_all(self) -> None:
        for sid in list(self._users):
            await self.server.disconnect(sid)

    async def _send(self, published: SocketEvent) -> None:
        for event in await self._event_filter(published):
            for delivery in deliveries(event):
                await self._deliver(event.name, delivery)

    async def _deliver(self, name: str, delivery: Delivery) -> None:
        skipped = [sid for sid, user in self._users.items() if _is_left_out(user, delivery)]
        participants = self.server.manager.get_participants(NAMESPACE, delivery.rooms)
        if any(sid not in skipped for sid, _ in participants):
            await self.server.emit(name, delivery.data, room=delivery.rooms, skip_sid=skipped)

    def _register_handlers(self) -> None:
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
            await self.server.enter_room(sid, ADMIN_ROOM)
        return True

    def _user_of(self, environ: Environ, auth: Any) -> User | None:
        token = auth.get("token") if isinstance(auth, dict) else None
        header = str(environ.get("HTTP_AUTHORIZATION", ""))
        if not token and header.startswith(BEARER):
            token = header.removeprefix(BEARER)
        if not self._multiuser:
            return SYSTEM_USER
        return self._authenticate(token) if token else None

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
