"""Nodes that count."""

from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node
from ivk_devserver.engine.seeded import integers

__all__ = ["float_range", "integer_range", "random_range", "range_of_size"]


@node("range")
def integer_range(start: int, stop: int, step: int) -> Output:
    """Count from ``start`` to before ``stop``."""
    if stop <= start:
        raise ValueError("stop must be greater than start")
    return output("integer_collection_output", collection=list(range(start, stop, step)))


@node("range_of_size")
def range_of_size(start: int, size: int, step: int) -> Output:
    """Count ``size`` numbers from ``start``."""
    return output("integer_collection_output", collection=list(range(start, start + step * size, step)))


@node("float_range")
def float_range(start: float, stop: float, steps: int) -> Output:
    """Go from ``start`` to ``stop``, both included, in ``steps`` values."""
    width = (stop - start) / (steps - 1) if steps > 1 else 0.0
    values = [start + index * width for index in range(steps)]
    if steps > 1:
        values[-1] = stop
    return output("float_collection_output", collection=values)


@node("random_range")
def random_range(low: int, high: int, size: int, seed: int) -> Output:
    """Draw integers, ``low`` possible and ``high`` not, always the same ones for a seed."""
    return output("integer_collection_output", collection=integers(seed, low, high, size))
