"""The package as a whole: what it exports, and what it does not import."""

import subprocess
import sys

import ivk_fields
from ivk_fields import IvkField
from ivk_fields.builtin import BUILTIN_FIELDS


def test_every_exported_name_exists() -> None:
    assert len(set(ivk_fields.__all__)) == len(ivk_fields.__all__)
    for name in ivk_fields.__all__:
        assert hasattr(ivk_fields, name)


def test_every_built_in_field_is_exported() -> None:
    for field_class in BUILTIN_FIELDS:
        assert getattr(ivk_fields, field_class.__name__) is field_class


def test_no_field_class_needs_an_argument() -> None:
    for field_class in BUILTIN_FIELDS:
        field = field_class()
        assert field.value is None
        assert not field.touched
        assert field.describe()


def test_every_field_describes_itself() -> None:
    for field_class in BUILTIN_FIELDS:
        assert field_class.__doc__ != IvkField.__doc__
        assert field_class().describe() != "value"


def test_importing_loads_neither_pillow_nor_numpy() -> None:
    code = "import sys, ivk_fields.hooks; print({'PIL', 'numpy'} & set(sys.modules))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "set()"
