# blocking names: aiohttp=requests ClientSession=Session
"""The client for all of InvokeAI: the client of `ivk_core`, with a typed property for each repository.

A property imports its package on first use: a program does not wait for packages that it does not use.
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
    """A client of one InvokeAI server: its workflows, boards, images, models, jobs and queues.

    Settings that are not passed come from `profile`, then from the environment, then from the default profile
    (see `ivk_core.config`).

    Parameters
    ----------
    host : str, optional
        A host name, an IP address, or a whole address such as ``"http://localhost:9090"``. Without `host` and
        `base_url`, the address is found like any setting (``INVOKEAI_URL`` in the environment); else it is
        ``http://localhost:9090``.
    port : int
        The port, if `host` is not a whole address. The default is the default port of InvokeAI.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; by default 30.
    base_path : str
        The path of the REST API, if `host` is not a whole address. The part before ``/api/v1`` is the path
        under which a proxy serves InvokeAI.
    use_https : bool
        Whether to use https, if `host` is not a whole address.
    verify_ssl : bool or str, optional
        Whether to check certificates, or the path of a CA bundle (file or folder) to check them against; by
        default True.
    max_retries : int, optional
        How often a read is retried when the server is busy or cannot be reached; by default 3.
    base_url : str, optional
        The whole address, instead of `host`, `port`, `base_path` and `use_https`.
    profile : str, optional
        The name of a profile in ``~/.config/ivk/config.toml`` to read settings from.
    auth : Auth, optional
        Credentials of another kind, such as ``LoginAuth(email, password)``.
    cert : str or tuple of str, optional
        A client certificate: the path of one file, or the paths of certificate and key.
    proxies : mapping of str to str, optional
        The proxy URL for each scheme.
    headers : mapping of str to str, optional
        Headers to send with every request.
    max_connections : int, optional
        The size of the connection pool; by default 64.
    reconnect_timeout : float, optional
        Seconds for which a wait for jobs goes on asking a server that does not answer; by default 300.
    session : aiohttp.ClientSession, optional
        A session to use with its own settings; closing the client does not close it.

    Raises
    ------
    ConfigurationError
        If the address or a setting is invalid.

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
        reconnect_timeout: float | None = None,
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
            reconnect_timeout=reconnect_timeout,
            session=session,
        )

    @classmethod
    def from_url(cls, url: str, **settings: Any) -> Self:
        """Make a client for an address.

        Parameters
        ----------
        url : str
            The server's address, such as ``"localhost:9090"`` or ``"https://host/invoke"``.
        **settings
            Any other parameter of the constructor, by name.

        Returns
        -------
        AsyncInvokeAIClient

        Raises
        ------
        ConfigurationError
            If the address or a setting is invalid.
        """
        return cls(base_url=url, **settings)

    @property
    def workflow_repo(self) -> AsyncWorkflowRepository:
        """The workflow repository: makes workflow handles, and manages the workflow library."""
        from ivk_workflows import AsyncWorkflowRepository

        return self.repository(AsyncWorkflowRepository)

    @property
    def board_repo(self) -> AsyncBoardRepository:
        """The board repository."""
        from ivk_boards import AsyncBoardRepository

        return self.repository(AsyncBoardRepository)

    @property
    def image_repo(self) -> AsyncImageRepository:
        """The image repository: images on any board and on none."""
        from ivk_boards import AsyncImageRepository

        return self.repository(AsyncImageRepository)

    @property
    def dnn_model_repo(self) -> AsyncDnnModelRepository:
        """The model repository: the installed models."""
        from ivk_models import AsyncDnnModelRepository

        return self.repository(AsyncDnnModelRepository)

    @property
    def job_repo(self) -> AsyncJobRepository:
        """The job repository: submits jobs, and finds those that other programs submitted."""
        from ivk_workflows import AsyncJobRepository

        return self.repository(AsyncJobRepository)

    @property
    def queue_repo(self) -> AsyncQueueRepository:
        """The queue repository."""
        from ivk_workflows.queue import AsyncQueueRepository

        return self.repository(AsyncQueueRepository)


def _address_of(host: str | None, port: int, base_path: str, *, use_https: bool) -> str | None:
    if host is None or "://" in host:
        return host
    return str(ServerAddress.from_parts(host, port, base_path=base_path, use_https=use_https))
