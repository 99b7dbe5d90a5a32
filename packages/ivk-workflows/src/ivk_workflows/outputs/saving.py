"""The paths for saving the images of a job, and the notes beside them; the results download the images."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ivk_workflows.outputs.job_inputs import JobInputs
from ivk_workflows.outputs.naming import relative_path, reserve
from ivk_workflows.outputs.provenance import notes_of, prompt_of, seed_of
from ivk_workflows.outputs.template_values import TemplateValues
from ivk_workflows.queue.schemas import QueueItem

__all__ = ["DEFAULT_NAME", "reserved_paths", "write_notes"]

_SUFFIXES = {".png", ".jpg", ".jpeg", ".webp"}

# The index keeps files in the order of the inputs. A prompt is recognizable by 40 characters, and the name
# stays short.
DEFAULT_NAME = "{index:04}_{seed}_{prompt:.40}.png"


@contextmanager
def reserved_paths(
    folder: str | os.PathLike[str],
    template: str,
    item: QueueItem,
    names: Sequence[str],
    index: int,
    inputs: JobInputs,
) -> Generator[list[Path], None, None]:
    """Choose paths for the images of a job, and create the folders and empty files.

    The empty files reserve the names, so that two programs which save into one folder at the same time never
    use the same name. If the block fails, files that are still empty are removed.

    Parameters
    ----------
    folder : path
        The folder; it is created if it does not exist.
    template : str
        The template for the file names; it may contain `index`, `image_index`, `seed`, `prompt`,
        `image_name`, `item_id` and `batch_id`, and the inputs of the job.
    item : QueueItem
        The job.
    names : sequence of str
        The server's names of the images.
    index : int
        The position of the job in its batch.
    inputs : JobInputs
        The values that the job ran with.

    Yields
    ------
    list of Path
        A different path for each image; none of the files existed before.
    """
    paths: list[Path] = []
    try:
        for wanted in list(_wanted_paths(template, item, names, index, inputs)):
            path = Path(folder) / wanted
            path.parent.mkdir(parents=True, exist_ok=True)
            paths.append(reserve(path))
        yield paths
    except BaseException:
        for path in paths:
            if path.exists() and path.stat().st_size == 0:
                path.unlink()
        raise


def _wanted_paths(
    template: str, item: QueueItem, names: Sequence[str], index: int, inputs: JobInputs
) -> Iterator[Path]:
    common = {"index": index, "seed": seed_of(item), "prompt": prompt_of(item)}
    common |= {"item_id": item.item_id, "batch_id": item.batch_id}
    for image_index, name in enumerate(names):
        values = {**common, "image_index": image_index, "image_name": Path(name).stem}
        yield _with_image_suffix(relative_path(template, TemplateValues(values, inputs)), name)


def _with_image_suffix(path: Path, image_name: str) -> Path:
    """Return a path with the suffix of an image, so that it is not the path of the notes (``.json``)."""
    if path.suffix.lower() in _SUFFIXES:
        return path
    return path.parent / f"{path.name or '_'}{Path(image_name).suffix or '.png'}"


def write_notes(path: Path, item: QueueItem, image_name: str, server_version: str, inputs: JobInputs) -> Path:
    """Write a JSON file with notes about an image, with the same name beside it; return its path."""
    notes: dict[str, Any] = {
        "image_name": image_name,
        "file": path.name,
        "inputs": dict(inputs),
        **notes_of(item, server_version=server_version),
    }
    target = path.with_suffix(".json")
    target.write_text(json.dumps(notes, indent=2, ensure_ascii=False), encoding="utf-8")
    return target
