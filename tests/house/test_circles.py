"""No module needs, directly or through others, a module that needs it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from source_tree import SourceTree, planted


def circle(tree: SourceTree) -> list[str]:
    """Return the modules of one import circle, or nothing."""
    graph = {name: tree.imported_by(module) for name, module in tree.modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_there_are_no_import_circles() -> None:
    assert circle(SourceTree()) == []


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
def test_a_circle_is_found_wherever_its_imports_are(tmp_path: Path, text: str) -> None:
    modules = {"ivk_lamps": "", "ivk_lamps.bulb": text, "ivk_lamps.shade": "from ivk_lamps.socket import X"}
    tree = planted(tmp_path, {**modules, "ivk_lamps.socket": "from ivk_lamps.bulb import Bulb"})
    assert set(circle(tree)) == {"ivk_lamps.bulb", "ivk_lamps.shade", "ivk_lamps.socket"}


def test_imports_for_type_checkers_close_no_circle(tmp_path: Path) -> None:
    guarded = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ivk_lamps.shade import Shade"
    modules = {"ivk_lamps.bulb": guarded, "ivk_lamps.shade": "from ivk_lamps.bulb import Bulb"}
    assert circle(planted(tmp_path, modules)) == []
