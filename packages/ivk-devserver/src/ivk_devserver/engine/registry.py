"""The registry of the functions that execute nodes.

A node type has one function, whose parameters are the inputs that it needs::

    @node("add")
    def add(a: int, b: int) -> Output:
        return integer(a + b)

Defaults, limits and required inputs come from the node catalog. A parameter named ``context`` receives the
invocation context, and ``**rest`` receives all inputs that have no parameter. A function of ``image_node``
returns an image, which is saved with the board and metadata of the node.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from PIL import Image
from pydantic import TypeAdapter

from ivk_devserver.engine.errors import NodeNotImplementedError
from ivk_devserver.engine.invocation_context import InvocationContext
from ivk_devserver.engine.outputs import Output, image

__all__ = ["NodeFunction", "execute", "image_node", "node"]

_ATTRIBUTES = {"id", "type", "is_intermediate", "use_cache"}


@dataclass(frozen=True)
class NodeFunction:
    """A function that executes nodes, and the types of its parameters.

    Attributes
    ----------
    function
        Returns an output, or an image if there is a category.
    category
        The category of the image that the function returns; None if it returns an output.
    """

    function: Callable[..., Any]
    inputs: dict[str, TypeAdapter[Any]]
    takes_context: bool
    takes_rest: bool
    category: str | None

    @classmethod
    def of(cls, function: Callable[..., Any], category: str | None = None) -> "NodeFunction":
        """Create it from a function, whose signature has the parameters."""
        hints = get_type_hints(function)
        parameters = inspect.signature(function).parameters.values()
        named = [one.name for one in parameters if one.kind is not inspect.Parameter.VAR_KEYWORD]
        inputs = {name: TypeAdapter(hints[name]) for name in named if name != "context"}
        return cls(function, inputs, "context" in named, len(named) < len(parameters), category)

    def __call__(self, context: InvocationContext) -> Output:
        """Execute a node."""
        result = self.function(**self._arguments(context))
        if self.category is not None:
            return image(context.save_image(result, self.category))
        output: Output = result
        return output

    def _arguments(self, context: InvocationContext) -> dict[str, Any]:
        arguments: dict[str, Any] = {"context": context} if self.takes_context else {}
        arguments |= {
            name: adapter.validate_python(context.node[name]) for name, adapter in self.inputs.items()
        }
        if self.takes_rest:
            arguments |= {name: value for name, value in context.node.items() if name not in _ATTRIBUTES}
        return arguments


_implementations: dict[str, NodeFunction] = {}


def node(node_type: str) -> Callable[[Callable[..., Output]], Callable[..., Output]]:
    """Register a function that executes the nodes of a type."""

    def register(function: Callable[..., Output]) -> Callable[..., Output]:
        _implementations[node_type] = NodeFunction.of(function)
        return function

    return register


def image_node(
    node_type: str, category: str = "general"
) -> Callable[[Callable[..., Image.Image]], Callable[..., Image.Image]]:
    """Register a function that makes the image of a node; the image is saved with a category."""

    def register(function: Callable[..., Image.Image]) -> Callable[..., Image.Image]:
        _implementations[node_type] = NodeFunction.of(function, category)
        return function

    return register


def execute(context: InvocationContext) -> Output:
    """Execute a node.

    Raises
    ------
    NodeNotImplementedError
        If no function is registered for its type.
    """
    function = _implementations.get(context.node["type"])
    if function is None:
        raise NodeNotImplementedError(context.node["type"])
    return function(context)
