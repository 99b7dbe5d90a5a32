"""A package of resources has a folder for each, and nothing beside them but hooks and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_tree import SourceTree, planted

WITH_ROOMS = ["ivk_boards", "ivk_models", "ivk_workflows"]
BESIDE_ROOMS = {"hooks", "hookspecs", "errors"}


def loose_modules(tree: SourceTree, part: str) -> list[str]:
    """Name the modules that lie directly in a package and are in no folder."""
    beside = [
        module.name.removeprefix(f"{part}.")
        for module in tree.modules.values()
        if module.package == part and module.path.name != "__init__.py"
    ]
    return sorted(set(beside) - BESIDE_ROOMS)


@pytest.mark.parametrize("part", WITH_ROOMS)
def test_nothing_lies_loose_beside_the_folders(part: str) -> None:
    assert loose_modules(SourceTree(), part) == []


def test_a_loose_module_is_found(tmp_path: Path) -> None:
    modules = {"ivk_lamps": "", "ivk_lamps.errors": "", "ivk_lamps.helpers": "", "ivk_lamps.bulbs.calls": ""}
    assert loose_modules(planted(tmp_path, modules), "ivk_lamps") == ["helpers"]
