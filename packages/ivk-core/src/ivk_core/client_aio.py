"""The asynchronous client of a blocking one, with the same settings, credentials and kept answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ivk_core.config import ClientConfig
from ivk_core.lazy import lazy_property

if TYPE_CHECKING:
    from ivk_core.auth.credentials import Credentials
    from ivk_core.client_async import AsyncClient
    from ivk_core.event_loops import OnePerLoop
    from ivk_core.transport.caching import AnswerCache

__all__ = ["OffersAsyncClient"]


class OffersAsyncClient:
    """What a blocking client offers to programs that await as well."""

    config: ClientConfig
    credentials: Credentials
    _cache: AnswerCache

    @property
    def aio(self) -> AsyncClient:
        """The asynchronous client of the running event loop, with the same settings and credentials.

        Each loop has one of its own, which is closed with this client, or with the loop.
        """
        return self._async_clients.get()

    @lazy_property
    def _async_clients(self) -> OnePerLoop[AsyncClient]:
        from ivk_core.event_loops import OnePerLoop  # a program that only blocks needs no asyncio

        return OnePerLoop(self._new_async_client)

    def _new_async_client(self) -> AsyncClient:
        from ivk_core.client_async import AsyncClient

        return AsyncClient._from_config(self._async_config(), self._cache)

    def _async_config(self) -> ClientConfig:
        return replace(self.config, auth=self.credentials)

    def _drop_async_clients(self) -> None:
        """Close them: nothing else refers to what keeps them."""
        vars(self).pop("_async_clients", None)
