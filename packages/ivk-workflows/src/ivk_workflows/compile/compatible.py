"""Compatibility of types: which outputs may be connected to which inputs."""

from __future__ import annotations

from ivk_fields.spec import FieldType
from ivk_workflows.templates.template import SlotType

__all__ = ["may_connect", "may_share_a_source", "same_type", "single_and_collection"]

_WIDENINGS = frozenset(
    {("IntegerField", "FloatField"), ("IntegerField", "StringField"), ("FloatField", "StringField")}
)
_CARDINALITIES = frozenset(
    {
        ("SINGLE", "SINGLE"),
        ("SINGLE", "SINGLE_OR_COLLECTION"),
        ("COLLECTION", "COLLECTION"),
        ("COLLECTION", "SINGLE_OR_COLLECTION"),
        ("SINGLE_OR_COLLECTION", "SINGLE_OR_COLLECTION"),
    }
)


def same_type(one: SlotType, other: SlotType) -> bool:
    """Return whether two slots have a type in common, including the types in the schema."""
    ours = {one.type, one.original} - {None}
    return other.type in ours or (other.original is not None and other.original in ours)


def may_connect(source: SlotType, target: SlotType) -> bool:
    """Return whether an output may be connected to an input.

    Parameters
    ----------
    source, target : SlotType
        The types of the output and of the input.

    Returns
    -------
    bool
        True for equal types, and for the conversions that the server makes: whole numbers to numbers and
        text, numbers to text, single values to inputs that also take a list, and items of any type to a
        generic collection.
    """
    if same_type(source, target):
        return True
    given, wanted = source.type, target.type
    return given.batch == wanted.batch and (
        wanted.name == "AnyField" or _through_generic(given, wanted) or _by_conversion(given, wanted)
    )


def _through_generic(given: FieldType, wanted: FieldType) -> bool:
    if given.name == "CollectionItemField" and wanted.cardinality != "COLLECTION":
        return True
    if given.name == "CollectionField" and wanted.cardinality != "SINGLE":
        return True
    if wanted.name == "CollectionItemField" and given.cardinality == "SINGLE":
        return True
    return wanted.name == "CollectionField" and given.cardinality == "COLLECTION"


def _by_conversion(given: FieldType, wanted: FieldType) -> bool:
    if given.name == wanted.name and wanted.cardinality == "SINGLE_OR_COLLECTION":
        return True
    if (given.cardinality, wanted.cardinality) not in _CARDINALITIES:
        return False
    return given.name == "AnyField" or (given.name, wanted.name) in _WIDENINGS


def single_and_collection(one: SlotType, other: SlotType) -> bool:
    """Return whether one type is a collection of the other."""
    first, second = one.type, other.type
    return (first.name, first.batch) == (second.name, second.batch) and {
        first.cardinality,
        second.cardinality,
    } == {"SINGLE", "COLLECTION"}


def may_share_a_source(one: SlotType, other: SlotType) -> bool:
    """Return whether one source could feed both inputs, or both outputs could feed one input."""
    return may_connect(one, other) or may_connect(other, one) or single_and_collection(one, other)
