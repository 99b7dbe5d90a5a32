"""There are no import cycles: no module imports, directly or indirectly, a module that imports it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from source_tree import SourceTree, make_tree


def find_cycle(tree: SourceTree) -> list[str]:
    """Return the modules of an import cycle, or an empty list if there is none."""
    graph = {name: tree.imported_by(module) for name, module in tree.modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_there_are_no_import_cycles() -> None:
    assert find_cycle(SourceTree()) == []


@pytest.mark.parametrize(
    "text",
    [
        "from ivk_lamps.shade import Shade",
        "import ivk_lamps.shade",
        "from ivk_lamps import shade",
        "from . import shade",
        "def light():\n    from ivk_lamps.shade import Shade\n    return Shade",
    ],
)
def test_a_cycle_is_found_for_every_form_of_import(tmp_path: Path, text: str) -> None:
    modules = {"ivk_lamps": "", "ivk_lamps.bulb": text, "ivk_lamps.shade": "from ivk_lamps.socket import X"}
    tree = make_tree(tmp_path, {**modules, "ivk_lamps.socket": "from ivk_lamps.bulb import Bulb"})
    assert set(find_cycle(tree)) == {"ivk_lamps.bulb", "ivk_lamps.shade", "ivk_lamps.socket"}


def test_imports_for_type_checkers_are_ignored(tmp_path: Path) -> None:
    guarded = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ivk_lamps.shade import Shade"
    modules = {"ivk_lamps.bulb": guarded, "ivk_lamps.shade": "from ivk_lamps.bulb import Bulb"}
    assert find_cycle(make_tree(tmp_path, modules)) == []
