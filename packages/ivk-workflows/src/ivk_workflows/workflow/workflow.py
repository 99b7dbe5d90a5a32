"""A workflow without a server: inputs, compiling and checking."""

from __future__ import annotations

from typing import Any

from ivk_fields import IvkField
from ivk_workflows.check import check
from ivk_workflows.compile import LoadedWorkflow, Problem, compile_enqueue_body
from ivk_workflows.compile.saved_calls import without_absent_inputs
from ivk_workflows.workflow.base import WorkflowBase
from ivk_workflows.workflow.lost import lost_value
from ivk_workflows.workflow.sweeping import runs_of, without_swept

__all__ = ["Workflow"]


class Workflow(WorkflowBase):
    """A workflow and the values of its inputs, without a server.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read. It is never changed.
    catalog : TemplateCatalog, optional
        The node types of a server; those of InvokeAI 6.14.2 by default.
    fields : FieldRegistry, optional
        Makes the field of an input; the built-in fields by default.
    called : mapping of str to WorkflowDefinition, optional
        Workflows of a library that nodes of this one call, by id: they say what inputs those nodes have.

    Examples
    --------
    >>> workflow = Workflow(WorkflowDefinition.from_file("sdxl.json"))
    >>> workflow.set(positive_prompt="a lighthouse", steps=20)
    >>> workflow["Steps"]
    20
    >>> body = workflow.to_enqueue_body()
    """

    def to_enqueue_body(self, *, runs: int | None = None, prepend: bool = False) -> dict[str, Any]:
        """Compile into the body that the GUI would post, without asking a server.

        Parameters
        ----------
        runs : int, optional
            How often to run every combination of the batch; by default what the sweep says, else once.
        prepend : bool
            True to go to the front of the queue.

        Returns
        -------
        dict
            The body of ``enqueue_batch``.

        Raises
        ------
        UnresolvedValueError
            If a value is a local file or a name that only a server can resolve.
        BatchError, UnresolvedNeedError
            If a batch node has nothing to enqueue, or needs an answer of the server.
        """
        return compile_enqueue_body(
            self._with_values(),
            runs=runs_of(self._sweep, runs),
            prepend=prepend,
            data=self._sweep.data(IvkField.to_wire),
        )

    def check(self) -> list[Problem]:
        """Find all problems of the workflow, without asking a server.

        Returns
        -------
        list of Problem
            Errors first, then warnings; empty if there are none.
        """
        return [
            *without_swept(check(self._with_values()), self._sweep.places),
            *map(lost_value, self._inputs.lost),
        ]

    def _with_values(self) -> LoadedWorkflow:
        loaded = self._inputs.loaded
        known = self._inputs.known_calls
        values = {place: field.to_wire() for place, field in self.touched.items() if place not in known}
        return loaded.with_values(without_absent_inputs(loaded, values))
