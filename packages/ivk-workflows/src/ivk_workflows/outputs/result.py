"""What a job made."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ivk_workflows.outputs.errors import OutputNotFoundError
from ivk_workflows.outputs.files import (
    AsyncImageFile,
    AsyncVideoFile,
    FileRef,
    ImageFile,
    VideoFile,
)
from ivk_workflows.outputs.mappers import FileMaker, MapperTable
from ivk_workflows.outputs.output import NodeOutput, Outputs
from ivk_workflows.outputs.reading import RawOutput, read_outputs
from ivk_workflows.outputs.saving import DEFAULT_NAME, reserved_paths, write_notes
from ivk_workflows.queue.schemas import JobStatus, QueueItem

if TYPE_CHECKING:
    from ivk_core.client_async import AsyncClient
    from ivk_core.client import Client

__all__ = ["AsyncJobResult", "JobResult"]

ImageT = TypeVar("ImageT", bound=FileRef)
VideoT = TypeVar("VideoT", bound=FileRef)


class _Result(Generic[ImageT, VideoT]):
    """What both faces of a result have."""

    _image_type: type[ImageT]
    _video_type: type[VideoT]

    def __init__(self, item: QueueItem, files: FileMaker, mappers: MapperTable, *, index: int = 0) -> None:
        self.item = item
        self.index = index
        everything = [NodeOutput(raw, mappers.value(raw.data, files)) for raw in read_outputs(item)]
        self.outputs = Outputs([output for output in everything if not output.is_intermediate])
        """What the nodes gave that were told to keep what they make."""
        self.intermediates = Outputs([output for output in everything if output.is_intermediate])
        """What the other nodes gave."""

    @property
    def images(self) -> list[ImageT]:
        """The images that were made, each once."""
        return _files(self.outputs, self._image_type)

    @property
    def image(self) -> ImageT:
        """The last image that was made, which is the only one of most workflows.

        Raises
        ------
        OutputNotFoundError
            If none was made.
        """
        images = self.images
        if not images:
            raise OutputNotFoundError(f"Job {self.item.item_id} made no image.", hint=self._made_instead())
        return images[-1]

    @property
    def videos(self) -> list[VideoT]:
        """The videos that were made, each once."""
        return _files(self.outputs, self._video_type)

    @property
    def status(self) -> JobStatus:
        """How the job ended."""
        return self.item.status

    @property
    def inputs(self) -> dict[tuple[str, str], Any]:
        """The values that the batch put in for this job, by node id and field name."""
        return {(one.node_path, one.field_name): one.value for one in self.item.field_values or []}

    def get(self, key: str, default: Any = None) -> Any:
        """Give a member of the queue item as the server named it, such as ``"status"``."""
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


class JobResult(_Result[ImageFile, VideoFile]):
    """What a job made.

    Parameters
    ----------
    item : QueueItem
        The whole queue item.
    client : Client
        What to fetch files with.
    mappers : MapperTable
        What makes values of outputs.
    index : int
        Which job of its batch, counted in the order of the inputs.
    """

    _image_type = ImageFile
    _video_type = VideoFile

    def __init__(self, item: QueueItem, client: Client, mappers: MapperTable, *, index: int = 0) -> None:
        super().__init__(item, _Files(client), mappers, index=index)
        self._client = client

    def save_all(
        self, folder: str | os.PathLike[str], name: str = DEFAULT_NAME, *, notes: bool = True
    ) -> list[Path]:
        """Save all images into a folder.

        Parameters
        ----------
        folder : path
            Where to; made when it does not exist.
        name : str
            A template for the file names, with `index` (which job of its batch), `image_index` (which
            image of the job), `seed`, `prompt`, `image_name`, `item_id` and `batch_id`. What cannot stand
            in a file name is left out, and a name that is taken gets a number.
        notes : bool
            Whether to write beside each image a JSON file of the same name with its inputs, models,
            seed, versions, ids and timings.

        Returns
        -------
        list of Path
            The image files.

        Raises
        ------
        ConfigurationError
            If the template names a value that does not exist.
        """
        names = [image.name for image in self.images]
        with reserved_paths(folder, name, self.item, names, self.index) as paths:
            for image, path in zip(self.images, paths, strict=True):
                image.save(path)
                if notes:
                    write_notes(path, self.item, image.name, self._client.server.version)
        return paths


class AsyncJobResult(_Result[AsyncImageFile, AsyncVideoFile]):
    """What a job made, with files to be awaited; the twin of `JobResult`."""

    _image_type = AsyncImageFile
    _video_type = AsyncVideoFile

    def __init__(self, item: QueueItem, client: AsyncClient, mappers: MapperTable, *, index: int = 0) -> None:
        super().__init__(item, _AsyncFiles(client), mappers, index=index)
        self._client = client

    async def save_all(
        self, folder: str | os.PathLike[str], name: str = DEFAULT_NAME, *, notes: bool = True
    ) -> list[Path]:
        """Save all images into a folder; the twin of `JobResult.save_all`."""
        names = [image.name for image in self.images]
        version = await self._client.server.version() if notes else ""
        with reserved_paths(folder, name, self.item, names, self.index) as paths:
            for image, path in zip(self.images, paths, strict=True):
                await image.save(path)
                if notes:
                    write_notes(path, self.item, image.name, version)
        return paths


class _Files:
    def __init__(self, client: Client) -> None:
        self._client = client

    def image(self, name: str) -> ImageFile:
        return ImageFile(name, self._client)

    def video(self, name: str) -> VideoFile:
        return VideoFile(name, self._client)


class _AsyncFiles:
    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def image(self, name: str) -> AsyncImageFile:
        return AsyncImageFile(name, self._client)

    def video(self, name: str) -> AsyncVideoFile:
        return AsyncVideoFile(name, self._client)


FileT = TypeVar("FileT", bound=FileRef)


def _files(outputs: Outputs, kind: type[FileT]) -> list[FileT]:
    """Collect the files of a kind, without those that a node was only given and passed on."""
    found: dict[str, FileT] = {}
    for output in outputs:
        values = output.value if isinstance(output.value, list) else [output.value]
        for file in values:
            if isinstance(file, kind) and not _was_given(file.name, output.raw):
                found.setdefault(file.name, file)
    return list(found.values())


def _was_given(name: str, raw: RawOutput) -> bool:
    return any(_mentions(value, name) for value in raw.inputs.values())


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(_mentions(inner, name) for inner in value.values())
    if isinstance(value, list):
        return any(_mentions(inner, name) for inner in value)
    return bool(value == name)
