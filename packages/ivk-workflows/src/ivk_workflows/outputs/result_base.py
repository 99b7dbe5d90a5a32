"""The common base of blocking and asynchronous results: outputs, images and videos of a queue item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from ivk_core.attributes import StrictAttributes
from ivk_workflows.outputs.errors import OutputNotFoundError
from ivk_workflows.outputs.file_ref import FileRef
from ivk_workflows.outputs.mappers import FileMaker, MapperTable
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.reading import RawOutput, read_outputs
from ivk_workflows.queue.schemas import JobStatus, QueueItem

__all__ = ["JobResultBase"]

FileT = TypeVar("FileT", bound=FileRef)
ImageT = TypeVar("ImageT", bound=FileRef)
VideoT = TypeVar("VideoT", bound=FileRef)


class JobResultBase(StrictAttributes, Generic[ImageT, VideoT]):
    """The result of a job: its outputs, images and videos.

    Parameters
    ----------
    item : QueueItem
        The whole queue item.
    files : FileMaker
        Creates the objects for files.
    mappers : MapperTable
        Converts the outputs to values.
    index : int
        Its position in its batch, in the order of the inputs.
    """

    item: QueueItem
    index: int
    outputs: Outputs
    intermediates: Outputs
    _image_type: type[ImageT]
    _video_type: type[VideoT]

    def __init__(self, item: QueueItem, files: FileMaker, mappers: MapperTable, *, index: int = 0) -> None:
        self.item = item
        self.index = index
        everything = [NodeOutput(raw, mappers.value(raw.data, files)) for raw in read_outputs(item)]
        self.outputs = Outputs([output for output in everything if not output.is_intermediate])
        """The outputs of nodes that are not intermediate."""
        self.intermediates = Outputs([output for output in everything if output.is_intermediate])
        """The outputs of intermediate nodes."""

    @property
    def images(self) -> list[ImageT]:
        """The images that it made, each once."""
        return _files(self.outputs, self._image_type)

    @property
    def image(self) -> ImageT:
        """The last image that it made, which is the only one of most workflows.

        Raises
        ------
        OutputNotFoundError
            If it made none.
        """
        images = self.images
        if not images:
            raise OutputNotFoundError(f"Job {self.item.item_id} made no image.", hint=self._made_instead())
        return images[-1]

    @property
    def videos(self) -> list[VideoT]:
        """The videos that it made, each once."""
        return _files(self.outputs, self._video_type)

    @property
    def status(self) -> JobStatus:
        """The status of the job."""
        return self.item.status

    @property
    def inputs(self) -> dict[tuple[str, str], Any]:
        """The values of the batch for this job, by node id and field name."""
        return {(one.node_path, one.field_name): one.value for one in self.item.field_values or []}

    def get(self, key: str, default: Any = None) -> Any:
        """Return an attribute of the queue item by the server's name, such as ``"status"``."""
        return getattr(self.item, key, default)

    def __getitem__(self, key: str) -> Any:
        try:
            return getattr(self.item, key)
        except AttributeError:
            raise KeyError(key) from None

    def _made_instead(self) -> str:
        if _files(self.intermediates, self._image_type):
            return "Its images are intermediate: see .intermediates."
        types = ", ".join(sorted({output.type for output in self.outputs}))
        return f"It made {types}." if types else ""

    def __repr__(self) -> str:
        made = f"{len(self.images)} images, {len(self.outputs)} outputs"
        return f"{type(self).__name__}(item_id={self.item.item_id}, {self.status}, {made})"


def _files(outputs: Outputs, kind: type[FileT]) -> list[FileT]:
    """Collect the files of a kind, without those that a node received as an input and only passed on."""
    found: dict[str, FileT] = {}
    for output in outputs:
        values = output.value if isinstance(output.value, list) else [output.value]
        for file in values:
            if isinstance(file, kind) and not _is_input(file.name, output.raw):
                found.setdefault(file.name, file)
    return list(found.values())


def _is_input(name: str, raw: RawOutput) -> bool:
    return any(_mentions(value, name) for value in raw.inputs.values())


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(_mentions(inner, name) for inner in value.values())
    if isinstance(value, list):
        return any(_mentions(inner, name) for inner in value)
    return bool(value == name)
