"""The data of the library of workflows."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from ivk_core.enums import OpenEnum
from ivk_core.schemas import ServerData, ServerTime
from ivk_workflows.definition import WorkflowDefinition

__all__ = ["SavedWorkflow", "WorkflowCategory", "WorkflowPage", "WorkflowSummary"]


class WorkflowCategory(OpenEnum):
    """The origin of a workflow."""

    USER = "user"
    DEFAULT = "default"


class _Record(ServerData):
    workflow_id: str
    name: str = ""
    created_at: ServerTime | None = None
    updated_at: ServerTime | None = None
    opened_at: ServerTime | None = None
    user_id: str | None = None
    is_public: bool = False
    thumbnail_url: str | None = None


class WorkflowSummary(_Record):
    """A workflow in a listing, without its nodes.

    Attributes
    ----------
    workflow_id : str
        Its id in the library.
    name, description : str
        The name and the description that its author gave it.
    category : WorkflowCategory
        ``default`` for workflows that InvokeAI ships.
    tags : str
        Words separated by commas.
    created_at, updated_at, opened_at : datetime or None
        Times with a time zone; `opened_at` is None if it was never opened in the GUI.
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
        The number of this page, counted from 0, and the number of pages.
    total : int
        The number of workflows on all pages.
    items : list of WorkflowSummary
        The workflows of this page.
    """

    page: int = 0
    pages: int = 1
    per_page: int | None = None
    total: int = 0
    items: list[WorkflowSummary] = Field(default_factory=list)


class SavedWorkflow(_Record):
    """A whole workflow of the library.

    Attributes
    ----------
    workflow_id : str
        Its id in the library.
    workflow : dict
        The workflow, as the server returned it.
    """

    workflow: dict[str, Any]

    @property
    def category(self) -> WorkflowCategory:
        """Its origin; ``default`` for workflows that InvokeAI ships."""
        meta = self.workflow.get("meta")
        return WorkflowCategory(meta.get("category", "user") if isinstance(meta, dict) else "user")

    @property
    def definition(self) -> WorkflowDefinition:
        """The workflow as a definition.

        Raises
        ------
        WorkflowFileError
            If the stored document is not a valid workflow.
        """
        return WorkflowDefinition.from_dict(self.workflow, source=f"workflow {self.name!r} of the server")
