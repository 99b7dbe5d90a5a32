"""The one client for everything: the core's client, with a typed property for each part.

A part is imported when its property is first used, so that a program pays for nothing that it does not use.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import requests

from invokeai_py_client.connection import ConnectionMethods
from ivk_core import ServerAddress
from ivk_core.auth import Auth
from ivk_core.secret import Secret
from ivk_core.timeouts import Timeout

if TYPE_CHECKING:
    from ivk_boards import BoardRepository, ImageRepository
    from ivk_models import DnnModelRepository
    from ivk_workflows import JobRepository, WorkflowRepository
    from ivk_workflows.queue import QueueRepository

__all__ = ["InvokeAIClient"]


class InvokeAIClient(ConnectionMethods):
    """Talk to one InvokeAI server: its workflows, boards, images, models, jobs and queue.

    Parameters
    ----------
    host : str, optional
        Name or IP address, or a whole address such as ``"http://localhost:9090"``.
        Without it (and without `base_url`) the address is ``INVOKEAI_URL``, else ``http://localhost:9090``.
    port : int
        The port, when `host` is not a whole address.
    api_key : str, optional
        Sent as a bearer token; by default ``INVOKEAI_API_KEY``.
    timeout : float or Timeout, optional
        Seconds to wait for the server in one call; 30 by default.
    base_path : str
        The path of the REST API; what stands before ``/api/v1`` is where a proxy serves InvokeAI.
    use_https : bool
        Whether to speak https, when `host` is not a whole address.
    verify_ssl : bool or str, optional
        Whether to check certificates, as is done by default, or the path of authorities to trust.
    max_retries : int, optional
        How many times a read is repeated when the server is busy or cannot be reached; 3 by default.
    base_url : str, optional
        The whole address, in place of host, port, path and scheme.
    profile : str, optional
        A profile of ``~/.config/ivk/config.toml`` for whatever is not said here.
    auth : Auth, optional
        Credentials of another kind, such as ``LoginAuth(email, password)``.
    cert : str or pair of str, optional
        A client certificate: one file, or certificate and key.
    proxies : mapping of str to str, optional
        Proxies by scheme.
    headers : mapping of str to str, optional
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
        session: requests.Session | None = None,
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
    def job_repo(self) -> JobRepository:
        """Jobs: those that were submitted before, by whomever, and new ones."""
        from ivk_workflows import JobRepository

        return self.repository(JobRepository)

    @property
    def queue_repo(self) -> QueueRepository:
        """The queues of the server."""
        from ivk_workflows.queue import QueueRepository

        return self.repository(QueueRepository)


def _address_of(host: str | None, port: int, base_path: str, *, use_https: bool) -> str | None:
    if host is None or "://" in host:
        return host
    return str(ServerAddress.from_parts(host, port, base_path=base_path, use_https=use_https))
