"""A check of the server, defined by the core, an installed package or a plugin."""

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
        The name of the check, such as ``"queue"``.
    look : callable
        Makes the flow that queries the server and returns a `Finding`. Its errors are reported as problems.
    is_vital : bool
        Whether jobs cannot run if the check fails; then ``client.server.health()`` also runs it.
    """

    name: str
    look: Callable[[], Flow[Finding]]
    is_vital: bool = False
