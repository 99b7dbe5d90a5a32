"""A builder of workflows, as the editor would save them."""

from __future__ import annotations

from typing import Any

import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.definition import WorkflowDefinition
from ivk_workflows.templates import TemplateCatalog, bundled_catalog
from ivk_workflows.templates.editable import initial_value


class WorkflowBuilder:
    """Builds a workflow: add nodes and edges, and call `definition` at the end."""

    def __init__(self, catalog: TemplateCatalog) -> None:
        self.catalog = catalog
        self.document: dict[str, Any] = {
            **dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), ""),
            "nodes": [],
            "edges": [],
            "exposedFields": [],
            "meta": {"category": "user", "version": "4.0.0"},
            "form": None,
        }

    def node(self, type_: str, label: str = "", **values: Any) -> str:
        """Add a node with the editor's initial values, some of them replaced; return its id."""
        template = self.catalog[type_]
        initial = {name: initial_value(spec) for name, spec in template.inputs.items()} | values
        inputs = {
            name: {"name": name, "label": "", "description": ""}
            | ({} if value is MISSING else {"value": value})
            for name, value in initial.items()
        }
        data = {
            "type": type_,
            "version": template.version,
            "label": label,
            "notes": "",
            "nodePack": "invokeai",
            "inputs": inputs,
            "isOpen": True,
            "isIntermediate": True,
            "useCache": True,
            "dynamicInputTemplates": {},
        }
        return self._add("invocation", data, f"{type_}-{len(self.document['nodes'])}")

    def connector(self) -> str:
        """Add a connector; return its id."""
        data = {"type": "connector", "label": "", "isOpen": True}
        return self._add("connector", data, f"connector-{len(self.document['nodes'])}")

    def _add(self, kind: str, data: dict[str, Any], node_id: str) -> str:
        position = {"x": 0, "y": 0}
        self.document["nodes"].append(
            {"id": node_id, "type": kind, "position": position, "data": {"id": node_id, **data}}
        )
        return node_id

    def edge(self, source: str, output: str, target: str, field: str) -> None:
        """Connect an output to an input."""
        edge = {"source": source, "sourceHandle": output, "target": target, "targetHandle": field}
        self.document["edges"].append({"id": f"e{len(self.document['edges'])}", "type": "default", **edge})

    def data(self, node_id: str) -> dict[str, Any]:
        """Return a node's data, to change it."""
        return next(node["data"] for node in self.document["nodes"] if node["id"] == node_id)

    def show(
        self, *fields: tuple[str, str], settings: dict[tuple[str, str], dict[str, Any]] | None = None
    ) -> None:
        """Put inputs on the form, in this order."""
        elements: dict[str, Any] = {}
        for number, field in enumerate(fields):
            data: dict[str, Any] = {"fieldIdentifier": {"nodeId": field[0], "fieldName": field[1]}}
            if settings and field in settings:
                data["settings"] = settings[field]
            key = f"field-{number}"
            elements[key] = {"id": key, "type": "node-field", "parentId": "top", "data": data}
        root = {"id": "top", "type": "container", "data": {"layout": "column", "children": [*elements]}}
        self.document["form"] = {"elements": {"top": root, **elements}, "rootElementId": "top"}

    def definition(self) -> WorkflowDefinition:
        """Return the workflow."""
        return WorkflowDefinition.from_dict(self.document)


@pytest.fixture(scope="session")
def catalog() -> TemplateCatalog:
    """Return the node types of a stock InvokeAI."""
    return bundled_catalog()


@pytest.fixture
def builder(catalog: TemplateCatalog) -> WorkflowBuilder:
    """Return a builder with an empty workflow."""
    return WorkflowBuilder(catalog)
