"""Blocking modules are made from asynchronous ones, have names by one convention, and the same public API."""

from __future__ import annotations

import importlib
import inspect
import shutil
from pathlib import Path
from typing import Any

import make_blocking
import pytest
from source_tree import PACKAGES, SourceTree

SOURCES = [path for path in PACKAGES.glob("*/src/**/*_async.py") if "ivk_devserver" not in path.parts]
# The classes whose methods only blocking objects have: methods from earlier versions, and ``client.aio``.
BLOCKING_ONLY = {
    "ivk_core.client_aio": "AioMixin",
    "ivk_workflows.workflow.awaited": "AwaitedMethods",
    "invokeai_py_client.connection": "ConnectionMethods",
}


def module_of(path: Path) -> Any:
    return importlib.import_module(".".join(path.relative_to(PACKAGES).with_suffix("").parts[2:]))


def pairs() -> list[tuple[type, type]]:
    """Return the pairs of a blocking and an asynchronous class."""
    found = []
    for path in SOURCES:
        asynchronous, blocking = module_of(path), module_of(make_blocking.target_of(path))
        for name in asynchronous.__all__:
            kind = getattr(asynchronous, name)
            if inspect.isclass(kind) and name.startswith("Async"):
                found.append((getattr(blocking, name.removeprefix("Async")), kind))
    return found


PAIRS = pairs()


def test_pairs_of_classes_are_found() -> None:
    assert len(PAIRS) > 25


def test_the_names_of_asynchronous_modules_end_in_async() -> None:
    names = SourceTree().modules
    assert [name for name in names if name.rpartition(".")[2] == "aio" or ".async_" in name] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem + " in " + path.parent.name)
def test_every_asynchronous_module_has_a_blocking_one(source: Path) -> None:
    target = make_blocking.target_of(source)
    is_made = target.read_text(encoding="utf-8").startswith("# Made from ")
    assert is_made != (make_blocking.name_of(source) in make_blocking.HAND_WRITTEN)


def test_blocking_modules_are_what_the_script_makes() -> None:
    stale = [path for path, text in make_blocking.made().items() if path.read_text(encoding="utf-8") != text]
    assert stale == []


def test_a_blocking_module_that_was_edited_by_hand_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "packages"
    shutil.copytree(PACKAGES, copy, ignore=shutil.ignore_patterns("*.pyc", "ivk-devserver"))
    shutil.copy(PACKAGES.parent / "pyproject.toml", tmp_path)
    monkeypatch.setattr(make_blocking, "ROOT", tmp_path)
    assert make_blocking.main(["--check"]) == 0

    edited = copy / "ivk-models" / "src" / "ivk_models" / "models" / "repository.py"
    edited.write_text(edited.read_text().replace("Return", "Give"))
    assert make_blocking.main(["--check"]) == 1
    assert "ivk_models/models/repository.py" in capsys.readouterr().out

    assert make_blocking.main([]) == 0
    assert make_blocking.main(["--check"]) == 0


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")} - set(dir(object))


def blocking_only() -> set[str]:
    classes = [getattr(importlib.import_module(module), name) for module, name in BLOCKING_ONLY.items()]
    return {name for kind in classes for name in vars(kind) if not name.startswith("_")}


def _is_method(member: Any) -> bool:
    return inspect.isfunction(member) or isinstance(member, classmethod | staticmethod)


def parameters(member: Any) -> list[tuple[str, object]]:
    """Return the names and defaults of a method's parameters."""
    signature = inspect.signature(member)
    return [(each.name, each.default) for each in signature.parameters.values()]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].__name__)
def test_both_classes_have_the_same_public_names(pair: tuple[type, type]) -> None:
    blocking, asynchronous = pair
    renamed = {"submit": "submit_sync", "wait_for_completion": "wait_for_completion_sync"}
    names = public(asynchronous)
    if blocking.__name__ == "WorkflowHandle":
        names = {renamed.get(name, name) for name in names}

    assert names - public(blocking) == set()
    assert public(blocking) - names <= blocking_only()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].__name__)
def test_the_methods_of_both_classes_have_the_same_parameters(pair: tuple[type, type]) -> None:
    blocking, asynchronous = pair
    shared = (public(blocking) & public(asynchronous)) - blocking_only()
    methods = {name for name in shared if _is_method(inspect.getattr_static(blocking, name))}

    different = {
        name: (parameters(getattr(blocking, name)), parameters(getattr(asynchronous, name)))
        for name in methods
        if parameters(getattr(blocking, name)) != parameters(getattr(asynchronous, name))
    }
    assert different == {}


@pytest.mark.parametrize(
    "part", ["invokeai_py_client", "ivk_core", "ivk_boards", "ivk_models", "ivk_workflows"]
)
def test_a_package_exports_both_classes(part: str) -> None:
    exported = set(importlib.import_module(part).__all__)
    names = {asynchronous.__name__ for blocking, asynchronous in PAIRS if blocking.__name__ in exported}
    names = {name for name in names if importlib.import_module(part).__name__ in _parts_of(name)}
    assert names - exported == set()


def _parts_of(name: str) -> set[str]:
    return {kind.__module__.partition(".")[0] for _, kind in PAIRS if kind.__name__ == name}
