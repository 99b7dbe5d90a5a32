"""How many jobs one submission may make."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ivk_fields.values.generators import MAX_GENERATED
from ivk_workflows.errors import BatchError

__all__ = ["MAX_JOBS", "count_jobs", "group_length", "refuse_too_many"]

MAX_JOBS = MAX_GENERATED
"""The most jobs of one submission. It is ten times what the queue of a server holds by default, because a
submission may be larger than the queue (``on_queue_full="wait"``). Jobs of one second would take more than a
day. A larger submission is nearly always a mistake, and its values alone would take gigabytes of memory."""


def count_jobs(data: Sequence[Sequence[Mapping[str, Any]]], runs: int) -> int:
    """Return how many jobs ``batch.data`` makes; they are not expanded."""
    return runs * math.prod(map(group_length, data))


def group_length(group: Sequence[Mapping[str, Any]]) -> int:
    """Return how many values each entry of a zipped group has."""
    return min((len(datum["items"]) for datum in group), default=0)


def refuse_too_many(jobs: int, what: str = "The batch") -> None:
    """Refuse a submission of too many jobs.

    Parameters
    ----------
    jobs : int
        How many jobs it would make.
    what : str
        What would make them, for the message.

    Raises
    ------
    BatchError
        If it would make more than `MAX_JOBS`.
    """
    if jobs > MAX_JOBS:
        raise BatchError(
            f"{what} would make {_shown(jobs)} jobs, and the limit for one submission is {MAX_JOBS:,}.",
            hint="Use fewer values or runs, or submit in several parts.",
        )


def _shown(number: int) -> str:
    # Only the size of a larger number is of interest, and Python refuses to print one of 4301 digits.
    return f"{number:,}" if number < 10**15 else f"about 1e{int(math.log10(number))}"
