"""The one client for everything: the core's client, with a typed property for each part.

A part is imported when its property is first used, so that a program pays for nothing that it does not use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import requests

from invokeai_py_client.connection import ConnectionMethods
from ivk_core import ServerAddress

if TYPE_CHECKING:
    from ivk_boards import BoardRepository, ImageRepository
    from ivk_models import DnnModelRepository
    from ivk_workflows import WorkflowRepository
    from ivk_workflows.queue import QueueRepository

__all__ = ["InvokeAIClient"]


class InvokeAIClient(ConnectionMethods):
    """Talk to one InvokeAI server: its workflows, boards, images, models and queue.

    Parameters
    ----------
    host : str, optional
        Name or IP address, or a whole address such as ``"http://localhost:9090"``.
        Without it (and without `base_url`) the address is ``INVOKEAI_URL``, else ``http://localhost:9090``.
    port : int
        The port, when `host` is not a whole address.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float
        Seconds to wait for the server in one call.
    base_path : str
        The path of the REST API; what stands before ``/api/v1`` is where a proxy serves InvokeAI.
    use_https : bool
        Whether to speak https, when `host` is not a whole address.
    verify_ssl : bool or str
        Whether to check certificates, or the path of the authorities to check them against.
    max_retries : int
        How many times a read is repeated when the server is busy or cannot be reached.
    base_url : str, optional
        The whole address, in place of host, port, path and scheme.
    headers : dict of str to str, optional
        Sent with every request.
    session : requests.Session, optional
        A session of the caller's, used as it is configured.

    Raises
    ------
    ConfigurationError
        If the address or a setting cannot work.

    Examples
    --------
    >>> client = InvokeAIClient.from_url("http://localhost:9090")
    >>> client.server_version
    '6.14.2'
    """

    def __init__(
        self,
        host: str | None = None,
        port: int = 9090,
        api_key: str | None = None,
        timeout: float = 30.0,
        base_path: str = "/api/v1",
        use_https: bool = False,
        verify_ssl: bool | str = True,
        max_retries: int = 3,
        *,
        base_url: str | None = None,
        headers: dict[str, str] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        super().__init__(
            base_url or _address_of(host, port, base_path, use_https=use_https),
            api_key=api_key,
            timeout=timeout,
            max_retries=max_retries,
            verify=verify_ssl,
            headers=headers,
            session=session,
        )

    @classmethod
    def from_url(cls, url: str, **settings: Any) -> Self:
        """Make a client for an address.

        Parameters
        ----------
        url : str
            Such as ``"localhost:9090"`` or ``"https://host/invoke"``.
        **settings
            Any other parameter of the constructor, by name.

        Raises
        ------
        ConfigurationError
            If it is not an address.
        """
        return cls(base_url=url, **settings)

    @property
    def workflow_repo(self) -> WorkflowRepository:
        """Workflows: those that are made here, and the library that the server keeps."""
        from ivk_workflows import WorkflowRepository

        return self.repository(WorkflowRepository)

    @property
    def board_repo(self) -> BoardRepository:
        """Boards, and the images on them."""
        from ivk_boards import BoardRepository

        return self.repository(BoardRepository)

    @property
    def image_repo(self) -> ImageRepository:
        """Images, wherever they lie."""
        from ivk_boards import ImageRepository

        return self.repository(ImageRepository)

    @property
    def dnn_model_repo(self) -> DnnModelRepository:
        """The models that the server has installed."""
        from ivk_models import DnnModelRepository

        return self.repository(DnnModelRepository)

    @property
    def queue_repo(self) -> QueueRepository:
        """The queues of the server."""
        from ivk_workflows.queue import QueueRepository

        return self.repository(QueueRepository)


def _address_of(host: str | None, port: int, base_path: str, *, use_https: bool) -> str | None:
    if host is None or "://" in host:
        return host
    return str(ServerAddress.from_parts(host, port, base_path=base_path, use_https=use_https))
