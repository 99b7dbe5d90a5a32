"""What a server tells without being asked: one socket for a client, many listeners.

`types` says what an event is, `rooms` which rooms must be entered (both without any I/O), `hub` and
`async_hub` keep one socket alive and hand its events on, `socket` and `async_socket` are one connection
each, and `wire` is the only module that imports socketio.
"""

from ivk_core.events.rooms import Room
from ivk_core.events.types import Event

__all__ = ["Event", "Room"]
