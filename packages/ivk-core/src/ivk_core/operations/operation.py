"""An operation of a server, as its OpenAPI document describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ivk_core.frozen import without_assignment

__all__ = ["Body", "Operation", "Parameter"]

Place = Literal["path", "query", "header", "cookie", "body"]


@without_assignment("dataclasses.replace(parameter, …) returns a changed copy.")
@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation, or a field of its body.

    Parameters
    ----------
    name : str
        The server's name of the parameter.
    place : {"path", "query", "header", "cookie", "body"}
        The part of the request that contains it.
    is_required : bool
        Whether it is required.
    is_file : bool
        Whether it is a file.
    schema : mapping
        The JSON schema.
    description : str
        The server's description.
    """

    name: str
    place: Place
    is_required: bool = False
    is_file: bool = False
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)
    description: str = field(default="", repr=False)

    @property
    def argument(self) -> str:
        """The name as a Python identifier: hyphens in header names are replaced by underscores."""
        return self.name.replace("-", "_")

    def __str__(self) -> str:
        return self.argument if self.is_required else f"{self.argument}=…"


@without_assignment("dataclasses.replace(body, …) returns a changed copy.")
@dataclass(frozen=True)
class Body:
    """The request body of an operation.

    Parameters
    ----------
    media_type : str
        The media type.
    is_required : bool
        Whether it is required.
    fields : tuple of Parameter
        The fields of an object or a form, which can be passed by name; empty for another body.
    schema : mapping
        The JSON schema.
    """

    media_type: str
    is_required: bool = False
    fields: tuple[Parameter, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @property
    def is_json(self) -> bool:
        """Whether it is JSON."""
        return self.media_type.endswith("json")

    @property
    def is_form(self) -> bool:
        """Whether it is a form."""
        return self.media_type in {"multipart/form-data", "application/x-www-form-urlencoded"}


@without_assignment("dataclasses.replace(operation, …) returns a changed copy.")
@dataclass(frozen=True)
class Operation:
    """One operation of a server.

    Parameters
    ----------
    name : str
        The operation id.
    method : str
        The HTTP method.
    path : str
        The path, such as ``"/api/v1/boards/{board_id}"``.
    parameters : tuple of Parameter
        The parameters, without the body.
    body : Body, optional
        The request body; None if it has none.
    answers : tuple of str
        The media types of its successful responses.
    summary : str
        The server's summary.
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
        """All parameters and body fields that can be passed by name."""
        taken = {parameter.argument for parameter in self.parameters}
        fields = self.body.fields if self.body else ()
        return self.parameters + tuple(field for field in fields if field.argument not in taken)

    def __str__(self) -> str:
        named = sorted(self.arguments, key=lambda argument: not argument.is_required)
        whole = ["body"] if self.body and not self.body.fields else []
        return f"{self.name}({', '.join([*map(str, named), *whole])})"
