"""The asynchronous client of a blocking client, with the same settings, credentials and response cache."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ivk_core.config import ClientConfig
from ivk_core.lazy import lazy_property

if TYPE_CHECKING:
    from ivk_core.auth.credentials import Credentials
    from ivk_core.client_async import AsyncClient
    from ivk_core.event_loops import OnePerLoop
    from ivk_core.transport.caching import ResponseCache

__all__ = ["AioMixin"]


class AioMixin:
    """Adds ``client.aio`` to a blocking client."""

    config: ClientConfig
    credentials: Credentials
    _cache: ResponseCache

    @property
    def aio(self) -> AsyncClient:
        """The asynchronous client of the running event loop, with the same settings and credentials.

        Each event loop has its own, which is closed with this client or with the loop.
        """
        return self._async_clients.get()

    @lazy_property
    def _async_clients(self) -> OnePerLoop[AsyncClient]:
        from ivk_core.event_loops import OnePerLoop  # imports asyncio, which blocking programs do not need

        return OnePerLoop(self._new_async_client)

    def _new_async_client(self) -> AsyncClient:
        from ivk_core.client_async import AsyncClient

        return AsyncClient._from_config(self._async_config(), self._cache)

    def _async_config(self) -> ClientConfig:
        return replace(self.config, auth=self.credentials)

    def _drop_async_clients(self) -> None:
        """Close the asynchronous clients: dropping the last reference to them closes them."""
        vars(self).pop("_async_clients", None)
