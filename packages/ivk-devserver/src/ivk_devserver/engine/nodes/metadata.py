"""Nodes that make the metadata of images and read it."""

from typing import Any

from ivk_devserver.engine.fields import ImageField, MetadataItemField
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, output, string
from ivk_devserver.engine.registry import node
from ivk_devserver.settings import VERSION

__all__ = [
    "core_metadata",
    "extract",
    "from_image",
    "item",
    "items_to_metadata",
    "linked_item",
    "merge",
    "to_boolean",
    "to_float",
    "to_integer",
    "to_string",
]

_CUSTOM_LABEL = "* CUSTOM LABEL *"
Metadata = dict[str, Any]


@node("core_metadata")
def core_metadata(**rest: Any) -> Output:
    """Return all inputs as metadata, also those that the node does not declare."""
    given = {name: value for name, value in rest.items() if value is not None}
    return _metadata({**given, "app_version": VERSION})


@node("metadata")
def items_to_metadata(items: MetadataItemField | list[MetadataItemField]) -> Output:
    """Return entries as metadata."""
    given = items if isinstance(items, list) else [items]
    return _metadata({**{one.label: one.value for one in given}, "app_version": VERSION})


@node("metadata_item")
def item(label: str, value: Any) -> Output:
    """Return one entry."""
    return output("metadata_item_output", item=MetadataItemField(label=label, value=value))


@node("metadata_item_linked")
def linked_item(metadata: Metadata | None, label: str, custom_label: str | None, value: Any) -> Output:
    """Add an entry to metadata."""
    return _metadata({**(metadata or {}), _label(label, custom_label): value, "app_version": VERSION})


@node("merge_metadata")
def merge(collection: list[Metadata]) -> Output:
    """Merge metadata; the last of entries with the same label is kept."""
    return _metadata({label: value for one in collection for label, value in one.items()})


@node("metadata_from_image")
def from_image(context: InvocationContext, image: ImageField) -> Output:
    """Return the metadata of an image."""
    return _metadata(context.services.metadata_of(image.image_name) or {})


@node("metadata_field_extractor")
def extract(context: InvocationContext, image: ImageField, key: str) -> Output:
    """Return one text of the metadata of an image."""
    metadata = context.services.metadata_of(image.image_name)
    if not metadata:
        raise ValueError(f"No metadata found on image {image.image_name}")
    if key not in metadata:
        raise ValueError(f"No key '{key}' found in the metadata for {image.image_name}")
    if not isinstance(metadata[key], str):
        raise ValueError(f"Metadata at key '{key}' must be a string")  # noqa: TRY004 - the error of a real server
    return string(metadata[key])


@node("metadata_to_string")
def to_string(metadata: Metadata | None, label: str, custom_label: str | None, default_value: Any) -> Output:
    """Return one entry as a string."""
    return string(str(_entry(metadata, label, custom_label, default_value)))


@node("metadata_to_integer")
def to_integer(metadata: Metadata | None, label: str, custom_label: str | None, default_value: Any) -> Output:
    """Return one entry as an integer."""
    return output("integer_output", value=int(_entry(metadata, label, custom_label, default_value)))


@node("metadata_to_float")
def to_float(metadata: Metadata | None, label: str, custom_label: str | None, default_value: Any) -> Output:
    """Return one entry as a float."""
    return output("float_output", value=float(_entry(metadata, label, custom_label, default_value)))


@node("metadata_to_bool")
def to_boolean(metadata: Metadata | None, label: str, custom_label: str | None, default_value: Any) -> Output:
    """Return one entry as a boolean."""
    return output("boolean_output", value=bool(_entry(metadata, label, custom_label, default_value)))


def _metadata(metadata: Metadata) -> Output:
    return output("metadata_output", metadata=metadata)


def _label(label: str, custom_label: str | None) -> str:
    return (custom_label or "") if label == _CUSTOM_LABEL else label


def _entry(metadata: Metadata | None, label: str, custom_label: str | None, default: Any) -> Any:
    return (metadata or {}).get(_label(label, custom_label), default)
