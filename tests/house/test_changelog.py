"""The fragments of the changelog: their names are ones that a release understands, and they say something."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAGMENTS = sorted(file for file in (ROOT / "changelog.d").iterdir() if file.name != "README.md")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
TYPES = [each["directory"] for each in SETTINGS["type"]]


def test_the_changelog_has_the_line_below_which_a_release_writes() -> None:
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count(SETTINGS["start_string"]) == 1


def test_the_readme_explains_every_type() -> None:
    text = (ROOT / "changelog.d" / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == TYPES


def test_a_fragment_is_named_by_its_pull_request_and_type_and_has_a_text() -> None:
    name = re.compile(rf"(\d+|\+[\w-]+)\.({'|'.join(TYPES)})\.md")

    assert [file.name for file in FRAGMENTS if not name.fullmatch(file.name)] == []
    assert [file.name for file in FRAGMENTS if not file.read_text(encoding="utf-8").strip()] == []
