"""What all data of the server has in common: it is read leniently and never changed.

A newer server may send more than this library knows, so unknown keys are kept. An object is a snapshot: ask
again for the present state.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

__all__ = ["ServerData", "ServerTime"]


class ServerData(BaseModel):
    """An object that the server sent; unknown keys are kept as attributes."""

    model_config = ConfigDict(extra="allow", frozen=True, defer_build=True)


def _in_utc(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)


ServerTime: TypeAlias = Annotated[datetime, AfterValidator(_in_utc)]
"""A time with its zone. The server writes times in UTC without saying so."""
