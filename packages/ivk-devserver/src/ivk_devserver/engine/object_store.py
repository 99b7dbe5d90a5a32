"""The objects that nodes pass to each other by name: latents, masks and conditionings.

A real server keeps them as files in a temporary folder. Here they are kept in memory, and the oldest are
dropped.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any
from uuid import uuid4

__all__ = ["ObjectStore"]


class ObjectStore:
    """The last ``limit`` objects by name.

    Parameters
    ----------
    limit
        Number of objects to keep. A graph has some ten, so the default keeps those of many items for the
        invocation cache, and bounds the memory that their images take.

    Attributes
    ----------
    on_deleted
        Called with the name of each object that is dropped.
    """

    def __init__(self, limit: int = 256) -> None:
        self._limit = limit
        self.on_deleted: Callable[[str], None] = lambda _: None
        self._objects: OrderedDict[str, Any] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, name: str) -> bool:
        return name in self._objects

    def save(self, kind: str, obj: Any) -> str:
        """Keep an object and return its name, such as ``"Tensor_6d6f…"``."""
        name = f"{kind}_{uuid4()}"
        with self._lock:
            self._objects[name] = obj
            excess = len(self._objects) - self._limit
            dropped = [self._objects.popitem(last=False)[0] for _ in range(excess)]
        for dropped_name in dropped:
            self.on_deleted(dropped_name)
        return name

    def load(self, name: str) -> Any:
        """Return an object.

        Raises
        ------
        FileNotFoundError
            If there is no object with this name, or it was dropped.
        """
        with self._lock:
            if name not in self._objects:
                raise FileNotFoundError(f"No such tensor or conditioning: {name}")
            return self._objects[name]
