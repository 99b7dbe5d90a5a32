"""Nodes that steer the run: iterations, collections, branches. The session does most of their work."""

from typing import Any

from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["collect", "decide", "iterate"]


@node("iterate")
def iterate(collection: list[Any], index: int) -> Output:
    """Give one item of the collection."""
    return output("iterate_output", item=collection[index], index=index, total=len(collection))


@node("collect")
def collect(collection: list[Any]) -> Output:
    """Give what the session has gathered."""
    return output("collect_output", collection=collection)


@node("if")
def decide(condition: bool, true_input: Any, false_input: Any) -> Output:
    """Give the value of the branch taken."""
    return output("if_output", value=true_input if condition else false_input)
