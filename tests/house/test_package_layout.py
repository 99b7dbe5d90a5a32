"""A package of resources has a folder for each resource, and no other modules but hooks and errors."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_tree import SourceTree, make_tree

PACKAGES_OF_RESOURCES = ["ivk_boards", "ivk_models", "ivk_workflows"]
ALLOWED_AT_THE_TOP = {"hooks", "hookspecs", "errors"}


def misplaced_modules(tree: SourceTree, package: str) -> list[str]:
    """Return the modules directly in a package that should be in a folder."""
    top = [
        module.name.removeprefix(f"{package}.")
        for module in tree.modules.values()
        if module.package == package and module.path.name != "__init__.py"
    ]
    return sorted(set(top) - ALLOWED_AT_THE_TOP)


@pytest.mark.parametrize("package", PACKAGES_OF_RESOURCES)
def test_only_hooks_and_errors_are_outside_the_folders_of_resources(package: str) -> None:
    assert misplaced_modules(SourceTree(), package) == []


def test_a_module_outside_the_folders_is_found(tmp_path: Path) -> None:
    modules = {"ivk_lamps": "", "ivk_lamps.errors": "", "ivk_lamps.helpers": "", "ivk_lamps.bulbs.calls": ""}
    assert misplaced_modules(make_tree(tmp_path, modules), "ivk_lamps") == ["helpers"]
