"""Each route and each operation id of the server is written in one module only."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from source_tree import Module, SourceTree, make_tree

# The embedded server implements the routes and imports none of the client packages.
SERVER = "ivk_devserver"
ROUTE = re.compile(r"/[a-z_]+(/[\w{}.-]*)*")
# The common prefixes of all routes, which are not routes themselves.
PREFIXES = frozenset({"/api", "/api/", "/api/v1", "/api/v2"})


def routes_in(module: Module) -> Iterator[str]:
    """Find the routes in a module: strings that begin with a slash, and the operation ids of requests."""
    inside_fstrings = {
        id(part) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.JoinedStr):
            yield from _if_route(_pattern(node))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside_fstrings
        ):
            yield from _if_route(node.value)
        elif (
            isinstance(node, ast.keyword) and node.arg == "operation" and isinstance(node.value, ast.Constant)
        ):
            yield str(node.value.value)


def _pattern(node: ast.JoinedStr) -> str:
    parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
    return "".join(map(str, parts))


def _if_route(text: str) -> Iterator[str]:
    if ROUTE.fullmatch(text) and text not in PREFIXES:
        yield text


def duplicate_routes(tree: SourceTree) -> dict[str, list[str]]:
    """Return the routes that several modules contain, with the names of these modules."""
    modules: defaultdict[str, set[str]] = defaultdict(set)
    for module in tree.modules.values():
        # A generated blocking module repeats the routes of its asynchronous source.
        if not module.name.startswith(SERVER) and not module.text.startswith("# Made from "):
            for route in routes_in(module):
                modules[route].add(module.name)
    return {route: sorted(names) for route, names in modules.items() if len(names) > 1}


def test_no_route_is_written_in_two_modules() -> None:
    assert duplicate_routes(SourceTree()) == {}


@pytest.mark.parametrize(
    ("one", "other", "route"),
    [
        ('Request("GET", "/lamps/")', 'Request("POST", "/lamps/")', "/lamps/"),
        ('Request("GET", f"/lamps/{kind}/full")', 'x = f"/lamps/{what}/full"', "/lamps/{}/full"),
        ('Request("GET", A, operation="get_lamp")', 'ask(operation="get_lamp")', "get_lamp"),
    ],
)
def test_a_route_in_two_modules_is_found(tmp_path: Path, one: str, other: str, route: str) -> None:
    tree = make_tree(tmp_path, {"ivk_lamps.calls": one, "ivk_shades.paper.calls": other})
    assert duplicate_routes(tree) == {route: ["ivk_lamps.calls", "ivk_shades.paper.calls"]}
