"""Events: what is told about, to whom, and the Socket.IO server that tells it."""
