"""A workflow on paper: inputs, compiling and checking without a server."""

from __future__ import annotations

from typing import Any

from ivk_workflows.check import check
from ivk_workflows.compile import compile_enqueue_body
from ivk_workflows.problems import Problem
from ivk_workflows.sweeping import runs_of
from ivk_workflows.workflow_form import Place, WorkflowForm

__all__ = ["Workflow"]


class Workflow(WorkflowForm):
    """A workflow and the values of its inputs, without a server.

    Parameters
    ----------
    definition : WorkflowDefinition
        The workflow as it was read. It is never changed.
    catalog : TemplateCatalog, optional
        The node types of a server; those of InvokeAI 6.14.2 by default.
    fields : FieldRegistry, optional
        What picks a field for an input; the built-in fields by default.

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
            If a value is a local file or a name, which only a server can settle.
        BatchError, UnresolvedNeedError
            If a batch node has nothing to enqueue, or needs an answer of the server.
        """
        swept = {id(field): field.to_wire() for column in self.swept.columns for field in column.fields}
        return compile_enqueue_body(
            self.definition,
            self.catalog,
            self._wire_values(),
            runs=runs_of(self.swept, runs),
            prepend=prepend,
            data=self.swept.data(swept),
        )

    def check(self) -> list[Problem]:
        """Find everything that is wrong with it, without asking a server.

        Returns
        -------
        list of Problem
            Errors first, then warnings; empty when all is well.
        """
        return self.swept.unanswered(check(self.definition, self.catalog, self._wire_values()))

    def _wire_values(self) -> dict[Place, Any]:
        return {place: field.to_wire() for place, field in self.touched.items()}
