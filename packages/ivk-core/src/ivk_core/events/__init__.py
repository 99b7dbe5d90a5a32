"""The events that a server sends: one socket for a client, many listeners.

`types` holds the events, `rooms` the groups in which they are sent. From the outside in, `hub` is what a
program holds, `connection` keeps a socket open, `state` says how it is and when to try again, `dispatcher`
knows the listeners, `socket` is one connection, and `socketio_client` is the only module that imports
socketio.
"""

from ivk_core.events.rooms import Room
from ivk_core.events.types import Event

__all__ = ["Event", "Room"]
