"""The Socket.IO server: the events that it sends, and which sockets receive them."""
