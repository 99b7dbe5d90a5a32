# blocking names: aiohttp=requests ClientSession=Session
"""The one client for everything: the core's client, with a typed property for each part.

A part is imported when its property is first used, so that a program pays for nothing that it does not use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

# blocking: import requests
# blocking: from invokeai_py_client.connection import ConnectionMethods
from ivk_core import AsyncClient  # async only
from ivk_core.address import ServerAddress
from ivk_core.auth import Auth
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    import aiohttp  # async only

    from ivk_boards import AsyncBoardRepository, AsyncImageRepository
    from ivk_models import AsyncDnnModelRepository
    from ivk_workflows import AsyncJobRepository, AsyncWorkflowRepository
    from ivk_workflows.queue import AsyncQueueRepository

__all__ = ["AsyncInvokeAIClient"]


class AsyncInvokeAIClient(
    # blocking: ConnectionMethods
    AsyncClient  # async only
):
    """Talk to one InvokeAI server: its workflows, boards, images, models, jobs and queue.

    Parameters
    ----------
    host : str, optional
        Name or IP address, or a whole address such as ``"http://localhost:9090"``.
        Without it (and without `base_url`) the address is ``INVOKEAI_URL``, else ``http://localhost:9090``.
    port : int
        The port, if `host` is not a whole address.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; 30 by default.
    base_path : str
        The path of the REST API; what is before ``/api/v1`` is the path under which a proxy serves InvokeAI.
    use_https : bool
        Whether to use https, if `host` is not a whole address.
    verify_ssl : bool or str, optional
        Whether to check certificates, which is the default, or the path of authorities to trust.
    max_retries : int, optional
        How many times a read is repeated when the server is busy or cannot be reached; 3 by default.
    base_url : str, optional
        The whole address, instead of host, port, path and scheme.
    profile : str, optional
        A profile of ``~/.config/ivk/config.toml`` for settings that are not given here.
    auth : Auth, optional
        Credentials of another kind, such as ``LoginAuth(email, password)``.
    cert : str or pair of str, optional
        A client certificate: one file, or certificate and key.
    proxies : mapping of str to str, optional
        Proxies by scheme.
    headers : mapping of str to str, optional
        Sent with every request.
    max_connections : int, optional
        How many connections to the server to keep at most; 64 by default.
    session : aiohttp.ClientSession, optional
        A session of the caller, used as it is configured; it is not closed with the client.

    Raises
    ------
    ConfigurationError
        If the address or a setting cannot work.

    Examples
    --------
    >>> async with AsyncInvokeAIClient.from_url("http://localhost:9090") as client:
    ...     workflow = await client.workflow_repo.get("SDXL Text to Image")
    ...     result = await workflow.run(positive_prompt="a lighthouse")
    ...     await result.image.save("lighthouse.png")
    """

    def __init__(
        self,
        host: str | None = None,
        port: int = 9090,
        api_key: str | Secret | None = None,
        timeout: float | Timeout | None = None,
        base_path: str = "/api/v1",
        use_https: bool = False,
        verify_ssl: bool | str | None = None,
        max_retries: int | None = None,
        *,
        base_url: str | None = None,
        profile: str | None = None,
        auth: Auth | None = None,
        cert: str | tuple[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_connections: int | None = None,
        session: aiohttp.ClientSession | None = None,
    ) -> None:
        super().__init__(
            base_url or _address_of(host, port, base_path, use_https=use_https),
            profile=profile,
            api_key=api_key,
            auth=auth,
            timeout=timeout,
            max_retries=max_retries,
            verify=verify_ssl,
            cert=cert,
            proxies=proxies,
            headers=headers,
            max_connections=max_connections,
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

        Returns
        -------
        AsyncInvokeAIClient

        Raises
        ------
        ConfigurationError
            If it is not an address, or a setting cannot work.
        """
        return cls(base_url=url, **settings)

    @property
    def workflow_repo(self) -> AsyncWorkflowRepository:
        """Makes handles of workflows, and manages the library of workflows."""
        from ivk_workflows import AsyncWorkflowRepository

        return self.repository(AsyncWorkflowRepository)

    @property
    def board_repo(self) -> AsyncBoardRepository:
        """The boards, and the images on them."""
        from ivk_boards import AsyncBoardRepository

        return self.repository(AsyncBoardRepository)

    @property
    def image_repo(self) -> AsyncImageRepository:
        """The images, on any board and on none."""
        from ivk_boards import AsyncImageRepository

        return self.repository(AsyncImageRepository)

    @property
    def dnn_model_repo(self) -> AsyncDnnModelRepository:
        """The models that the server has installed."""
        from ivk_models import AsyncDnnModelRepository

        return self.repository(AsyncDnnModelRepository)

    @property
    def job_repo(self) -> AsyncJobRepository:
        """The jobs of the server, also those that other programs submitted."""
        from ivk_workflows import AsyncJobRepository

        return self.repository(AsyncJobRepository)

    @property
    def queue_repo(self) -> AsyncQueueRepository:
        """The queues of the server."""
        from ivk_workflows.queue import AsyncQueueRepository

        return self.repository(AsyncQueueRepository)


def _address_of(host: str | None, port: int, base_path: str, *, use_https: bool) -> str | None:
    if host is None or "://" in host:
        return host
    return str(ServerAddress.from_parts(host, port, base_path=base_path, use_https=use_https))
