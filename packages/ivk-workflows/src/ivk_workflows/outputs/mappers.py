"""Turning the server's outputs into things to work with.

A mapper names the output types that it knows and makes a value of one. All of them come in through the
hook `ivk_register_output_mappers`, ours too; an output that nobody knows stays the mapping that the server
sent. Files are made by a `FileMaker`, so that one mapper serves the blocking face and the async one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from ivk_workflows.outputs.files import FileRef

__all__ = ["FileMaker", "MapperTable", "OutputMapper", "built_in_mappers"]


class FileMaker(Protocol):
    """Makes file objects of one client."""

    def image(self, name: str) -> FileRef:
        """Make the object for an image."""
        ...

    def video(self, name: str) -> FileRef:
        """Make the object for a video."""
        ...


@dataclass(frozen=True)
class OutputMapper:
    """Makes values of some types of output.

    Parameters
    ----------
    types : sequence of str
        The output types that it knows, such as ``["image_output"]``.
    value : callable
        Takes the server's output and a `FileMaker`, returns the value.
    """

    types: Sequence[str]
    value: Callable[[Mapping[str, Any], FileMaker], Any]


class MapperTable:
    """All mappers of a client, by output type; those that registered last win.

    Parameters
    ----------
    mappers : iterable of OutputMapper
        The mappers.
    """

    def __init__(self, mappers: Iterable[OutputMapper]) -> None:
        self._by_type = {known: mapper for mapper in mappers for known in mapper.types}

    def value(self, output: Mapping[str, Any], files: FileMaker) -> Any:
        """Make the value of an output; the output itself when no mapper knows its type."""
        mapper = self._by_type.get(str(output.get("type")))
        return output if mapper is None else mapper.value(output, files)


def built_in_mappers() -> list[OutputMapper]:
    """Give the mappers for what InvokeAI's own nodes put out."""
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
