"""Which function executes which node.

A node is a function, and its parameters are those inputs of the node that it needs::

    @node("add")
    def add(a: int, b: int) -> Output:
        return integer(a + b)

Defaults, limits and required inputs come from the node catalog. A parameter named ``call`` gets the
surroundings (pictures, progress, models), and ``**rest`` gets all inputs that are not named.
A node that makes a picture returns it; ``image_node`` saves it as the node's board and metadata say.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

from PIL import Image
from pydantic import TypeAdapter

from ivk_devserver.engine.call import Call
from ivk_devserver.engine.errors import NodeNotImplementedError
from ivk_devserver.engine.outputs import Output, image

__all__ = ["Implementation", "execute", "image_node", "node"]

_ATTRIBUTES = {"id", "type", "is_intermediate", "use_cache"}


@dataclass(frozen=True)
class Implementation:
    """A node function, and the types of the inputs it asks for.

    Attributes
    ----------
    function
        Gives an output, or a picture if there is a category.
    category
        What kind of picture the function makes, None if it makes none.
    """

    function: Callable[..., Any]
    inputs: dict[str, TypeAdapter[Any]]
    wants_call: bool
    wants_rest: bool
    category: str | None

    @classmethod
    def of(cls, function: Callable[..., Any], category: str | None = None) -> "Implementation":
        """Read what a function asks for from its signature."""
        hints = get_type_hints(function)
        parameters = inspect.signature(function).parameters.values()
        named = [one.name for one in parameters if one.kind is not inspect.Parameter.VAR_KEYWORD]
        inputs = {name: TypeAdapter(hints[name]) for name in named if name != "call"}
        return cls(function, inputs, "call" in named, len(named) < len(parameters), category)

    def __call__(self, call: Call) -> Output:
        """Execute a node."""
        made = self.function(**self._arguments(call))
        output: Output = made if self.category is None else image(call.save(made, self.category))
        return output

    def _arguments(self, call: Call) -> dict[str, Any]:
        arguments: dict[str, Any] = {"call": call} if self.wants_call else {}
        arguments |= {name: kind.validate_python(call.node[name]) for name, kind in self.inputs.items()}
        if self.wants_rest:
            arguments |= {name: value for name, value in call.node.items() if name not in _ATTRIBUTES}
        return arguments


_implementations: dict[str, Implementation] = {}


def node(node_type: str) -> Callable[[Callable[..., Output]], Callable[..., Output]]:
    """Register the function that executes nodes of a type."""

    def register(function: Callable[..., Output]) -> Callable[..., Output]:
        _implementations[node_type] = Implementation.of(function)
        return function

    return register


def image_node(
    node_type: str, category: str = "general"
) -> Callable[[Callable[..., Image.Image]], Callable[..., Image.Image]]:
    """Register the function that makes the picture of a node; the picture is saved under ``category``."""

    def register(function: Callable[..., Image.Image]) -> Callable[..., Image.Image]:
        _implementations[node_type] = Implementation.of(function, category)
        return function

    return register


def execute(call: Call) -> Output:
    """Execute a node.

    Raises
    ------
    NodeNotImplementedError
        If this engine has no function for its type.
    """
    implementation = _implementations.get(call.node["type"])
    if implementation is None:
        raise NodeNotImplementedError(call.node["type"])
    return implementation(call)
