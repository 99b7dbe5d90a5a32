"""The operations that list and count the workflows of the library."""

from dataclasses import replace
from enum import StrEnum
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from ivk_devserver.backend import Backend
from ivk_devserver.graph.workflow import WorkflowCategory
from ivk_devserver.routes.auth_dependencies import BackendDep, CurrentUserOrDefault
from ivk_devserver.routes.schemas import SQLiteDirection
from ivk_devserver.routes.workflow_schemas import (
    WorkflowRecordListItemWithThumbnailDTO,
    compatibility_of,
)
from ivk_devserver.storage.sqlite_database import Row
from ivk_devserver.storage.workflow_records import WorkflowFilter

__all__ = ["router"]

router = APIRouter(prefix="/v1/workflows", tags=["workflows"])
Categories = Annotated[list[WorkflowCategory] | None, Query()]
Tags = Annotated[list[str] | None, Query()]


class WorkflowRecordOrderBy(StrEnum):
    """The orders of a listing of workflows."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"
    OPENED_AT = "opened_at"
    NAME = "name"
    IS_PUBLIC = "is_public"


class WorkflowPage(BaseModel):
    """One page of the library."""

    page: int
    pages: int
    per_page: int
    total: int
    items: list[WorkflowRecordListItemWithThumbnailDTO]


def _filter(
    user: CurrentUserOrDefault,
    categories: Categories = None,
    has_been_opened: bool | None = None,
    is_public: bool | None = None,
) -> WorkflowFilter:
    only_mine = not user.is_admin and is_public is not True
    return WorkflowFilter(
        categories=None if categories is None else tuple(categories),
        has_been_opened=has_been_opened,
        is_public=is_public,
        user_id=user.user_id if only_mine else None,
    )


WorkflowQuery = Annotated[WorkflowFilter, Depends(_filter)]


@router.get("/", operation_id="list_workflows")
def list_workflows(
    *,
    backend: BackendDep,
    workflow_filter: WorkflowQuery,
    page: int = 0,
    per_page: int | None = None,
    order_by: WorkflowRecordOrderBy = WorkflowRecordOrderBy.NAME,
    direction: SQLiteDirection = SQLiteDirection.ASCENDING,
    tags: Tags = None,
    query: str | None = None,
    callable: bool | None = None,  # noqa: A002 - the name in the query
) -> WorkflowPage:
    """Return all workflows, or one page."""
    narrowed = replace(workflow_filter, tags=None if tags is None else tuple(tags), query=query)
    rows = backend.workflows.all(narrowed, order_by=order_by, direction=direction)
    items = [_item(backend, row) for row in rows]
    if callable is not None:
        items = [item for item in items if _is_callable(item) == callable]
    size = per_page or len(items)
    shown = items[page * size : (page + 1) * size] if per_page else items
    pages = ceil(len(items) / size) if per_page else 1
    return WorkflowPage(page=page, pages=pages, per_page=size, total=len(items), items=shown)


@router.get("/tags", operation_id="get_all_tags")
def get_all_tags(backend: BackendDep, workflow_filter: WorkflowQuery) -> list[str]:
    """Return the tags of all workflows."""
    rows = backend.workflows.all(workflow_filter, order_by="name", direction="ASC")
    return sorted({tag.strip() for row in rows for tag in row["tags"].split(",") if tag.strip()})


@router.get("/counts_by_tag", operation_id="get_counts_by_tag")
def get_counts_by_tag(
    backend: BackendDep, workflow_filter: WorkflowQuery, tags: Annotated[list[str], Query()]
) -> dict[str, int]:
    """Return the number of workflows by tag."""
    return {tag: backend.workflows.count(replace(workflow_filter, tags=(tag,))) for tag in tags}


@router.get("/counts_by_category", operation_id="counts_by_category")
def counts_by_category(
    backend: BackendDep,
    workflow_filter: WorkflowQuery,
    categories: Annotated[list[WorkflowCategory], Query()],
) -> dict[str, int]:
    """Return the number of workflows by category."""
    return {
        category: backend.workflows.count(replace(workflow_filter, categories=(category,)))
        for category in categories
    }


def _item(backend: Backend, row: Row) -> WorkflowRecordListItemWithThumbnailDTO:
    url = f"api/v1/workflows/i/{row['workflow_id']}/thumbnail" if row["has_thumbnail"] else None
    workflow = backend.workflows.get_existing(row["workflow_id"])["workflow"]
    return WorkflowRecordListItemWithThumbnailDTO(
        **row, thumbnail_url=url, call_saved_workflow_compatibility=compatibility_of(workflow)
    )


def _is_callable(item: WorkflowRecordListItemWithThumbnailDTO) -> bool:
    compatibility = item.call_saved_workflow_compatibility
    return compatibility is not None and compatibility.is_callable
