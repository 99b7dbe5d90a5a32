"""Versions: every tool is pinned, and every dependency of a distribution has a lower bound."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = sorted(file.parent.name for file in (ROOT / "packages").glob("*/pyproject.toml"))
LINES = (ROOT / "requirements" / "tools.txt").read_text(encoding="utf-8").splitlines()
PINS = [line for line in LINES if line and not line.lstrip().startswith("#")]


def settings_of(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


def requirements_of(distribution: str) -> list[str]:
    """Return the requirements of a distribution and its extras."""
    project = settings_of(ROOT / "packages" / distribution)["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [each for group in (project.get("dependencies", []), *extras) for each in group]


def tools() -> set[str]:
    """Return the normalized names of all tools in the dependency groups."""
    groups = settings_of(ROOT)["dependency-groups"].values()
    return {name_of(each) for group in groups for each in group if isinstance(each, str)}


def name_of(requirement: str) -> str:
    """Return the normalized name in a requirement or a pin."""
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def test_every_tool_is_pinned() -> None:
    assert tools() - {name_of(pin) for pin in PINS} == set()


def test_a_pin_is_one_exact_version() -> None:
    assert [pin for pin in PINS if not re.fullmatch(r"[\w.-]+==[\w.!+]+( ; .+)?", pin)] == []


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_dependencies_of_a_distribution_are_not_pinned(distribution: str) -> None:
    pinned = {name_of(pin) for pin in PINS} - tools()

    assert {name_of(each) for each in requirements_of(distribution)} & pinned == set()


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_dependencies_of_a_distribution_have_a_lower_bound(distribution: str) -> None:
    assert [each for each in requirements_of(distribution) if not re.search(">=|==", each)] == []


def test_all_distributions_have_the_same_lower_bounds() -> None:
    bounds: dict[str, set[str]] = {}
    for distribution in DISTRIBUTIONS:
        for each in requirements_of(distribution):
            bounds.setdefault(name_of(each), set()).add(each.partition(">=")[2])

    assert {name: found for name, found in bounds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_distribution_is_measured_and_has_a_coverage_floor(distribution: str) -> None:
    tool = settings_of(ROOT)["tool"]

    assert distribution in tool["coverage-floors"]
    assert distribution.replace("-", "_") in tool["coverage"]["run"]["source_pkgs"]
