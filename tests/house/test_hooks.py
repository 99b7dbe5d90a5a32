"""Every hookspec documents its parameters and its return value, and has an example."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from ivk_core.plugins import ENTRY_POINT_GROUP, hookspec, load_plugins

PACKAGES = Path(__file__).parents[2] / "packages"


def specs() -> list[Callable[..., Any]]:
    """Return the functions of all modules named ``hookspecs``."""
    files = sorted(PACKAGES.glob("*/src/*/**/hookspecs.py"))
    names = [".".join(file.relative_to(PACKAGES).with_suffix("").parts[2:]) for file in files]
    modules = [importlib.import_module(name) for name in names]
    return [
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not function.__name__.startswith("_")
    ]


SPECS = specs()


def test_ivk_core_and_ivk_fields_have_hookspecs() -> None:
    assert {"ivk_register_hookspecs", "ivk_register_fields"} <= {spec.__name__ for spec in SPECS}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.__name__)
def test_a_hookspec_is_marked_and_its_name_has_a_verb_and_a_noun(spec: Callable[..., Any]) -> None:
    assert hasattr(spec, f"{hookspec.project_name}_spec")
    assert re.fullmatch(r"ivk(_[a-z]+){2,}", spec.__name__)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.__name__)
def test_a_hookspec_documents_its_parameters_and_its_return_value(spec: Callable[..., Any]) -> None:
    text = inspect.getdoc(spec) or ""
    parameters = inspect.signature(spec).parameters

    assert "Returns\n-------\n" in text
    assert ("Parameters\n----------\n" in text) == bool(parameters)
    assert [name for name in parameters if not re.search(rf"^{name} : ", text, re.MULTILINE)] == []


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.__name__)
def test_a_hookspec_has_an_example_of_an_implementation(spec: Callable[..., Any]) -> None:
    text = inspect.getdoc(spec) or ""
    source = "".join(example.source for example in doctest.DocTestParser().get_examples(text))

    assert "Examples\n--------\n" in text
    assert "hookimpl" in source
    assert f"def {spec.__name__}(" in source
    compile(source, spec.__name__, "exec")


def test_the_packages_of_this_repository_register_as_plugins() -> None:
    plugins = load_plugins()
    ours = {found.name for found in entry_points(group=ENTRY_POINT_GROUP) if found.value.startswith("ivk_")}

    assert {"fields", "models", "workflows"} <= ours
    assert [name for name in ours if not plugins.has_plugin(name)] == []
