"""Random mutations of workflow files: the same seed always makes the same file.

Most mutations keep the file readable and make one part of it wrong, large or unexpected, because a file that
is broken altogether is refused before much of the SDK has seen it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

__all__ = ["ODD_VALUES", "mutated", "originals"]

Place: TypeAlias = tuple[Any, Any]
"""A dict or list, and a key or index in it."""

GOLDEN = Path(__file__).parents[1] / "workflows" / "golden"

# Values that files have by accident, and values that take much memory or time where they are trusted.
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1e308,
    -1e308,
    10**9,
    10**30,
    2**63,
    1e-320,
    float("inf"),
    float("nan"),
    "",
    " ",
    "\0",
    "\ud800",
    "x" * 100_000,
    "{a|b|c}" * 50,
    "1e308",
    "root",
    "auto",
    [],
    {},
    [[]],
    [None],
    [0] * 10_000,
    {"": {}},
    {"image_name": "missing.png"},
    {"board_id": "missing"},
    {"key": "k", "hash": "h", "name": "n", "base": "any", "type": "main"},
    {"model_name": "n", "base_model": "sd-1", "model_type": "main"},
    {"type": "float_generator_arithmetic_sequence", "start": 0, "step": 0, "count": 1e308},
    {"type": "integer_generator_uniform_random_distribution", "min": 0, "max": 9, "count": 10**12, "seed": 1},
    {"type": "string_generator_parse_string", "input": "a," * 10_000, "splitOn": ","},
    {"type": "integer_generator_linear_distribution", "start": 0, "end": 1e308, "count": 1e9},
)


def originals() -> dict[str, Any]:
    """Return the workflows that are mutated, by name."""
    pairs, refused = _read(GOLDEN), _read(GOLDEN / "refused")
    workflows = {name: pair["workflow"] for name, pair in pairs.items()}
    bodies = {f"{name} (body)": pair["enqueue_batch"] for name, pair in pairs.items()}
    return workflows | bodies | refused


def _read(folder: Path) -> dict[str, Any]:
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*.json")}


def mutated(seed: int, documents: dict[str, Any]) -> tuple[str, bytes]:
    """Return the name of an original, and the mutated file.

    Parameters
    ----------
    seed : int
        Decides everything that is random.
    documents : dict
        The originals by name.
    """
    random = Random(seed)
    name = random.choice(sorted(documents))
    document = copy.deepcopy(documents[name])
    for _ in range(random.randint(1, 3)):
        random.choice(_MUTATIONS)(document, random)
    content = json.dumps(document, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return name, _damaged(content, random) if random.random() < 0.1 else content


def _places(document: Any) -> Iterator[Place]:
    waiting = [document]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _place(document: Any, random: Random, wanted: Callable[[Any], bool] = lambda value: True) -> Place | None:
    found = [(holder, key) for holder, key in _places(document) if wanted(holder[key])]
    return random.choice(found) if found else None


def _remove(document: Any, random: Random) -> None:
    if place := _place(document, random):
        del place[0][place[1]]


def _replace(document: Any, random: Random) -> None:
    if place := _place(document, random):
        place[0][place[1]] = copy.deepcopy(random.choice(ODD_VALUES))


def _replace_a_leaf(document: Any, random: Random) -> None:
    if place := _place(document, random, lambda value: not isinstance(value, dict | list)):
        place[0][place[1]] = copy.deepcopy(random.choice(ODD_VALUES))


def _enlarge(document: Any, random: Random) -> None:
    def is_number(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    if place := _place(document, random, is_number):
        place[0][place[1]] = random.choice((10**6, 10**9, 10**12, 1e12, 1e308, -(10**9), 0.1))


def _exchange(document: Any, random: Random) -> None:
    one, other = _place(document, random), _place(document, random)
    if one and other:
        first, second = copy.deepcopy(one[0][one[1]]), copy.deepcopy(other[0][other[1]])
        one[0][one[1]] = second
        # The second place may have been inside the first one, and is then not part of the file any more.
        other[0][other[1]] = first


def _repeat(document: Any, random: Random) -> None:
    if place := _place(document, random, lambda value: isinstance(value, list) and bool(value)):
        repeated = place[0][place[1]] * random.choice((2, 50))
        place[0][place[1]] = [copy.deepcopy(each) for each in repeated[:1000]]


def _rename(document: Any, random: Random) -> None:
    in_dicts = [place for place in _places(document) if isinstance(place[0], dict)]
    if not in_dicts:
        return
    holder, key = random.choice(in_dicts)
    holder[random.choice(("", "type", "id", "value", "x" * 1000, f"{key} "))] = holder.pop(key)


def _nest(document: Any, random: Random) -> None:
    if place := _place(document, random):
        value = place[0][place[1]]
        for _ in range(random.choice((1, 10, 400))):
            value = [value] if random.random() < 0.5 else {"value": value}
        place[0][place[1]] = value


def _connect(document: Any, random: Random) -> None:
    lists = [holder[key] for holder, key in _places(document) if key == "edges"]
    edges = lists[0] if lists and isinstance(lists[0], list) else []
    if not edges or not all(isinstance(edge, dict) and edge for edge in edges):
        return
    edge = copy.deepcopy(random.choice(edges))
    other = random.choice(edges)
    for key in random.sample(sorted(edge), k=random.randint(1, len(edge))):
        edge[key] = copy.deepcopy(other.get(key, edge[key]))
    source, target = ("source", "target") if "target" in edge else ("source", "destination")
    if random.random() < 0.5 and source in edge and target in edge:
        edge[source], edge[target] = edge[target], edge[source]
    edges.append(edge)


def _version(document: Any, random: Random) -> None:
    for holder, key in [place for place in _places(document) if place[1] == "version"][-3:]:
        holder[key] = random.choice(("1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0", "x", None))


def _damaged(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content) + 1)
    return random.choice(
        (
            content[:start],
            content[:start] + random.randbytes(8) + content[start:],
            b"\xff\xfe" + content.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass"),
            b"\x89PNG\r\n\x1a\n" + content,
            b"[" * 100_000 + content,
        )
    )


_MUTATIONS = (
    _remove,
    _replace,
    _replace_a_leaf,
    _enlarge,
    _exchange,
    _repeat,
    _rename,
    _nest,
    _connect,
    _version,
)
