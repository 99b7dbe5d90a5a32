"""All distributions have the same version, and require exactly this version of each other."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path(__file__).parents[2] / "packages"
DISTRIBUTIONS = sorted(path.name for path in PACKAGES.iterdir() if (path / "pyproject.toml").is_file())


def project_of(distribution: str) -> dict[str, Any]:
    return tomllib.loads((PACKAGES / distribution / "pyproject.toml").read_text())


def version_of(distribution: str) -> str:
    """Read the version from the file that the build reads it from."""
    path = PACKAGES / distribution / project_of(distribution)["tool"]["hatch"]["version"]["path"]
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__":
            return str(ast.literal_eval(node.value))
    raise AssertionError(f"{path} has no __version__")


def requirements_of(distribution: str) -> list[str]:
    project = project_of(distribution)["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [*project.get("dependencies", []), *(each for extra in extras for each in extra)]


def test_there_are_eight_distributions() -> None:
    assert len(DISTRIBUTIONS) == 8


def test_all_distributions_have_the_same_version() -> None:
    assert len({version_of(distribution) for distribution in DISTRIBUTIONS}) == 1


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_distribution_requires_the_others_in_exactly_this_version(distribution: str) -> None:
    others = [each for each in requirements_of(distribution) if re.split(r"[^\w-]", each)[0] in DISTRIBUTIONS]
    version = version_of(distribution)

    assert [each for each in others if not each.endswith(f"=={version}")] == []


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_distribution_is_typed_and_has_a_readme(distribution: str) -> None:
    root = PACKAGES / distribution

    assert (root / "src" / distribution.replace("-", "_") / "py.typed").is_file()
    assert (root / "README.md").read_text().startswith(f"# {distribution}\n")


@pytest.mark.parametrize("distribution", DISTRIBUTIONS)
def test_a_distribution_contains_the_license(distribution: str) -> None:
    text = (PACKAGES.parent / "LICENSE").read_bytes()

    assert (PACKAGES / distribution / "LICENSE").read_bytes() == text
