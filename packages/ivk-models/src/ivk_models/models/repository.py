# Made from repository_async.py by scripts/make_blocking.py: edit that file, not this one.
"""Finding the models that a server has installed."""

from __future__ import annotations

import builtins
from typing import Unpack

from ivk_core.repository import Repository
from ivk_models.models import calls
from ivk_models.models.schemas import DnnModel, ModelFilter, ModelTraits

__all__ = ["DnnModelRepository"]


class DnnModelRepository(Repository):
    """Finds installed models.

    Parameters
    ----------
    client : Client
        The client to ask with.

    Examples
    --------
    >>> models = client.repository(DnnModelRepository)
    >>> [model.name for model in models.list(base="sdxl", type="main")]
    ['tiny-sdxl']
    """

    def list(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models (operation ``list_model_records``).

        Parameters
        ----------
        **wanted
            Which ones: see `ModelFilter`; all by default.

        Returns
        -------
        list of DnnModel
        """
        return self._client.run(calls.list_models(**wanted))

    def get(self, key: str) -> DnnModel:
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
        return self._client.run(calls.get_model(key))

    def get_by_name(self, name: str, **traits: Unpack[ModelTraits]) -> DnnModel:
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
        return self._client.run(calls.resolve_model(name=name, **traits))

    def find(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
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
        return self._client.run(calls.find_model(**wanted))

    def list_models(self, **wanted: Unpack[ModelFilter]) -> builtins.list[DnnModel]:
        """List the installed models: `list` by its longer name."""
        return self.list(**wanted)

    def get_model(self, key: str) -> DnnModel:
        """Return what the server knows of one model: `get` by its longer name."""
        return self.get(key)

    def find_model(self, **wanted: Unpack[ModelFilter]) -> DnnModel | None:
        """Return the one model with these traits, or None: `find` by its longer name."""
        return self.find(**wanted)
