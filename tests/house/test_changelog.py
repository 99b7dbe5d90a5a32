"""The fragments of the changelog have names that towncrier accepts, and are not empty."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAGMENTS = sorted(file for file in (ROOT / "changelog.d").iterdir() if file.name != "README.md")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["towncrier"]
TYPES = [each["directory"] for each in SETTINGS["type"]]


def test_the_changelog_has_the_marker_below_which_towncrier_inserts() -> None:
    assert (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").count(SETTINGS["start_string"]) == 1


def test_the_readme_lists_every_type_of_fragment() -> None:
    text = (ROOT / "changelog.d" / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == TYPES


def test_a_fragment_has_a_valid_name_and_is_not_empty() -> None:
    name = re.compile(rf"(\d+|\+[\w-]+)\.({'|'.join(TYPES)})\.md")

    assert [file.name for file in FRAGMENTS if not name.fullmatch(file.name)] == []
    assert [file.name for file in FRAGMENTS if not file.read_text(encoding="utf-8").strip()] == []
