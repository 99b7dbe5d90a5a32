"""The form that a workflow's author built: a tree of containers, fields, headings, texts and dividers.

The file stores the tree as a flat table of elements. Each element names its parent, and each container lists
its children in order. The root is the element that ``rootElementId`` names. A form that is not such a tree
counts as empty, as in the GUI; then the older list of exposed fields is used instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

from ivk_workflows.definition.form_settings import completed_settings

__all__ = ["EMPTY_FORM", "FieldElement", "Form", "FormElement", "read_form"]

_CONTENT_KINDS = ("heading", "text")
_LAYOUTS = ("row", "column")


class FormElement(NamedTuple):
    """One element of a form.

    Parameters
    ----------
    id : str
        The element's id.
    kind : str
        ``"container"``, ``"node-field"``, ``"heading"``, ``"text"`` or ``"divider"``.
    parent_id : str
        The container that holds it; empty for the root.
    data : mapping
        Depends on the kind: children and layout, a field's identity and settings, or content.
    """

    id: str
    kind: str
    parent_id: str
    data: Mapping[str, Any]

    @property
    def children(self) -> tuple[str, ...]:
        """The ids of a container's children, in order; empty for every other kind."""
        return tuple(self.data["children"]) if self.kind == "container" else ()

    def without_children(self, removed: Set[str]) -> FormElement:
        """Return a container without some children; every other kind as it is."""
        if self.kind != "container":
            return self
        children = [child for child in self.data["children"] if child not in removed]
        return self._replace(data={**self.data, "children": children})

    @property
    def text(self) -> str:
        """The content of a heading or a text."""
        return str(self.data.get("content", ""))


class FieldElement(NamedTuple):
    """A form element that shows one input of one node.

    Parameters
    ----------
    id : str
        The element's id.
    node_id, field_name : str
        The input it shows.
    settings : mapping
        How the input is shown, and how its values are limited: ``min``, ``max``, ``options``.
    shows_description : bool
        Whether the form shows the description of the input.
    """

    id: str
    node_id: str
    field_name: str
    settings: Mapping[str, Any]
    shows_description: bool = True


class Form(NamedTuple):
    """A form as a table of elements by id, and the id of its root."""

    elements: Mapping[str, FormElement]
    root_id: str

    @property
    def is_empty(self) -> bool:
        """Whether the root is its only element."""
        return len(self.elements) == 1

    def walk(self) -> Iterator[tuple[int, FormElement]]:
        """Iterate over all elements from top to bottom with their depths; the root has depth 0."""
        pending = [(0, self.root_id)]
        while pending:
            depth, element_id = pending.pop()
            element = self.elements[element_id]
            yield depth, element
            pending.extend((depth + 1, child) for child in reversed(element.children))

    def fields(self) -> Iterator[FieldElement]:
        """Iterate over the inputs that the form shows, from top to bottom."""
        for _, element in self.walk():
            if element.kind == "node-field":
                yield field_of(element)

    def without(self, removed: Set[str]) -> Form:
        """Return the form without some elements."""
        kept = {key: element for key, element in self.elements.items() if element.id not in removed}
        elements = {key: element.without_children(removed) for key, element in kept.items()}
        return self._replace(elements=elements)

    def without_nodes(self, removed: Set[str]) -> Form:
        """Return the form without the inputs of some nodes."""
        shown = (element for element in self.elements.values() if element.kind == "node-field")
        return self.without({each.id for each in shown if field_of(each).node_id in removed})


def field_of(element: FormElement) -> FieldElement:
    """Read an element of kind ``node-field``."""
    identity = element.data["fieldIdentifier"]
    return FieldElement(
        element.id,
        identity["nodeId"],
        identity["fieldName"],
        element.data.get("settings") or {},
        element.data.get("showDescription", True),
    )


EMPTY_FORM = Form(
    {"root": FormElement("root", "container", "", {"layout": "column", "children": []})}, "root"
)


def read_form(raw: Any) -> Form:
    """Read a workflow's ``form``.

    Parameters
    ----------
    raw : object
        The value of that key in the file.

    Returns
    -------
    Form
        The form, or :data:`EMPTY_FORM` if `raw` is not a valid tree of known elements.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("elements"), dict):
        return EMPTY_FORM
    elements = {key: _element(entry) for key, entry in raw["elements"].items()}
    known = {key: element for key, element in elements.items() if element is not None}
    form = Form(known, str(raw.get("rootElementId")))
    return form if len(known) == len(elements) and _is_tree(form) else EMPTY_FORM


def _element(raw: Any) -> FormElement | None:
    if not isinstance(raw, dict):
        return None
    element_id, kind, parent_id = raw.get("id"), raw.get("type"), raw.get("parentId", "")
    if not isinstance(element_id, str) or not isinstance(kind, str) or not isinstance(parent_id, str):
        return None
    data = _data(kind, raw.get("data"))
    return None if data is None else FormElement(element_id, kind, parent_id, data)


def _data(kind: str, raw: Any) -> Mapping[str, Any] | None:
    """Read the data of one kind of element; None if it is not valid."""
    if kind == "divider":
        return {} if raw is None else None
    if not isinstance(raw, dict):
        return None
    if kind == "node-field":
        return _field_data(raw)
    if kind == "container":
        is_valid = raw.get("layout") in _LAYOUTS and _is_list_of_text(raw.get("children"))
        return {"layout": raw["layout"], "children": raw["children"]} if is_valid else None
    content = raw.get("content")
    return {"content": content} if kind in _CONTENT_KINDS and isinstance(content, str) else None


def _field_data(raw: Mapping[str, Any]) -> Mapping[str, Any] | None:
    identity, shown = _identity(raw.get("fieldIdentifier")), raw.get("showDescription", True)
    if identity is None or not isinstance(shown, bool):
        return None
    data: dict[str, Any] = {"fieldIdentifier": identity, "showDescription": shown}
    if "settings" in raw:
        data["settings"] = completed_settings(raw["settings"])
        return None if data["settings"] is None else data
    return data


def _identity(raw: Any) -> dict[str, str] | None:
    if not isinstance(raw, dict):
        return None
    node_id, name = raw.get("nodeId"), raw.get("fieldName")
    if not isinstance(node_id, str) or not isinstance(name, str):
        return None
    return {"nodeId": node_id, "fieldName": name} if node_id.strip() and name.strip() else None


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_tree(form: Form) -> bool:
    root = form.elements.get(form.root_id)
    if root is None or root.kind != "container" or root.parent_id:
        return False
    reached, pending = {form.root_id}, [root]
    while pending:
        parent = pending.pop()
        for child_id in parent.children:
            child = form.elements.get(child_id)
            if child is None or child.parent_id != parent.id:
                return False
            if child_id not in reached:
                reached.add(child_id)
                pending.append(child)
    return len(reached) == len(form.elements)
