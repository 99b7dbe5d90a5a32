"""What a module offers: it says so in ``__all__``, it has it, and it explains it."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parents[2] / "packages"
DOCUMENTED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)


def public_modules() -> dict[str, Path]:
    """Map the name of every public module to its file."""
    modules = {}
    for file in sorted(PACKAGES.glob("*/src/**/*.py")):
        parts = file.relative_to(PACKAGES).with_suffix("").parts[2:]
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts):
            modules[".".join(parts)] = file
    return modules


MODULES = public_modules()


def homes_of(front_door: ast.Module) -> dict[str, ast.Module]:
    """Map each name that a part re-exports to the module of ours that defines it."""
    return {
        alias.name: ast.parse(MODULES[node.module].read_text())
        for node in front_door.body
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
    }


def documented_in(
    tree: ast.Module, kinds: tuple[type[ast.stmt], ...] = (*DOCUMENTED, *ASSIGNMENTS)
) -> dict[str, bool]:
    """Tell for each name that a module defines whether something explains it.

    A class or function is explained by its docstring, a constant by the text that follows it.
    """
    told: dict[str, bool] = {}
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if not isinstance(node, kinds):
            continue
        if isinstance(node, DOCUMENTED):
            told[node.name] = bool(ast.get_docstring(node))
        if isinstance(node, ASSIGNMENTS):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            told |= {ast.unparse(target): _is_text(after) for target in targets}
    return told


def _is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@pytest.mark.parametrize("name", MODULES)
def test_a_module_begins_with_its_idea(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text()))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_what_it_offers(name: str) -> None:
    module = importlib.import_module(name)
    is_empty = len(ast.parse(MODULES[name].read_text()).body) == 1

    assert is_empty or hasattr(module, "__all__"), "say in __all__ what is public"
    assert [offered for offered in getattr(module, "__all__", ()) if not hasattr(module, offered)] == []


@pytest.mark.parametrize("name", MODULES)
def test_the_classes_and_functions_that_a_module_offers_are_explained(name: str) -> None:
    told = documented_in(ast.parse(MODULES[name].read_text()), DOCUMENTED)
    offered = getattr(importlib.import_module(name), "__all__", ())

    assert [each for each in offered if told.get(each, True) is False] == []


@pytest.mark.parametrize("part", [name for name in MODULES if "." not in name])
def test_all_that_a_part_offers_at_its_front_door_is_explained(part: str) -> None:
    homes = homes_of(ast.parse(MODULES[part].read_text()))
    offered = [name for name in importlib.import_module(part).__all__ if name in homes]

    assert [name for name in offered if not documented_in(homes[name]).get(name, True)] == []


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_offers_is_named_once(name: str) -> None:
    offered = list(getattr(importlib.import_module(name), "__all__", ()))

    assert len(offered) == len(set(offered))
