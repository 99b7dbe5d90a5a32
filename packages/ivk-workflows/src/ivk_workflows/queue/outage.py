"""A server that does not answer while a program waits: it is logged when it begins and when it ends."""

from __future__ import annotations

import logging
import time

from ivk_core.errors import InvokeAIError
from ivk_core.retry import is_transient

__all__ = ["Outage"]

_LOG = logging.getLogger("ivk.jobs")


class Outage:
    """The time for which a server does not answer.

    Parameters
    ----------
    url : str
        The server's address, for the log.
    patience : float
        Seconds for which a wait goes on asking the server.
    """

    def __init__(self, url: str, patience: float) -> None:
        self.url = url
        self.patience = patience
        self.has_been = False
        """Whether the server did not answer at some time."""
        self._since: float | None = None

    @property
    def seconds(self) -> float:
        """For how long the server has not answered; 0 if it answers."""
        return 0.0 if self._since is None else time.monotonic() - self._since

    def begin(self, error: InvokeAIError, what: str) -> None:
        """Record that a request failed; log it if the failure may pass, once for each outage.

        Parameters
        ----------
        error : InvokeAIError
            Why it failed.
        what : str
            What continues on the server meanwhile, such as ``"job 12 continues"``.
        """
        if self._since is not None or not is_transient(error):
            return
        self._since, self.has_been = time.monotonic(), True
        _LOG.warning(
            "Connection to %s lost (%s), reconnecting for up to %g seconds; %s on the server",
            self.url,
            error.message,
            self.patience,
            what,
        )

    def end(self) -> None:
        """Record that a request was answered."""
        if self._since is not None:
            _LOG.info("Connection to %s restored after %.0f seconds", self.url, self.seconds)
            self._since = None
