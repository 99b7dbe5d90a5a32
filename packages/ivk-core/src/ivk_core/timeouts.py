"""Timeouts of requests, and deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from time import monotonic

from ivk_core.errors import ConfigurationError
from ivk_core.frozen import without_assignment

__all__ = ["NEVER", "Deadline", "Timeout"]

# Seconds in about 31 years: sockets overflow at 292 years, and no transfer takes longer.
_LONGEST = 1e9


@without_assignment("dataclasses.replace(timeout, …) returns a changed copy.")
@dataclass(frozen=True)
class Timeout:
    """The timeouts of one request, in seconds.

    Parameters
    ----------
    connect : float
        The time to wait for a connection.
    read : float
        The time to wait for the first byte of the response, and between any two of its bytes.
    total : float, optional
        The time from sending the request to the end of the response. None sets no limit, so that a large
        file may take any time while data keeps arriving.

    Raises
    ------
    ConfigurationError
        If a timeout is not a number greater than 0.
    """

    # 30 s is the default of `ClientConfig`, which says why.
    connect: float = 30.0
    read: float = 30.0
    total: float | None = None

    def __post_init__(self) -> None:
        for name in ("connect", "read", "total"):
            seconds = getattr(self, name)
            if not (name == "total" and seconds is None) and not _is_duration(seconds):
                raise ConfigurationError(
                    f"The timeout {name}={seconds!r} must be a number greater than 0, in seconds."
                )

    @classmethod
    def of(cls, value: float | Timeout) -> Timeout:
        """Return a `Timeout` unchanged; return one with both `connect` and `read` set for a number.

        Raises
        ------
        ConfigurationError
            If `value` is neither a `Timeout` nor a number greater than 0.
        """
        if isinstance(value, Timeout):
            return value
        if not _is_duration(value):
            raise ConfigurationError(
                f"timeout={value!r} must be a number greater than 0, in seconds.",
                hint="Timeout(connect=5, read=60, total=600) sets different limits; total=None sets none.",
            )
        return cls(connect=value, read=value)

    @property
    def connect_within(self) -> float:
        """Seconds to wait for a connection, at most the total."""
        return self.connect if self.total is None else min(self.connect, self.total)

    @property
    def read_within(self) -> float:
        """Seconds to wait for the next byte, at most the total."""
        return self.read if self.total is None else min(self.read, self.total)


def _is_duration(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < _LONGEST


class Deadline:
    """A time on the monotonic clock, which is independent of changes of the system clock.

    Parameters
    ----------
    seconds : float, optional
        Seconds from now; None for a deadline that never passes.
    """

    def __init__(self, seconds: float | None) -> None:
        self._ends = inf if seconds is None else monotonic() + seconds

    def __lt__(self, other: Deadline) -> bool:
        return self._ends < other._ends

    @property
    def is_set(self) -> bool:
        """Whether it can pass."""
        return self._ends < inf

    @property
    def has_passed(self) -> bool:
        """Whether it has passed."""
        return monotonic() > self._ends

    @property
    def left(self) -> float:
        """Remaining seconds; 0 if it has passed."""
        return max(0.0, self._ends - monotonic())

    @property
    def timeout(self) -> float | None:
        """Remaining seconds, for functions that take a timeout; None if it is not set."""
        return self.left if self.is_set else None


NEVER = Deadline(None)
"""The deadline of a call without a timeout."""
