"""Exported names: each module has ``__all__``, defines the names in it, and documents them."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parents[2] / "packages"
DOCUMENTED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)


def public_modules() -> dict[str, Path]:
    """Return the file of every public module by its dotted name."""
    modules = {}
    for file in sorted(PACKAGES.glob("*/src/**/*.py")):
        parts = file.relative_to(PACKAGES).with_suffix("").parts[2:]
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        if not any(part.startswith("_") for part in parts):
            modules[".".join(parts)] = file
    return modules


MODULES = public_modules()


def defining_modules(package: ast.Module) -> dict[str, ast.Module]:
    """Return, for each name that a package re-exports, the module of this repository that defines it."""
    return {
        alias.name: ast.parse(MODULES[node.module].read_text())
        for node in package.body
        if isinstance(node, ast.ImportFrom) and node.module in MODULES
        for alias in node.names
    }


def documented_in(
    tree: ast.Module, kinds: tuple[type[ast.stmt], ...] = (*DOCUMENTED, *ASSIGNMENTS)
) -> dict[str, bool]:
    """Return, for each name that a module defines, whether it is documented.

    A class or function is documented by its docstring, a constant by the string below it.
    """
    documented: dict[str, bool] = {}
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if not isinstance(node, kinds):
            continue
        if isinstance(node, DOCUMENTED):
            documented[node.name] = bool(ast.get_docstring(node))
        if isinstance(node, ASSIGNMENTS):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            documented |= {ast.unparse(target): _is_string(after) for target in targets}
    return documented


def _is_string(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_a_docstring(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text()))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_has_the_names_in_its_all(name: str) -> None:
    module = importlib.import_module(name)
    is_empty = len(ast.parse(MODULES[name].read_text()).body) == 1

    assert is_empty or hasattr(module, "__all__"), "list the public names in __all__"
    assert [each for each in getattr(module, "__all__", ()) if not hasattr(module, each)] == []


@pytest.mark.parametrize("name", MODULES)
def test_the_exported_classes_and_functions_of_a_module_are_documented(name: str) -> None:
    documented = documented_in(ast.parse(MODULES[name].read_text()), DOCUMENTED)
    exported = getattr(importlib.import_module(name), "__all__", ())

    assert [each for each in exported if documented.get(each, True) is False] == []


@pytest.mark.parametrize("package", [name for name in MODULES if "." not in name])
def test_all_names_that_a_package_exports_are_documented(package: str) -> None:
    modules = defining_modules(ast.parse(MODULES[package].read_text()))
    exported = [name for name in importlib.import_module(package).__all__ if name in modules]

    assert [name for name in exported if not documented_in(modules[name]).get(name, True)] == []


@pytest.mark.parametrize("name", MODULES)
def test_the_names_in_all_are_unique(name: str) -> None:
    exported = list(getattr(importlib.import_module(name), "__all__", ()))

    assert len(exported) == len(set(exported))
