"""Each hook has a page in the documentation, with a plugin that implements it."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from source_tree import PACKAGES, SourceTree

PAGES = PACKAGES.parent / "docs" / "plugins"
HOOKS = [
    hook
    for name in SourceTree().modules
    if name.endswith(".hookspecs")
    for hook in importlib.import_module(name).__all__
]


def faults(hook: str, pages: Path, navigation: str) -> list[str]:
    """Return what is wrong with the page of a hook."""
    page = pages / f"{hook}.md"
    if not page.exists():
        return ["there is no page"]
    text = page.read_text(encoding="utf-8")
    index = (pages / "index.md").read_text(encoding="utf-8")
    is_right = {
        "the title does not begin with the hook": text.startswith(f"# `{hook}`: "),
        "no plugin implements it": re.search(rf"^@hookimpl\ndef {hook}\(", text, re.MULTILINE),
        "no entry point lists the plugin": "[project.entry-points.ivk]" in text,
        "the index has no link to it": f"[`{hook}`]({hook}.md)" in index,
        "it is not in the navigation": f"plugins/{hook}.md" in navigation,
    }
    return [fault for fault, holds in is_right.items() if not holds]


def test_the_packages_have_hooks() -> None:
    assert {"ivk_find_secret", "ivk_register_fields", "ivk_register_output_mappers"} <= set(HOOKS)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_a_page(hook: str) -> None:
    navigation = (PACKAGES.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert faults(hook, PAGES, navigation) == []


def test_a_page_is_about_a_hook_that_exists() -> None:
    assert [page.stem for page in PAGES.glob("ivk_*.md") if page.stem not in HOOKS] == []


def test_a_bad_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("[`ivk_make_lamps`](ivk_make_lamps.md)", encoding="utf-8")
    assert faults("ivk_make_lamps", tmp_path, "") == ["there is no page"]

    text = (
        "# `ivk_make_lamps`: make lamps\n@hookimpl\ndef ivk_make_shades(): ...\n[project.entry-points.ivk]\n"
    )
    (tmp_path / "ivk_make_lamps.md").write_text(text, encoding="utf-8")
    assert faults("ivk_make_lamps", tmp_path, "plugins/ivk_make_lamps.md") == ["no plugin implements it"]
