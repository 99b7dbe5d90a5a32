"""The workflows that ship with InvokeAI, in the library of a real server."""

from __future__ import annotations

import pytest

from ivk_core import Client
from ivk_workflows import WorkflowRepository
from ivk_workflows.library.errors import WorkflowReadOnlyError

pytestmark = pytest.mark.live


def test_a_workflow_of_invokeai_is_copied_and_not_changed(client: Client) -> None:
    library = client.repository(WorkflowRepository)
    shipped = library.list(categories=["default"])[0]
    copy = library.create(library.get_saved(shipped.workflow_id).definition, name="A copy of ours")
    try:
        assert copy.workflow["meta"]["category"] == "user"
        for change in (
            lambda: library.update(shipped.workflow_id, copy.workflow),
            lambda: library.delete(shipped.workflow_id),
            lambda: library.set_public(shipped.workflow_id, False),
            lambda: library.get(shipped.workflow_id).save(),
        ):
            with pytest.raises(WorkflowReadOnlyError, match="ships with InvokeAI"):
                change()
    finally:
        library.delete(copy.workflow_id)
