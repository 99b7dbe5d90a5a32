"""The models of a server, for an event loop: the same methods, to be awaited."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_core.repository import AsyncRepository
from ivk_models.models import calls
from ivk_models.models.schemas import DnnModel, ModelFilter, ModelTraits

__all__ = ["AsyncDnnModelRepository"]


class AsyncDnnModelRepository(AsyncRepository):
    """Finds installed models; the twin of `DnnModelRepository`.

    Each method takes, returns and raises what its twin does.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> models = client.repository(AsyncDnnModelRepository)
    >>> model = await models.get_by_name("tiny-sdxl")
    """

    async def list(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models (operation ``list_model_records``)."""
        return await self._client.run(calls.list_models(**wanted))

    async def get(self, key: str) -> DnnModel:
        """Ask about one model (operation ``get_model_record``)."""
        return await self._client.run(calls.get_model(key))

    async def get_by_name(self, name: str, **traits: Unpack[ModelTraits]) -> DnnModel:
        """Give the one model of that name (operation ``list_model_records``)."""
        return await self._client.run(calls.resolve_model(name=name, **traits))

    async def find(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Give the one model that is like that, or None (operation ``list_model_records``)."""
        return await self._client.run(calls.find_model(**wanted))

    async def list_models(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models: `list` by its longer name."""
        return await self.list(**wanted)

    async def get_model(self, key: str) -> DnnModel:
        """Ask about one model: `get` by its longer name."""
        return await self.get(key)

    async def find_model(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Give the one model that is like that, or None: `find` by its longer name."""
        return await self.find(**wanted)
