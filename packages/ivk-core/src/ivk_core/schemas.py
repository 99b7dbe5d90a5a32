"""Base classes for the data that the server sends.

Unknown keys are kept as attributes, because newer servers may send more. The objects are immutable
snapshots: request them again to get the current state.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

__all__ = ["ServerData", "ServerTime"]


class ServerData(BaseModel):
    """An object from the server; unknown keys are kept as attributes."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)


def _in_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


ServerTime: TypeAlias = Annotated[datetime, AfterValidator(_in_utc)]
"""A time with a time zone. The server writes times in UTC, without a zone."""
