"""Times of the library have a time zone, however the server writes them."""

from __future__ import annotations

import pytest

from ivk_workflows.library.schemas import SavedWorkflow, WorkflowSummary


@pytest.mark.parametrize("kind", [WorkflowSummary, SavedWorkflow])
@pytest.mark.parametrize("text", ["2026-11-20 09:07:11.297", "2026-11-20T09:07:11.297Z"])
def test_times_have_a_zone(kind: type[WorkflowSummary | SavedWorkflow], text: str) -> None:
    record = {"workflow_id": "a", "created_at": text, "opened_at": None, "workflow": {"nodes": []}}
    found = kind.model_validate(record)
    assert found.created_at is not None
    assert found.created_at.isoformat() == "2026-11-20T09:07:11.297000+00:00"
    assert found.opened_at is None
