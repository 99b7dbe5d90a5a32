"""Convert the server's outputs to Python values.

A mapper names the output types that it converts. All mappers, including the built-in ones, are registered by
the hook `ivk_register_output_mappers`. An output without a mapper is returned as the server sent it. Mappers
create files with a `FileMaker`, so that they work with blocking and asynchronous clients.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, Self

from ivk_core.plugins import PluginManager
from ivk_workflows.outputs.file_ref import FileRef

__all__ = ["FileMaker", "MapperTable", "OutputMapper", "built_in_mappers"]


class FileMaker(Protocol):
    """Creates the file objects of one client."""

    def image(self, name: str) -> FileRef:
        """Create the object for an image, by its name on the server."""
        ...

    def video(self, name: str) -> FileRef:
        """Create the object for a video, by its name on the server."""
        ...


@dataclass(frozen=True)
class OutputMapper:
    """Converts outputs of some types.

    Parameters
    ----------
    types : sequence of str
        The output types that it converts, such as ``["image_output"]``.
    value : callable
        Takes the server's output and a `FileMaker`, and returns the value.
    """

    types: Sequence[str]
    value: Callable[[Mapping[str, Any], FileMaker], Any]


class MapperTable:
    """The mappers of a client by output type.

    Parameters
    ----------
    mappers : iterable of OutputMapper
        The mappers; if several convert a type, the last one is used.
    """

    def __init__(self, mappers: Iterable[OutputMapper]) -> None:
        self._by_type = {known: mapper for mapper in mappers for known in mapper.types}

    @classmethod
    def from_plugins(cls, plugins: PluginManager) -> Self:
        """Collect the mappers of all plugins; if several convert a type, the last registered one is used."""
        registered = plugins.hook.ivk_register_output_mappers()
        return cls(mapper for mappers in reversed(registered) for mapper in mappers)

    def value(self, output: Mapping[str, Any], files: FileMaker) -> Any:
        """Return the value of an output, or the output itself if no mapper converts its type."""
        mapper = self._by_type.get(str(output.get("type")))
        return output if mapper is None else mapper.value(output, files)


def built_in_mappers() -> list[OutputMapper]:
    """Return the mappers for the outputs of InvokeAI's own nodes."""
    return [
        OutputMapper(["image_output"], _image),
        OutputMapper(["image_collection_output"], _images),
        OutputMapper(["face_mask_output", "face_off_output"], _image),
        OutputMapper(["video_output"], _video),
        OutputMapper(_PLAIN, partial(_member, "value")),
        OutputMapper(_COLLECTIONS, partial(_member, "collection")),
        OutputMapper(["workflow_return_output"], partial(_member, "values")),
        OutputMapper(["color_output"], partial(_member, "color")),
    ]


_PLAIN = ["string_output", "integer_output", "float_output", "boolean_output"]
_COLLECTIONS = [f"{kind}_collection_output" for kind in ("string", "integer", "float", "boolean", "color")]


def _image(output: Mapping[str, Any], files: FileMaker) -> FileRef:
    return files.image(output["image"]["image_name"])


def _images(output: Mapping[str, Any], files: FileMaker) -> list[FileRef]:
    return [files.image(image["image_name"]) for image in output.get("collection") or []]


def _video(output: Mapping[str, Any], files: FileMaker) -> FileRef:
    return files.video(output["video"]["video_name"])


def _member(name: str, output: Mapping[str, Any], _files: FileMaker) -> Any:
    return output.get(name)
