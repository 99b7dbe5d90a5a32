"""Finding the models that are installed on a server."""

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
        The client to send requests with.

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
            The traits of the models to list, see `ModelFilter`; all models by default.

        Returns
        -------
        list of DnnModel
            A `ModelList`, which prints as a table.

        Raises
        ------
        UnknownChoiceError
            If the server knows no such base, type or format.
        """
        return await self._client.run(calls.list_models(**wanted))

    async def get(self, key: str) -> DnnModel:
        """Return the record of a model (operation ``get_model_record``).

        Parameters
        ----------
        key : str
            The server's id for the model.

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
        """Return the one model with a name (operation ``list_model_records``).

        Parameters
        ----------
        name : str
            The name. Its case is ignored, unless a model has exactly this name.
        **traits
            Further traits, which distinguish models with the same name: see `ModelTraits`.

        Returns
        -------
        DnnModel

        Raises
        ------
        ModelNotFoundError
            If no model matches. The error suggests similar names.
        AmbiguousModelError
            If several models match. The error lists them.
        UnknownChoiceError
            If the server knows no such base, type or format.
        """
        return await self._client.run(calls.resolve_model(name=name, **traits))

    async def find(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Return the one model with some traits, or None if there is none (operation ``list_model_records``).

        Parameters
        ----------
        **wanted
            The traits, see `ModelFilter`.

        Returns
        -------
        DnnModel or None

        Raises
        ------
        AmbiguousModelError
            If several models have these traits. The error lists them.
        UnknownChoiceError
            If the server knows no such base, type or format.
        """
        return await self._client.run(calls.find_model(**wanted))

    async def list_models(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models: an alias of `list`."""
        return await self.list(**wanted)

    async def get_model(self, key: str) -> DnnModel:
        """Return the record of a model: an alias of `get`."""
        return await self.get(key)

    async def find_model(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Return the one model with some traits, or None if there is none: an alias of `find`."""
        return await self.find(**wanted)
