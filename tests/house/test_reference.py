"""The reference: every name that a package exports is on a page, and both classes of a pair are shown."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest
from source_tree import PACKAGES

DOCS = PACKAGES.parent / "docs" / "reference"
PARTS = sorted(folder.name for folder in PACKAGES.glob("*/src/*") if (folder / "__init__.py").exists())
SHOWN = re.compile(r"^::: (\S+)$", re.MULTILINE)
MENTIONED = re.compile(r"`(\w+)`")


def pages(folder: Path = DOCS) -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md"))}


def names_on(text: str) -> set[str]:
    """Collect the names that a page shows or mentions; a module shows what it exports."""
    names = set(MENTIONED.findall(text))
    for shown in SHOWN.findall(text):
        found = pkgutil.resolve_name(shown)
        names |= set(found.__all__) if isinstance(found, ModuleType) else {shown.rpartition(".")[2]}
    return names


def missing(exported: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Return the names that are on no page."""
    return sorted(set(exported) - {"__version__"}.union(*map(names_on, texts)))


def partner_of(kind: type) -> object:
    """Return the blocking class of an asynchronous one, or the other way round; None if there is none."""
    module, name = kind.__module__, kind.__name__
    if module.endswith("_async"):
        other = f"{module.removesuffix('_async')}:{name.removeprefix('Async')}"
    else:
        other = f"{module}_async:Async{name}"
    try:
        return pkgutil.resolve_name(other)
    except (ImportError, AttributeError):
        return None


def alone(text: str) -> list[str]:
    """Return the classes that a page shows without the other class of their pair."""
    shown = [pkgutil.resolve_name(each) for each in SHOWN.findall(text)]
    partners = {each: partner_of(each) for each in shown if isinstance(each, type)}
    return [kind.__name__ for kind, partner in partners.items() if partner and partner not in partners]


@pytest.mark.parametrize("part", PARTS)
def test_every_name_that_a_package_exports_is_on_a_page(part: str) -> None:
    assert missing(importlib.import_module(part).__all__, pages().values()) == []


@pytest.mark.parametrize("page", pages())
def test_a_page_shows_both_classes_of_a_pair(page: str) -> None:
    assert alone(pages()[page]) == []


def test_every_page_is_in_the_navigation() -> None:
    navigation = (PACKAGES.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert [page for page in pages() if f"reference/{page}" not in navigation] == []


def test_a_name_that_is_on_no_page_is_found(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("::: ivk_core.Client\n\n`Timeout`, and Secret\n", encoding="utf-8")
    (tmp_path / "two.md").write_text("::: ivk_core.lookup\n    options: {}\n", encoding="utf-8")
    exported = ["Client", "ModelNotFoundError", "Secret", "Timeout", "__version__"]
    assert missing(exported, pages(tmp_path).values()) == ["Secret"]


def test_a_class_that_is_shown_alone_is_found() -> None:
    assert alone("::: ivk_core.Client\n::: ivk_core.AsyncClient\n::: ivk_core.Timeout\n") == []
    assert alone("::: ivk_core.AsyncClient\n::: ivk_fields.Connection\n") == ["AsyncClient"]
