# blocking names: aiohttp=requests ClientSession=Session
"""The client for all of InvokeAI: the client of `ivk_core`, with a typed property for each repository.

A property imports its package on first use: a program does not wait for packages that it does not use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self, Unpack

# blocking: import requests
# blocking: from invokeai_py_client.connection import ConnectionMethods
from invokeai_py_client.addresses import address_from
from ivk_core import AsyncClient  # async only
from ivk_core.address import ServerAddress
from ivk_core.arguments import check_keywords, rejects_unknown_keywords, setting_names
from ivk_core.auth import Auth
from ivk_core.client_settings_async import AsyncClientSettings, checked_url
from ivk_core.errors import ArgumentError
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    from os import PathLike

    import aiohttp  # async only

    from ivk_boards import AsyncBoardRepository, AsyncImageRepository
    from ivk_models import AsyncDnnModelRepository
    from ivk_workflows import AsyncJobRepository, AsyncWorkflowRepository
    from ivk_workflows.queue import AsyncQueueRepository

__all__ = ["AsyncInvokeAIClient", "AsyncInvokeAISettings"]


class AsyncInvokeAISettings(AsyncClientSettings, total=False):
    """The settings that `AsyncInvokeAIClient.from_url` takes.

    Attributes
    ----------
    verify_ssl : bool or str, optional
        Whether to check certificates, or the path of a CA bundle to check them against; the same as `verify`.
    """

    verify_ssl: bool | str | PathLike[str] | None


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
    port : int, optional
        The port, if the address has none. By default 9090, the default port of InvokeAI, or the port of the
        scheme of a whole address.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; by default 30.
    base_path : str, optional
        The path of the REST API, by default ``"/api/v1"``. The part before ``/api/v1`` is the path under
        which a proxy serves InvokeAI.
    use_https : bool, optional
        Whether to use https, if the address has no scheme; by default http.
    verify_ssl : bool or str, optional
        Whether to check certificates, or the path of a CA bundle (file or folder) to check them against; by
        default True.
    max_retries : int, optional
        How often a read is retried when the server is busy or cannot be reached; by default 3.
    base_url : str, optional
        The whole address, instead of `host`.
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
    verify : bool or str, optional
        The same as `verify_ssl`, by the name that `AsyncClient` has for it.

    Raises
    ------
    ConfigurationError
        If the address or a setting is invalid.
    ArgumentError
        If a parameter does not exist, or contradicts another one.

    Examples
    --------
    >>> async with AsyncInvokeAIClient.from_url("http://localhost:9090") as client:
    ...     workflow = await client.workflow_repo.get("SDXL Text to Image")
    ...     result = await workflow.run(positive_prompt="a lighthouse")
    ...     await result.image.save("lighthouse.png")
    """

    @rejects_unknown_keywords
    def __init__(
        self,
        host: str | ServerAddress | None = None,
        port: int | None = None,
        api_key: str | Secret | None = None,
        timeout: float | Timeout | None = None,
        base_path: str | None = None,
        use_https: bool | None = None,
        verify_ssl: bool | str | PathLike[str] | None = None,
        max_retries: int | None = None,
        *,
        base_url: str | ServerAddress | None = None,
        profile: str | None = None,
        auth: Auth | None = None,
        cert: str | PathLike[str] | tuple[str | PathLike[str], str | PathLike[str]] | None = None,
        proxies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        max_connections: int | None = None,
        reconnect_timeout: float | None = None,
        session: aiohttp.ClientSession | None = None,
        verify: bool | str | PathLike[str] | None = None,
    ) -> None:
        if verify_ssl is not None and verify is not None:
            raise ArgumentError("verify and verify_ssl are the same setting: pass one of them.")
        super().__init__(
            address_from(base_url, host, port, base_path, use_https),
            profile=profile,
            api_key=api_key,
            auth=auth,
            timeout=timeout,
            max_retries=max_retries,
            verify=verify if verify_ssl is None else verify_ssl,
            cert=cert,
            proxies=proxies,
            headers=headers,
            max_connections=max_connections,
            reconnect_timeout=reconnect_timeout,
            session=session,
        )

    # pyright takes the additional key of the settings for another type of all of them.
    @classmethod
    def from_url(  # pyright: ignore[reportIncompatibleMethodOverride]
        cls, url: str | ServerAddress, **settings: Unpack[AsyncInvokeAISettings]
    ) -> Self:
        """Make a client for an address.

        Parameters
        ----------
        url : str or ServerAddress
            The server's address, such as ``"localhost:9090"`` or ``"https://host/invoke"``.
        **settings
            Any other parameter of the constructor, by name, except the parts of the address.

        Returns
        -------
        AsyncInvokeAIClient

        Raises
        ------
        ConfigurationError
            If the address or a setting is invalid.
        ArgumentError
            If there is no such setting.
        """
        check_keywords(settings, setting_names(AsyncInvokeAISettings), f"{cls.__name__}.from_url")
        return cls(base_url=checked_url(url), **settings)

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
