"""The examples in the README and in the docstrings run."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import ivk_fields

README = Path(__file__).parents[2] / "packages" / "ivk-fields" / "README.md"
MODULES = sorted(module.name for module in pkgutil.walk_packages(ivk_fields.__path__, "ivk_fields."))


def test_the_examples_of_the_readme_run() -> None:
    result = doctest.testfile(str(README), module_relative=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert result.attempted > 10
    assert result.failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module).failed == 0
