"""Nodes that name what a workflow gives back to the one that called it."""

from typing import Any

from ivk_devserver.engine.fields import FieldValue
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["get_value", "name_value", "return_values"]

_EMPTY_KEY = "Workflow return key must not be empty."


class ReturnValue(FieldValue):
    """A value and its name."""

    key: str
    value: Any = None


@node("workflow_return_value")
def name_value(key: str, value: Any) -> Output:
    """Name one value."""
    return output("workflow_return_value_output", value=ReturnValue(key=_stripped(key), value=value))


@node("workflow_return")
def return_values(values: ReturnValue | list[ReturnValue]) -> Output:
    """Gather the named values."""
    named: dict[str, Any] = {}
    for one in values if isinstance(values, list) else [values]:
        key = _stripped(one.key)
        if key in named:
            raise ValueError(f"Duplicate workflow return key '{key}'.")
        named[key] = one.value
    return output("workflow_return_output", values=named)


@node("workflow_return_get")
def get_value(values: dict[str, Any], key: str) -> Output:
    """Take one of the named values."""
    if _stripped(key) not in values:
        raise ValueError(f"Workflow return key '{_stripped(key)}' was not found.")
    return output("workflow_return_get_output", value=values[_stripped(key)])


def _stripped(key: str) -> str:
    if not key.strip():
        raise ValueError(_EMPTY_KEY)
    return key.strip()
