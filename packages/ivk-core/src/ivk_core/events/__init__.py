"""The server's events: one socket for a client, and many listeners.

`types` has the event classes, `rooms` the rooms that a socket joins to receive events. `hub` is the public
interface. Below it, `connection` reconnects the socket, `state` decides when, `dispatcher` calls the
listeners, `socket` is one connection, and `socketio_client` is the only module that imports socketio.
"""

from ivk_core.events.rooms import Room
from ivk_core.events.types import Event

__all__ = ["Event", "Room"]
