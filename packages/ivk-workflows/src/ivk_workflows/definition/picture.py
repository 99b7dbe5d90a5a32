"""The workflow inside a picture: InvokeAI writes it into the text of every PNG that a workflow made.

A PNG is a row of chunks, each with its length, its name, its content and a checksum. Text stands in three
kinds of chunks: plain (``tEXt``), compressed (``zTXt``) and international (``iTXt``).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ivk_workflows.errors import WorkflowFileError

__all__ = ["is_png", "workflow_text"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = "invokeai_workflow"
_MOST = 64 * 1024 * 1024


def is_png(data: bytes) -> bool:
    """Whether these are the bytes of a PNG file."""
    return data.startswith(_SIGNATURE)


def workflow_text(data: bytes, *, source: str = "") -> str:
    """Find the workflow in a PNG file.

    Parameters
    ----------
    data : bytes
        The whole file.
    source : str
        Where it came from, for error messages.

    Returns
    -------
    str
        The workflow as JSON.

    Raises
    ------
    WorkflowFileError
        It is no PNG file, a broken one, or one without a workflow.
    """
    if not is_png(data):
        raise WorkflowFileError(
            "this is no PNG file.", source=source, hint="InvokeAI keeps workflows in PNG files only."
        )
    try:
        texts = dict(_texts(data))
    except (struct.error, zlib.error, ValueError) as error:
        raise WorkflowFileError(f"this PNG file is broken ({error}).", source=source) from error
    if not texts.get(_KEYWORD):
        raise WorkflowFileError(
            _absence(texts), source=source, hint="Pictures lose it when other programs save them."
        )
    return texts[_KEYWORD]


def _absence(texts: dict[str, str]) -> str:
    if any(keyword.startswith("invokeai") for keyword in texts):
        return "InvokeAI made this picture, but without a workflow: it carries only its parameters."
    return "this picture carries no workflow."


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    for kind, content in _chunks(data):
        if kind in _READERS:
            keyword, _, rest = content.partition(b"\0")
            yield keyword.decode("latin-1"), _READERS[kind](rest)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = len(_SIGNATURE)
    while start < len(data):
        length, kind = struct.unpack_from(">I4s", data, start)
        content = data[start + 8 : start + 8 + length]
        if len(content) < length:
            raise ValueError("it ends too early")
        yield kind, content
        start += length + 12


def _plain(rest: bytes) -> str:
    return rest.decode("latin-1")


def _compressed(rest: bytes) -> str:
    return _inflated(rest[1:]).decode("latin-1")


def _international(rest: bytes) -> str:
    is_compressed = rest[:1] == b"\1"
    _language, _, rest = rest[2:].partition(b"\0")
    _translated, _, text = rest.partition(b"\0")
    return (_inflated(text) if is_compressed else text).decode("utf-8")


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, _MOST)
    if inflater.unconsumed_tail:
        raise ValueError("its text is too long")
    return text


_READERS = {b"tEXt": _plain, b"zTXt": _compressed, b"iTXt": _international}
