"""The package as a whole: what it exports, and what it leaves alone."""

import subprocess
import sys

import ivk_fields
from ivk_fields import IvkField
from ivk_fields.builtin import BUILTIN_FIELDS


def test_everything_exported_is_there() -> None:
    assert len(set(ivk_fields.__all__)) == len(ivk_fields.__all__)
    for name in ivk_fields.__all__:
        assert hasattr(ivk_fields, name)


def test_every_built_in_field_is_exported() -> None:
    for known in BUILTIN_FIELDS:
        assert getattr(ivk_fields, known.__name__) is known


def test_every_field_class_needs_no_argument() -> None:
    for known in BUILTIN_FIELDS:
        field = known()
        assert field.value is None
        assert not field.touched
        assert field.describe()


def test_every_field_says_what_it_is() -> None:
    for known in BUILTIN_FIELDS:
        assert known.__doc__ != IvkField.__doc__
        assert known().describe() != "value"


def test_importing_loads_neither_pillow_nor_numpy() -> None:
    code = "import sys, ivk_fields.hooks; print({'PIL', 'numpy'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
