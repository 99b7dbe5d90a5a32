"""Workflows that call workflows of the library, with the node ``call_saved_workflow``.

A called workflow runs as a queue item of its own, while the item that calls it waits. The output of the node
is what the called workflow returns.
"""

import json
from typing import Any
from uuid import uuid4

from ivk_devserver.catalog.node_models import check_node
from ivk_devserver.engine.errors import SessionCanceledError
from ivk_devserver.engine.graph_execution_state import MAX_WORKFLOW_CALL_DEPTH
from ivk_devserver.graph.graph import Edge
from ivk_devserver.graph.validation import check_graph
from ivk_devserver.graph.workflow_graph_builder import build_graph_from_workflow
from ivk_devserver.storage.queue_items import QueueItemStorage
from ivk_devserver.storage.sqlite_database import Row
from ivk_devserver.storage.users import UserStorage
from ivk_devserver.storage.workflow_records import WorkflowRecordStorage

__all__ = ["WorkflowCallCoordinator"]

Json = dict[str, Any]
INHERITED = ("queue_id", "batch_id", "priority", "origin", "destination", "user_id")


class WorkflowCallCoordinator:
    """Adds the items of called workflows, and reads what they return."""

    def __init__(self, items: QueueItemStorage, workflows: WorkflowRecordStorage, users: UserStorage) -> None:
        self._items = items
        self._workflows = workflows
        self._users = users

    def add_item(self, caller: Row, workflow_id: str, values: Json) -> Row:
        """Add the item of a called workflow, and return it.

        Parameters
        ----------
        caller
            The item that calls the workflow.
        workflow_id
            The id of the workflow in the library.
        values
            Values for the exposed inputs of the workflow.

        Raises
        ------
        ValueError
            If the user cannot read the workflow, it cannot be called, or calls are nested too deep.
        """
        depth = (caller["workflow_call_depth"] or 0) + 1
        if depth > MAX_WORKFLOW_CALL_DEPTH:
            raise ValueError(
                f"Maximum workflow call depth exceeded ({MAX_WORKFLOW_CALL_DEPTH}) "
                f"for workflow '{workflow_id}'"
            )
        workflow = self._workflow(workflow_id, caller["user_id"])
        graph = _checked(build_graph_from_workflow(workflow, values))
        item_id = self._items.add_item(
            {
                **{name: caller[name] for name in INHERITED},
                "batch_number": self._items.add_batch(graph, None),
                "session_id": str(uuid4()),
                "workflow_call_id": str(uuid4()),
                "parent_item_id": caller["item_id"],
                "parent_session_id": caller["session_id"],
                "root_item_id": caller["root_item_id"] or caller["item_id"],
                "workflow_call_depth": depth,
            }
        )
        return self._get_existing(item_id)

    def returned_values(self, item_id: int) -> Json:
        """Return what a called workflow returned.

        Raises
        ------
        ValueError
            If it failed.
        SessionCanceledError
            If it was canceled or deleted.
        """
        item = self._items.get(item_id)
        if item is None or item["status"] == "canceled":
            raise SessionCanceledError
        if item["status"] == "failed":
            raise ValueError(item["error_message"])
        results = json.loads(item["session"])["results"].values()
        return next(dict(one["values"]) for one in results if one["type"] == "workflow_return_output")

    def _workflow(self, workflow_id: str, user_id: str) -> Json:
        if not workflow_id:
            raise ValueError("A saved workflow must be selected before executing call_saved_workflow.")
        record = self._workflows.get(workflow_id)
        if record is None:
            raise ValueError(f"The selected saved workflow '{workflow_id}' could not be found.")
        user = self._users.get(user_id)
        may_read = record["is_public"] or record["user_id"] == user_id or (user and user["is_admin"])
        if not may_read:
            raise ValueError(f"The selected saved workflow '{workflow_id}' is not accessible to this user.")
        return dict(record["workflow"])

    def _get_existing(self, item_id: int) -> Row:
        item = self._items.get(item_id)
        if item is None:
            raise KeyError(item_id)
        return item


def _checked(graph: Json) -> Json:
    """Check a graph, and return it with all defaults."""
    checked = {key: check_node(key, node) for key, node in graph["nodes"].items()}
    problems = [problem for _, found in checked.values() for problem in found]
    if problems:
        raise ValueError(f"The selected saved workflow has a wrong value: {problems[0]['msg']}")
    nodes = {key: node for key, (node, _) in checked.items()}
    check_graph(nodes, [Edge.model_validate(edge) for edge in graph["edges"]])
    return {**graph, "nodes": nodes}
