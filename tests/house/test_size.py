"""Modules are small enough to read in one sitting."""

from __future__ import annotations

import warnings
from pathlib import Path

PACKAGES = Path(__file__).parents[2] / "packages"
# The longest module that can still be read as a whole; longer ones have to be split.
MAX_LINES = 400
# Above this length, a module often contains a second topic, which could have a module of its own.
WARN_LINES = 250


def line_counts() -> dict[str, int]:
    """Return the number of lines of every module."""
    files = PACKAGES.glob("*/src/**/*.py")
    return {str(file.relative_to(PACKAGES)): len(file.read_text().splitlines()) for file in files}


def test_no_module_is_too_long() -> None:
    assert {name: lines for name, lines in line_counts().items() if lines > MAX_LINES} == {}


def test_long_modules_are_reported_and_are_few() -> None:
    long = {name: lines for name, lines in line_counts().items() if WARN_LINES < lines <= MAX_LINES}
    for name, lines in sorted(long.items()):
        warnings.warn(f"{name} has {lines} lines: does it contain a second topic?", stacklevel=1)

    assert len(long) <= len(line_counts()) // 10, "more than a tenth of all modules is long"
