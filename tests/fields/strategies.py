"""Strategies for values of every kind that a program may assign, valid or not."""

import datetime
from enum import Enum
from pathlib import Path

from hypothesis import strategies as st


class Fruit(Enum):
    """An enum of another library."""

    APPLE = "apple"
    ONE = 1
    NOTHING = None


json_scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))

WIRE_KEYS = (
    "a", "b", "base", "board_id", "g", "hash", "image", "image_name", "key", "latents_name", "lora", "mask",
    "name", "points", "r", "seed", "type", "value", "weight", "x", "x_max", "x_min", "y", "y_max", "y_min",
)  # fmt: skip

keys = st.one_of(st.sampled_from(WIRE_KEYS), st.text(max_size=5))

json_values = st.recursive(
    json_scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)

oddities = st.one_of(
    st.binary(max_size=8),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.sampled_from(Fruit),
    st.just(object()),
    st.just(int),
    st.just(Path("/no/such/file.png")),
    st.just(datetime.date(2026, 1, 1)),
    st.integers(min_value=2**1024, max_value=2**1025),
    st.sets(st.integers(), max_size=3),
    st.tuples(st.integers(-10, 300), st.integers(-10, 300), st.integers(-10, 300)),
    st.dictionaries(st.integers(), st.integers(), max_size=2),
    st.sampled_from(
        ["~nobody-of-that-name/x.png", "a/\0b", "#ff8800", "#12", "auto", "Euler a", "x" * 5000, "\ud800"]
    ),
)

junk = st.recursive(
    st.one_of(json_values, oddities),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3)),
    max_leaves=6,
)
