"""Transports, which send a request and return its response, and the middleware around them."""

from ivk_core.transport.base import AsyncTransport, Middleware, Transport, wrapped, wrapped_async

__all__ = ["AsyncTransport", "Middleware", "Transport", "wrapped", "wrapped_async"]
