"""Base classes for the data that the server sends.

Unknown keys are kept as attributes, because newer servers may send more. The objects are immutable
snapshots: request them again to get the current state.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

from ivk_core.attributes import unknown_attribute

__all__ = ["ServerData", "ServerTime"]


_SNAPSHOT = "It is a frozen copy of what the server sent. Change it with its repository or handle."


class ServerData(BaseModel):
    """An object from the server; unknown keys are kept as attributes."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)

    if not TYPE_CHECKING:  # type checkers take a class with this method for one that has any attribute

        def __setattr__(self, name: str, value: object) -> None:
            """Refuse the assignment, which would change nothing on the server.

            Raises
            ------
            UnknownAttributeError
                For every public name.
            """
            if not name.startswith("_"):
                raise unknown_attribute(self, name, hint=_SNAPSHOT)
            super().__setattr__(name, value)


def _in_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


ServerTime: TypeAlias = Annotated[datetime, AfterValidator(_in_utc)]
"""A time with a time zone. The server writes times in UTC, without a zone."""
