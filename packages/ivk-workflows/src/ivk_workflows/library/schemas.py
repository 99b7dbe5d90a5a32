"""The data of the library of workflows."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData
from ivk_workflows.definition import WorkflowDefinition

__all__ = ["SavedWorkflow", "WorkflowCategory", "WorkflowPage", "WorkflowSummary"]


class WorkflowCategory(OpenEnum):
    """The origin of a workflow."""

    USER = "user"
    DEFAULT = "default"


class _Record(ServerData):
    workflow_id: str
    name: str = ""
    created_at: str = ""
    updated_at: str = ""
    opened_at: str | None = None
    user_id: str | None = None
    is_public: bool = False
    thumbnail_url: str | None = None


class WorkflowSummary(_Record):
    """A workflow as a listing shows it, without its nodes.

    Attributes
    ----------
    workflow_id : str
        Its id in the library.
    name, description : str
        What its author called it.
    category : WorkflowCategory
        ``default`` for those that InvokeAI ships.
    tags : str
        Words separated by commas.
    created_at, updated_at, opened_at : str
        Times, as the server writes them; `opened_at` is None for one never opened in the GUI.
    is_public : bool
        Whether other users of the server see it.
    """

    description: str | None = ""
    category: WorkflowCategory = WorkflowCategory.USER
    tags: str | None = ""


class WorkflowPage(ServerData):
    """One page of a listing.

    Attributes
    ----------
    page, pages : int
        Which page this is, counted from 0, and how many there are.
    total : int
        How many workflows there are on all pages.
    items : list of WorkflowSummary
        Those of this page.
    """

    page: int = 0
    pages: int = 1
    per_page: int | None = None
    total: int = 0
    items: list[WorkflowSummary] = Field(default_factory=list)


class SavedWorkflow(_Record):
    """A workflow in the library, whole.

    Attributes
    ----------
    workflow_id : str
        Its id in the library.
    workflow : dict
        The workflow itself, as the server gave it.
    """

    workflow: dict[str, Any]

    @property
    def definition(self) -> WorkflowDefinition:
        """The workflow, ready to be run.

        Raises
        ------
        WorkflowFileError
            If what the server keeps is not a workflow that can be read.
        """
        return WorkflowDefinition.from_dict(self.workflow, source=f"workflow {self.name!r} of the server")
