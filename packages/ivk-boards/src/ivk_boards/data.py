"""What all data from the server has in common: it is read leniently and never changed.

A newer server may say more than we know, so unknown keys are kept. What was read is a snapshot; ask again
for what is true now.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

__all__ = ["UNCATEGORIZED", "ServerData", "ServerTime", "SortDirection"]

UNCATEGORIZED: Final = "none"
"""The id under which the server lists what lies on no board. It is for reading only."""

SortDirection: TypeAlias = Literal["ASC", "DESC"]
"""Which way a listing runs: from the smallest or oldest up, or from the largest or newest down."""


class ServerData(BaseModel):
    """Something that the server said; unknown keys are kept as attributes."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)


def _in_utc(time: datetime) -> datetime:
    # The server's clock runs in UTC and does not say so.
    return time if time.tzinfo else time.replace(tzinfo=UTC)


ServerTime: TypeAlias = Annotated[datetime, AfterValidator(_in_utc)]
"""A moment as the server tells it, with the time zone that it leaves out."""
