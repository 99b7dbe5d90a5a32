"""Request in, response out. What else a call needs (auth, retries, logs) is wrapped around that."""

from ivk_core.transport.base import AsyncTransport, Middleware, Transport, wrapped, wrapped_async

__all__ = ["AsyncTransport", "Middleware", "Transport", "wrapped", "wrapped_async"]
