# Made from server_workflow_async.py by scripts/make_blocking.py: edit that file, not this one.
"""A workflow with a server's help: names are looked up, and what is missing is found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from ivk_core.errors import ArgumentError
from ivk_fields import FieldRegistry
from ivk_models.models.calls import list_installed
from ivk_workflows.compile import Problem
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.library import SavedWorkflow
from ivk_workflows.resolving.called import fetch_one_called
from ivk_workflows.resolving.rebinding import ReboundModel
from ivk_workflows.resolving.uploads import Uploads, known_uploads
from ivk_workflows.templates import TemplateCatalog
from ivk_workflows.workflow.base import WorkflowBase
from ivk_workflows.workflow.draft import Options
from ivk_workflows.workflow.model_sync import sync_models
from ivk_workflows.workflow.preparing import compile_body, compile_graph, find_problems
from ivk_workflows.workflow.saving import save_as_new, save_changes

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["ServerWorkflow"]


class ServerWorkflow(WorkflowBase):
    """A workflow that is checked and compiled for a server; `WorkflowHandle` also submits it.

    Parameters
    ----------
    client : Client
        The client to ask with.
    definition : WorkflowDefinition
        The workflow as it was read.
    catalog : TemplateCatalog
        The node types of the server.
    fields : FieldRegistry
        Makes the field of an input.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of the library that nodes of this one call, by id.
    """

    library_id: str | None
    """Its id in the server's library, if it was loaded from there or saved there."""

    def __init__(
        self,
        client: Client,
        definition: WorkflowDefinition,
        catalog: TemplateCatalog,
        *,
        fields: FieldRegistry,
        called: Mapping[str, WorkflowDefinition] | None = None,
    ) -> None:
        super().__init__(definition, catalog, fields=fields, called=called)
        self._client = client
        self.library_id = None
        self._saved_name: str | None = None
        self._inputs.fetch_called = lambda wanted: client.run(fetch_one_called(wanted))

    def load_called(self) -> Self:
        """Fetch the workflows that nodes were set to call (``list_workflows``, ``get_workflow``).

        The form of a called workflow decides which inputs a ``call_saved_workflow`` node has. A blocking
        handle fetches it by itself when its inputs are next used; with an asynchronous one, this
        between choosing the workflow and setting its inputs.

        Returns
        -------
        WorkflowHandle
            This workflow.

        Raises
        ------
        WorkflowNotFoundError, AmbiguousWorkflowError
            If the library has no workflow with a name or id that was chosen, or several.

        Examples
        --------
        >>> workflow.set(workflow_id="Upscale twice")
        >>> workflow.load_called()
        >>> workflow.set({"Scale": 2})
        """
        for wanted in self._inputs.unknown_calls():
            self._inputs.calls.add(wanted, *self._client.run(fetch_one_called(wanted)))
        return self

    def check(self, *, runs: int | None = None) -> list[Problem]:
        """Find all problems of the workflow on this server; nothing is changed there.

        Parameters
        ----------
        runs : int, optional
            How often it will run, as for `submit`: several runs with the same seed are a warning.

        Returns
        -------
        list of Problem
            Errors first, then warnings; empty if there are none.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If nothing on this server has a name that was set, or several things have it.
        """
        return self._client.run(find_problems(self._inputs, self._sweep, Options(runs)))

    def to_enqueue_body(
        self,
        *,
        runs: int | None = None,
        prepend: bool = False,
        auto_add_board: str | None = None,
        uploads: Uploads = "asset",
        create_boards: bool = False,
    ) -> dict[str, Any]:
        """Compile into the body that the GUI would post on this server. Local images are uploaded.

        Nothing is refused here; `check` finds what the GUI would refuse, and `submit` refuses it.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        prepend : bool
            True to go to the front of the queue.
        auto_add_board : str, optional
            The id or name of the board that ``auto`` means; no board by default.
        uploads : {"asset", "intermediate"}
            How local images are uploaded: as assets of the gallery, as the GUI does, or as intermediate
            images, which the GUI hides and can delete. A client uploads each content once.
        create_boards : bool
            Whether a board that is given by a name that no board has is created, once all checks have passed.

        Returns
        -------
        dict
            The body of ``enqueue_batch``.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If nothing on this server has a name that was set, or several things have it.
        """
        options = self._options(
            runs=runs,
            prepend=prepend,
            auto_add_board=auto_add_board,
            uploads=uploads,
            create_boards=create_boards,
        )
        return self._client.run(compile_body(self._inputs, self._sweep, options))

    def to_api_graph(self, *, auto_add_board: str | None = None) -> dict[str, Any]:
        """Compile into the graph that the server's API takes, with the values that were set.

        Parameters
        ----------
        auto_add_board : str, optional
            The id or name of the board that ``auto`` means; no board by default.

        Returns
        -------
        dict
            ``{"id", "nodes", "edges"}``. The values of batch nodes and of a sweep are not in a graph; they
            are in the body that `to_enqueue_body` returns.

        Raises
        ------
        NameNotFoundError, AmbiguousNameError
            If nothing on this server has a name that was set, or several things have it.
        """
        options = self._options(auto_add_board=auto_add_board)
        return self._client.run(compile_graph(self._inputs, options))

    def save_as(self, name: str) -> SavedWorkflow:
        """Save it with its values as a new workflow of the library (operation ``create_workflow``).

        Parameters
        ----------
        name : str
            Its name in the library.

        Returns
        -------
        SavedWorkflow
            Later, `save` replaces it.

        Raises
        ------
        ArgumentError
            If it is swept.
        NameNotFoundError, AmbiguousNameError
            If nothing on this server has a name that was set, or several things have it.
        """
        saved = self._client.run(save_as_new(self._inputs, self._sweep, name))
        self.library_id, self._saved_name = saved.workflow_id, name
        return saved

    def save(self) -> SavedWorkflow:
        """Save it with its values in the library, where it was loaded from (operation ``update_workflow``).

        Returns
        -------
        SavedWorkflow

        Raises
        ------
        ArgumentError
            If it is not in the library yet, or swept.
        WorkflowNotFoundError, WorkflowReadOnlyError
            If it was deleted from the library, or ships with InvokeAI.
        """
        if self.library_id is None:
            raise ArgumentError(
                f"The workflow {self.name!r} was not loaded from the library.", hint="Use save_as(name)."
            )
        return self._client.run(save_changes(self.library_id, self._inputs, self._sweep, self._saved_name))

    def sync_dnn_model(
        self, by_name: bool = True, by_base: bool = False, *, models: Mapping[str, str] | None = None
    ) -> list[ReboundModel]:
        """Replace models that this server does not have by models that it has (``list_model_records``).

        A model with the same hash is the same model. Otherwise a model with the same name, type and base is
        used if `by_name`, and the only model of the same type and base if `by_base`.

        Parameters
        ----------
        by_name, by_base : bool
            Whether to accept such models instead of one with the same hash.
        models : mapping of str to str, optional
            Names of old models, and those of the models to use instead.

        Returns
        -------
        list of ReboundModel
            The models that were replaced. Submodels are kept.

        Raises
        ------
        AmbiguousModelError, ModelNotFoundError
            If several models fit, or `models` names a model that the server does not have.
        """
        installed = self._client.run(list_installed(max_age=0.0))
        return sync_models(self._inputs, installed, by_name=by_name, by_base=by_base, replacements=models)

    def _options(self, **options: Any) -> Options:
        return Options(**options, known=self._client.repository(known_uploads))
