"""One check of the server, as the core and the installed parts contribute them to a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ivk_core.doctor.report import Finding
from ivk_core.flow import Flow

__all__ = ["ServerCheck"]


@dataclass(frozen=True)
class ServerCheck:
    """A check of the server.

    Parameters
    ----------
    name : str
        What is checked, such as ``"queue"``.
    look : callable
        Makes the flow that asks the server and returns a `Finding`. What it raises is reported as a problem.
    is_vital : bool
        Whether jobs cannot run without it; then ``client.server.health()`` runs it, too.
    """

    name: str
    look: Callable[[], Flow[Finding]]
    is_vital: bool = False
