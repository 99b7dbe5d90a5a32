"""Nodes for arithmetic and random numbers."""

import math
import operator
import random
from collections.abc import Callable

from ivk_devserver.engine.outputs import Output, floating, integer
from ivk_devserver.engine.registry import node

__all__ = [
    "add",
    "divide",
    "float_math",
    "float_to_integer",
    "integer_math",
    "multiply",
    "random_float",
    "random_integer",
    "round_float",
    "subtract",
]


@node("add")
def add(a: int, b: int) -> Output:
    """Add two integers."""
    return integer(a + b)


@node("sub")
def subtract(a: int, b: int) -> Output:
    """Subtract ``b`` from ``a``."""
    return integer(a - b)


@node("mul")
def multiply(a: int, b: int) -> Output:
    """Multiply two integers."""
    return integer(a * b)


@node("div")
def divide(a: int, b: int) -> Output:
    """Divide ``a`` by ``b``, and drop the fraction."""
    return integer(int(a / b))


@node("rand_int")
def random_integer(low: int, high: int) -> Output:
    """Return a random integer from ``low`` to below ``high``."""
    if low >= high:
        raise ValueError("low >= high")
    return integer(random.randrange(low, high))  # noqa: S311 - a seed, not a secret


@node("rand_float")
def random_float(low: float, high: float, decimals: int) -> Output:
    """Return a random float, rounded."""
    return floating(round(random.uniform(low, high), decimals))  # noqa: S311 - not a secret


@node("round_float")
def round_float(value: float, decimals: int) -> Output:
    """Round a float to a number of decimal places."""
    return floating(round(value, decimals))


@node("float_to_int")
def float_to_integer(value: float, multiple: int, method: str) -> Output:
    """Round a float to a multiple of an integer."""
    return integer(_ROUNDINGS[method](value / multiple) * multiple)


@node("integer_math")
def integer_math(operation: str, a: int, b: int) -> Output:
    """Apply an operation to two integers."""
    if operation in ("DIV", "MOD") and b == 0:
        raise ValueError("Cannot divide by zero")
    if operation == "EXP" and b < 0:
        raise ValueError("Result of exponentiation is not an integer")
    return integer(_INTEGER_OPERATIONS[operation](a, b))


@node("float_math")
def float_math(operation: str, a: float, b: float) -> Output:
    """Apply an operation to two floats."""
    if operation == "DIV" and b == 0:
        raise ValueError("Cannot divide by zero")
    if operation == "EXP" and a == 0 and b < 0:
        raise ValueError("Cannot raise zero to a negative power")
    if operation == "EXP" and isinstance(a**b, complex):
        raise ValueError("Root operation resulted in a complex number")
    return floating(_FLOAT_OPERATIONS[operation](a, b))


_ROUNDINGS: dict[str, Callable[[float], int]] = {
    "Nearest": round,
    "Floor": math.floor,
    "Ceiling": math.ceil,
    "Truncate": int,
}

_INTEGER_OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "ADD": operator.add,
    "SUB": operator.sub,
    "MUL": operator.mul,
    "DIV": lambda a, b: int(a / b),
    "EXP": operator.pow,
    "MOD": operator.mod,
    "ABS": lambda a, _: abs(a),
    "MIN": min,
    "MAX": max,
}

_FLOAT_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "ADD": operator.add,
    "SUB": operator.sub,
    "MUL": operator.mul,
    "DIV": operator.truediv,
    "EXP": operator.pow,
    "SQRT": lambda a, _: math.sqrt(a),
    "ABS": lambda a, _: abs(a),
    "MIN": min,
    "MAX": max,
}
