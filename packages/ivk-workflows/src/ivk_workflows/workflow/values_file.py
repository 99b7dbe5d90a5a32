"""Values for inputs from a file: a JSON or YAML object by the names of the inputs, or a list of records."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from ivk_core.errors import MissingPartError
from ivk_fields.type_guards import is_list
from ivk_workflows.definition.reading import parse_json, read_text
from ivk_workflows.errors import InputFileError, MissingFileError, UnreadableFileError, WorkflowFileError

__all__ = ["read_values"]

_YAML = frozenset({".yaml", ".yml"})


def read_values(path: str | Path) -> Mapping[Any, object] | list[Any]:
    """Read values from a file.

    Parameters
    ----------
    path : str or Path
        A JSON file, or a YAML file by its suffix.

    Returns
    -------
    mapping or list
        Values by the names that the file uses for the inputs, or records with a name and a value.

    Raises
    ------
    InputFileError
        If it is not JSON or YAML, or neither an object nor a list.
    MissingPartError
        If it is YAML, and PyYAML is not installed.
    MissingFileError, UnreadableFileError
        If there is no such file, or it may not be read.
    """
    file = Path(path)
    try:
        text = read_text(file)
        values = _yaml(text, file) if file.suffix.lower() in _YAML else parse_json(text, source=str(file))
    except MissingFileError as error:
        hint = "Give the path of a JSON or YAML file."
        raise MissingFileError("there is no such file.", source=str(file), hint=hint) from error
    except UnreadableFileError:
        raise
    except WorkflowFileError as error:
        raise InputFileError(error.message, hint="Write the values as a JSON or YAML object.") from error
    if not isinstance(values, Mapping) and not is_list(values):
        raise InputFileError(
            f"{file}: expected an object with a value for each input, found {type(values).__name__}.",
            hint='Write it as {"Positive Prompt": "a lighthouse", "steps": 30}.',
        )
    return values


def _yaml(text: str, file: Path) -> Any:
    try:
        yaml = import_module("yaml")  # an optional dependency
    except ImportError as error:
        raise MissingPartError(
            f"{file} is YAML, and PyYAML is not installed.", hint='pip install "ivk-workflows[yaml]"'
        ) from error
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputFileError(f"{file}: this is not YAML ({error}).") from error
