"""The workflows that the nodes of a workflow call, or were set to call.

They decide which inputs those nodes have. A workflow that a program chooses by name or id has to be fetched
before its inputs are known: a blocking handle fetches it when the inputs are next asked for, an asynchronous
one in `AsyncWorkflowHandle.load_called`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from ivk_core.lookup import AmbiguousNameError, NameNotFoundError
from ivk_workflows.definition import WorkflowDefinition

__all__ = ["CalledWorkflows", "FetchCalled"]

FetchCalled: TypeAlias = Callable[[str], tuple[str, WorkflowDefinition]]
"""Fetches a workflow by id or name, and returns its id and the workflow."""


class CalledWorkflows:
    """The called workflows that are known, by id.

    Parameters
    ----------
    definitions : mapping of str to WorkflowDefinition
        The workflows that are known, by id.
    """

    def __init__(self, definitions: Mapping[str, WorkflowDefinition]) -> None:
        self.definitions = dict(definitions)
        self.not_found: dict[str, str] = {}
        """Why a workflow was not found, by the name or id that was asked for."""
        self._ids: dict[str, str] = {}

    def add(self, wanted: str, workflow_id: str, definition: WorkflowDefinition) -> None:
        """Keep a workflow, and the name that it was asked for by."""
        self.definitions[workflow_id] = definition
        self._ids[wanted] = workflow_id
        self.not_found.pop(wanted, None)

    def id_of(self, wanted: str) -> str | None:
        """Return the id of a known workflow by id or name; None if it is not known."""
        if wanted in self.definitions:
            return wanted
        if wanted in self._ids:
            return self._ids[wanted]
        named = [each for each, definition in self.definitions.items() if definition.name == wanted]
        return named[0] if len(named) == 1 else None

    def fetch(self, wanted: str, fetch: FetchCalled) -> str | None:
        """Return the id of a workflow, which is fetched if it is not known; None if there is none."""
        if (known := self.id_of(wanted)) is None:
            try:
                known, definition = fetch(wanted)
            except (AmbiguousNameError, NameNotFoundError) as error:
                # The submission raises it; until then another workflow can be chosen.
                self.not_found[wanted] = error.message
                return None
            self.add(wanted, known, definition)
        return known
