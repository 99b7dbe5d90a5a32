"""The workflow in a PNG file: InvokeAI stores it as text in every image that a workflow made.

A PNG file is a sequence of chunks, each with a length, a type, content and a checksum. Three types of chunks
contain text: plain (``tEXt``), compressed (``zTXt``) and international (``iTXt``).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from ivk_workflows.definition.foreign import refuse_foreign_png
from ivk_workflows.errors import WorkflowFileError

__all__ = ["is_png", "workflow_text"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORD = "invokeai_workflow"
# A small compressed chunk can expand to gigabytes. Workflows are far smaller than this, and it fits into
# memory.
_MAX_TEXT_BYTES = 64 * 1024 * 1024
# A chunk begins with its length and its type, and ends with its checksum; each has four bytes.
_BEFORE_CONTENT, _AROUND_CONTENT = 8, 12


def is_png(data: bytes) -> bool:
    """Return whether the bytes begin like a PNG file."""
    return data.startswith(_SIGNATURE)


def workflow_text(data: bytes, *, source: str = "") -> str:
    """Find the workflow in a PNG file.

    Parameters
    ----------
    data : bytes
        The whole file.
    source : str
        The file or address that it was read from, for error messages.

    Returns
    -------
    str
        The workflow as JSON.

    Raises
    ------
    WorkflowFileError
        If it is not a PNG file, is broken, or contains no workflow.
    """
    if not is_png(data):
        raise WorkflowFileError(
            "this is not a PNG file.", source=source, hint="InvokeAI stores workflows only in PNG files."
        )
    try:
        texts = dict(_texts(data))
    except (struct.error, zlib.error, ValueError) as error:
        raise WorkflowFileError(f"this PNG file is broken ({error}).", source=source) from error
    if not texts.get(_KEYWORD):
        refuse_foreign_png(texts, source)
        raise WorkflowFileError(
            _reason(texts), source=source, hint="Other programs may remove it when they save the image."
        )
    return texts[_KEYWORD]


def _reason(texts: dict[str, str]) -> str:
    if any(keyword.startswith("invokeai") for keyword in texts):
        return "InvokeAI made this image without a workflow: it contains only its parameters."
    return "this image contains no workflow."


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    for kind, content in _chunks(data):
        if kind in _READERS:
            keyword, _, rest = content.partition(b"\0")
            yield keyword.decode("latin-1"), _READERS[kind](rest)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    start = len(_SIGNATURE)
    while start < len(data):
        length, kind = struct.unpack_from(">I4s", data, start)
        content = data[start + _BEFORE_CONTENT : start + _BEFORE_CONTENT + length]
        if len(content) < length:
            raise ValueError("it is truncated")
        yield kind, content
        start += length + _AROUND_CONTENT


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
    text = inflater.decompress(data, _MAX_TEXT_BYTES)
    if inflater.unconsumed_tail:
        raise ValueError("its text is too long")
    return text


_READERS = {b"tEXt": _plain, b"zTXt": _compressed, b"iTXt": _international}
