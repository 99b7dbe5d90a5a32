"""The invocation cache: a node that ran with the same inputs before is not run again.

Its output is given once more as it was, image names and all: two items that ask for the same picture with the
same seed share one image. Nodes with ``use_cache`` false, such as random numbers, always run.
"""

import json
from collections import OrderedDict
from threading import Lock
from typing import Any

__all__ = ["InvocationCache"]


class InvocationCache:
    """Outputs of nodes by everything that decided them.

    Parameters
    ----------
    max_size
        How many outputs to keep; 0 keeps none.
    """

    def __init__(self, max_size: int = 512) -> None:
        self.max_size = max_size
        self._outputs: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._outputs)

    def find(self, node: dict[str, Any]) -> dict[str, Any] | None:
        """Give the output that an equal node had, if it is still known."""
        with self._lock:
            known = self._outputs.get(_key(node))
        return None if known is None else json.loads(known)

    def add(self, node: dict[str, Any], output: dict[str, Any]) -> None:
        """Remember the output of a node."""
        with self._lock:
            self._outputs[_key(node)] = json.dumps(output)
            while len(self._outputs) > self.max_size:
                self._outputs.popitem(last=False)

    def forget(self, name: str) -> None:
        """Drop every output that mentions an image or tensor which is gone."""
        with self._lock:
            for key in [key for key, output in self._outputs.items() if name in output]:
                del self._outputs[key]

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._outputs.clear()


def _key(node: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in node.items() if name != "id"}, sort_keys=True)
