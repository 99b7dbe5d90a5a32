"""What is known of the server itself: ``client.server``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ivk_core.errors import InvokeAIError
from ivk_core.once import once
from ivk_core.operations import Document
from ivk_core.server.cache import read_cached, write_cached
from ivk_core.server.calls import get_openapi, get_openapi_mark, get_version
from ivk_core.server.health import Health, check_health
from ivk_core.server.info import Capabilities, ServerInfo, capabilities_of, get_info
from ivk_core.server.waiting import until_ready

if TYPE_CHECKING:
    from ivk_core.client import Client

__all__ = ["Server"]


class Server:
    """The server that a client talks to.

    Parameters
    ----------
    client : Client
        The client to ask with.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    @once
    def version(self) -> str:
        """Its version, such as ``"6.14.2"``; asked for once (operation ``app_version``)."""
        return self._client.run(get_version())

    @once
    def openapi(self) -> dict[str, Any]:
        """Its description of all operations and nodes.

        It is about 2 MB. It is fetched when first needed, and kept on disk until the server changes.
        """
        key = (self._client.config.address.root, self.version, self._mark())
        found = read_cached(*key) if all(key) else None
        if found is None:
            found = self._client.run(get_openapi())
            if all(key):
                write_cached(found, *key)
        return found

    @once
    def document(self) -> Document:
        """Its operations, read from its description."""
        return Document(self.openapi)

    def capabilities(self) -> Capabilities:
        """Tell what it can do: its operations, node types and features, by its own description."""
        return capabilities_of(self.openapi, self.document)

    def supports(self, operation: str) -> bool:
        """Tell whether it has an operation.

        Parameters
        ----------
        operation : str
            Its id, such as ``"list_videos"``.
        """
        return self.document.find(operation) is not None

    def info(self) -> ServerInfo:
        """Gather what it tells about itself: version, accounts, models, queue, dependencies."""
        return self._client.run(get_info())

    def health(self) -> Health:
        """Try REST, credentials, queue and socket, once each, with the time that each took.

        Returns
        -------
        Health
            What goes wrong is told in it, not raised.
        """
        return self._client.with_options(max_retries=0).run(check_health())

    def is_healthy(self) -> bool:
        """Tell whether an InvokeAI answers here (operation ``app_version``); no error is raised."""
        try:
            self._client.run(get_version())
        except InvokeAIError:
            return False
        return True

    def wait_ready(self, timeout: float = 60.0) -> str:
        """Wait until it answers.

        Parameters
        ----------
        timeout : float
            Seconds to wait at the most.

        Returns
        -------
        str
            Its version.

        Raises
        ------
        TimeoutError
            If it does not answer in time; the error tells what the last attempt met.
        """
        return self._client.with_options(max_retries=0).run(until_ready(timeout))

    def _mark(self) -> str:
        try:
            return self._client.run(get_openapi_mark())
        except InvokeAIError:
            return ""  # then it is not kept, and fetched each time
