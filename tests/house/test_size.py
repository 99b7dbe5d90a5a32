"""Modules stay small enough to be read in one go."""

from __future__ import annotations

import warnings
from pathlib import Path

PACKAGES = Path(__file__).parents[2] / "packages"
TOO_LONG = 400
THINK_AGAIN = 250


def lengths() -> dict[str, int]:
    """Count the lines of every module."""
    files = PACKAGES.glob("*/src/**/*.py")
    return {str(file.relative_to(PACKAGES)): len(file.read_text().splitlines()) for file in files}


def test_no_module_is_too_long() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > TOO_LONG} == {}


def test_modules_that_have_grown_are_pointed_out() -> None:
    grown = {name: lines for name, lines in lengths().items() if THINK_AGAIN < lines <= TOO_LONG}
    for name, lines in sorted(grown.items()):
        warnings.warn(f"{name} has {lines} lines: which second noun has moved in?", stacklevel=1)

    assert len(grown) <= len(lengths()) // 10, "a tenth of all modules is long: the habit, not the exception"
