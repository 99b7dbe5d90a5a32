"""The nodes for iterations, collections and branches; the session does most of their work."""

from typing import Any

from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["collect", "iterate", "select_branch"]


@node("iterate")
def iterate(collection: list[Any], index: int) -> Output:
    """Return one item of the collection."""
    return output("iterate_output", item=collection[index], index=index, total=len(collection))


@node("collect")
def collect(collection: list[Any]) -> Output:
    """Return the collection that the session has collected."""
    return output("collect_output", collection=collection)


@node("if")
def select_branch(condition: bool, true_input: Any, false_input: Any) -> Output:
    """Return the value of the selected branch."""
    return output("if_output", value=true_input if condition else false_input)
