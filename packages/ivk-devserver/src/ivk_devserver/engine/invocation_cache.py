"""The invocation cache: a node that ran before with the same inputs does not run again.

Its output is used again without changes, with the same image names: two items with the same prompt and seed
have the same image. A node with ``use_cache`` false, such as a random number, always runs.
"""

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

__all__ = ["InvocationCache"]


class InvocationCache:
    """Outputs of nodes by everything that they depend on.

    Parameters
    ----------
    max_size
        Number of outputs to keep. The default is that of a real server (``node_cache_size``).
    """

    def __init__(self, max_size: int = 512) -> None:
        self._max_size = max_size
        self._outputs: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._outputs)

    def find(self, node: dict[str, Any]) -> dict[str, Any] | None:
        """Return the output of a node with the same inputs; None if there is none in the cache."""
        with self._lock:
            output = self._outputs.get(_key(node))
        return None if output is None else json.loads(output)

    def save(self, node: dict[str, Any], output: dict[str, Any]) -> None:
        """Keep the output of a node."""
        with self._lock:
            self._outputs[_key(node)] = json.dumps(output)
            while len(self._outputs) > self._max_size:
                self._outputs.popitem(last=False)

    def delete_with(self, name: str) -> None:
        """Delete all outputs with an image or tensor that no longer exists."""
        with self._lock:
            for key in [key for key, output in self._outputs.items() if name in output]:
                del self._outputs[key]

    def clear(self) -> None:
        """Delete all outputs."""
        with self._lock:
            self._outputs.clear()


def _key(node: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in node.items() if name != "id"}, sort_keys=True)
