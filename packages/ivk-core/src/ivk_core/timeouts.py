"""How long to wait: for a connection, for the next byte, and for all of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from time import monotonic

from ivk_core.errors import ConfigurationError

__all__ = ["NEVER", "Deadline", "Timeout"]


@dataclass(frozen=True)
class Timeout:
    """Seconds to wait in one exchange with the server.

    Parameters
    ----------
    connect : float
        For a connection.
    read : float
        For the server to go on, each time that it is silent: before its first byte and between any two.
    total : float, optional
        From the first byte sent to the last one received. None sets no limit, so that a large
        file may take as long as it keeps flowing.

    Raises
    ------
    ConfigurationError
        If one of them is not above 0.
    """

    connect: float = 30.0
    read: float = 30.0
    total: float | None = None

    def __post_init__(self) -> None:
        for name in ("connect", "read", "total"):
            seconds = getattr(self, name)
            if seconds is not None and not seconds > 0:
                raise ConfigurationError(
                    f"timeout {name}={seconds!r} is not a time to wait: it must be above 0 seconds."
                )

    @classmethod
    def of(cls, value: float | Timeout) -> Timeout:
        """Take a number for both `connect` and `read`; a `Timeout` is taken as it is."""
        return value if isinstance(value, Timeout) else cls(connect=value, read=value)

    @property
    def connect_within(self) -> float:
        """Seconds for the connection, within the total."""
        return self.connect if self.total is None else min(self.connect, self.total)

    @property
    def read_within(self) -> float:
        """Seconds for the next byte, within the total."""
        return self.read if self.total is None else min(self.read, self.total)


class Deadline:
    """A point in time on the monotonic clock, which changes of the system's clock do not move.

    Parameters
    ----------
    seconds : float, optional
        From now; None for never.
    """

    def __init__(self, seconds: float | None) -> None:
        self._ends = inf if seconds is None else monotonic() + seconds

    def __lt__(self, other: Deadline) -> bool:
        return self._ends < other._ends

    @property
    def is_set(self) -> bool:
        """Whether there is one at all."""
        return self._ends < inf

    @property
    def has_passed(self) -> bool:
        """Whether it is over."""
        return monotonic() > self._ends

    @property
    def left(self) -> float:
        """Seconds that are left; 0 when it has passed."""
        return max(0.0, self._ends - monotonic())

    @property
    def timeout(self) -> float | None:
        """Seconds that are left, for functions that take a timeout: None if it is not set."""
        return self.left if self.is_set else None


NEVER = Deadline(None)
"""The deadline of a call without a timeout."""
