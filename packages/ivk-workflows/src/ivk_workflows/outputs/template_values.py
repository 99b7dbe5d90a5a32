"""The values for the template of a file name: those of the image and its job, and the inputs of the job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ivk_core.errors import ConfigurationError
from ivk_workflows.errors import AmbiguousInputError
from ivk_workflows.outputs.job_inputs import JobInputs

__all__ = ["TemplateValues"]

# The names of objects of the server in the values of inputs; a file name needs nothing else of them.
_NAME_KEYS = ("name", "image_name", "video_name", "board_id")


class TemplateValues(Mapping[str, Any]):
    """The values for one file name.

    Parameters
    ----------
    own : mapping of str to object
        The values of the image and its job; they come before inputs of the same name.
    inputs : JobInputs
        The inputs of the job.
    """

    def __init__(self, own: Mapping[str, Any], inputs: JobInputs) -> None:
        self._own = own
        self._inputs = inputs

    def __getitem__(self, name: str) -> Any:
        """Return a value.

        Raises
        ------
        KeyError
            If there is none with that name.
        ConfigurationError
            If several inputs have that name.
        """
        if name in self._own:
            return self._own[name]
        try:
            return _plain(self._inputs[name])
        except AmbiguousInputError as error:
            raise ConfigurationError(
                f"The file name cannot be filled in: {error.message}",
                hint="Name the node too, such as {Node.field}.",
            ) from error
        except LookupError:
            raise KeyError(name) from None

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and (self[name], True)[1]
        except KeyError:
            return False

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (name for name in self._inputs if name not in self._own)

    def __len__(self) -> int:
        return len(list(iter(self)))


def _plain(value: Any) -> Any:
    """Return the name of an object of the server, the items of a list as text, or the value itself."""
    if isinstance(value, Mapping):
        return next((value[key] for key in _NAME_KEYS if value.get(key)), str(dict(value)))
    if isinstance(value, list):
        return ",".join(str(_plain(item)) for item in value)
    return value
