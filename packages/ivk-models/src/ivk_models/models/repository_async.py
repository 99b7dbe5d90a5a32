"""Finding the models that a server has installed."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_core.repository_async import AsyncRepository
from ivk_models.models import calls
from ivk_models.models.schemas import DnnModel, ModelFilter, ModelTraits

__all__ = ["AsyncDnnModelRepository"]


class AsyncDnnModelRepository(AsyncRepository):
    """Finds installed models.

    Parameters
    ----------
    client : AsyncClient
        The client to ask with.

    Examples
    --------
    >>> models = client.repository(AsyncDnnModelRepository)
    >>> [model.name for model in await models.list(base="sdxl", type="main")]
    ['tiny-sdxl']
    """

    async def list(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models (operation ``list_model_records``).

        Parameters
        ----------
        **wanted
            Which ones: see `ModelFilter`; all by default.

        Returns
        -------
        list of DnnModel
        """
        return await self._client.run(calls.list_models(**wanted))

    async def get(self, key: str) -> DnnModel:
        """Return what the server knows of one model (operation ``get_model_record``).

        Parameters
        ----------
        key : str
            The server's id for it.

        Returns
        -------
        DnnModel

        Raises
        ------
        ModelNotFoundError
            If no model has that key.
        """
        return await self._client.run(calls.get_model(key))

    async def get_by_name(self, name: str, **traits: Unpack[ModelTraits]) -> DnnModel:
        """Return the one model of that name (operation ``list_model_records``).

        Parameters
        ----------
        name : str
            Its exact name.
        **traits
            What distinguishes it, where several have that name: see `ModelTraits`.

        Returns
        -------
        DnnModel

        Raises
        ------
        ModelNotFoundError
            If there is no such model; similar names are suggested.
        AmbiguousModelError
            If there are several; it lists them.
        """
        return await self._client.run(calls.resolve_model(name=name, **traits))

    async def find(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Return the one model with these traits, or None (operation ``list_model_records``).

        Parameters
        ----------
        **wanted
            Its traits: see `ModelFilter`.

        Returns
        -------
        DnnModel or None

        Raises
        ------
        AmbiguousModelError
            If there are several; it lists them.
        """
        return await self._client.run(calls.find_model(**wanted))

    async def list_models(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models: `list` by its longer name."""
        return await self.list(**wanted)

    async def get_model(self, key: str) -> DnnModel:
        """Return what the server knows of one model: `get` by its longer name."""
        return await self.get(key)

    async def find_model(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Return the one model with these traits, or None: `find` by its longer name."""
        return await self.find(**wanted)
