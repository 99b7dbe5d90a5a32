"""Tensors and conditionings: what nodes hand to each other by name.

On a real server these are files in a temporary folder. Here they are objects in memory, and the oldest go
when there are too many of them.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any
from uuid import uuid4

__all__ = ["Memory"]


class Memory:
    """Objects by name, the youngest ``limit`` of them.

    Parameters
    ----------
    limit
        How many objects to keep.

    Attributes
    ----------
    on_drop
        Is told the name of every object that goes.
    """

    def __init__(self, limit: int = 256) -> None:
        self._limit = limit
        self.on_drop: Callable[[str], None] = lambda _: None
        self._objects: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, name: str) -> bool:
        return name in self._objects

    def keep(self, kind: str, thing: Any) -> str:
        """Keep an object and give its name, such as ``"Tensor_6d6f…"``."""
        name = f"{kind}_{uuid4()}"
        with self._lock:
            self._objects[name] = thing
            dropped = [self._objects.popitem(last=False)[0] for _ in range(len(self._objects) - self._limit)]
        for gone in dropped:
            self.on_drop(gone)
        return name

    def recall(self, name: str) -> Any:
        """Give the object of that name.

        Raises
        ------
        FileNotFoundError
            If it was never there, or was dropped to make room.
        """
        with self._lock:
            if name not in self._objects:
                raise FileNotFoundError(f"No such tensor or conditioning: {name}")
            return self._objects[name]
