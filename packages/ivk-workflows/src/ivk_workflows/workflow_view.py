"""Looking at a workflow: its inputs as text or as a table, its outputs, and what has changed about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ivk_workflows.describing import as_html, as_text, rows
from ivk_workflows.drift import IndexDrift, index_map, read_index_map, verify_index_map
from ivk_workflows.output_node import OutputNode, output_nodes
from ivk_workflows.workflow_inputs import WorkflowInputs

__all__ = ["WorkflowView"]


class WorkflowView(WorkflowInputs):
    """A workflow that shows what it is."""

    def list_outputs(self) -> list[OutputNode]:
        """List the nodes whose results are kept: those that run and are not intermediate."""
        return output_nodes(self.opened)

    def describe(self) -> str:
        """Describe the inputs as a table of text: index, label, node, present value, what it takes."""
        return as_text(self)

    def preview(self) -> list[str]:
        """Give a line for each input on the form: index, label and present value."""
        return [f"[{index}] {label}: {value}" for index, label, _, value, _ in rows(self)]

    def _repr_html_(self) -> str:
        return as_html(self)

    def export_input_index_map(self, path: str | Path | None = None) -> list[dict[str, Any]]:
        """Note which input has which index, to be verified later.

        Parameters
        ----------
        path : str or Path, optional
            A JSON file to write it to.

        Returns
        -------
        list of dict
            For each input: index, label, node id, field name, type.
        """
        exported = index_map(self.inputs)
        if path is not None:
            Path(path).write_text(json.dumps(exported, indent=2), encoding="utf-8")
        return exported

    def verify_input_index_map(self, earlier: str | Path | Sequence[Mapping[str, Any]]) -> list[IndexDrift]:
        """Compare the inputs with a map that was exported earlier.

        Parameters
        ----------
        earlier : path or sequence of mapping
            What `export_input_index_map` gave or wrote.

        Returns
        -------
        list of IndexDrift
            Empty when nothing has changed.
        """
        return verify_index_map(read_index_map(earlier), self.inputs)
