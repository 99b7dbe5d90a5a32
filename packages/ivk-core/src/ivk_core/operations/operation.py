"""One operation of a server, as its own description has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Body", "Operation", "Parameter"]

Place = Literal["path", "query", "header", "cookie", "body"]


@dataclass(frozen=True)
class Parameter:
    """One thing that an operation takes.

    Parameters
    ----------
    name : str
        What the server calls it.
    place : {"path", "query", "header", "cookie", "body"}
        Where it travels.
    is_required : bool
        Whether the operation cannot do without.
    is_file : bool
        Whether it is a file.
    schema : mapping
        Its JSON schema.
    description : str
        What the server says about it.
    """

    name: str
    place: Place
    is_required: bool = False
    is_file: bool = False
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    description: str = field(default="", repr=False)

    @property
    def argument(self) -> str:
        """The name as Python writes it: that of a header has hyphens."""
        return self.name.replace("-", "_")

    def __str__(self) -> str:
        return self.argument if self.is_required else f"{self.argument}=…"


@dataclass(frozen=True)
class Body:
    """What an operation takes as its body.

    Parameters
    ----------
    media_type : str
        How it is written.
    is_required : bool
        Whether the operation cannot do without.
    fields : tuple of Parameter
        What it consists of, where it is an object; each can be given by its own name.
    schema : mapping
        Its JSON schema.
    """

    media_type: str
    is_required: bool = False
    fields: tuple[Parameter, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @property
    def is_json(self) -> bool:
        """Whether it is written as JSON."""
        return self.media_type.endswith("json")

    @property
    def is_form(self) -> bool:
        """Whether it is written as a form."""
        return self.media_type in {"multipart/form-data", "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Operation:
    """One operation of a server.

    Parameters
    ----------
    name : str
        The server's operation id.
    method : str
        The HTTP method.
    path : str
        The path, with its prefix and ``{placeholders}``.
    parameters : tuple of Parameter
        What it takes beside a body.
    body : Body, optional
        What it takes as a body.
    answers : tuple of str
        The media types that it may answer with.
    summary : str
        What the server says that it does.
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    answers: tuple[str, ...] = ()
    summary: str = field(default="", repr=False)

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """Everything that can be given by name: parameters, and the fields of the body."""
        taken = {parameter.argument for parameter in self.parameters}
        fields = self.body.fields if self.body else ()
        return self.parameters + tuple(field for field in fields if field.argument not in taken)

    def __str__(self) -> str:
        named = sorted(self.arguments, key=lambda argument: not argument.is_required)
        whole = ["body"] if self.body and not self.body.fields else []
        return f"{self.name}({', '.join([*map(str, named), *whole])})"
