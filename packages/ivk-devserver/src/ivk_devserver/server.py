"""A server in a thread of this process.

    with DevServer() as server:
        requests.get(f"{server.url}/api/v1/app/version").json()

The web framework is imported when a server starts, because the package may be imported in programs and test
runs that never start one.
"""

from __future__ import annotations

import socket
import threading
import time
from copy import deepcopy
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ivk_devserver.faults.faults import Faults
from ivk_devserver.settings import Settings

if TYPE_CHECKING:
    import uvicorn

__all__ = ["DevServer"]

START_SECONDS = 30.0
"""A start takes a fraction of a second; the rest allows for a busy machine."""

SHUTDOWN_SECONDS = 1
"""How long open requests and sockets may delay a stop. Answers take milliseconds, and sockets never end."""

POLL_SECONDS = 0.005
"""How often to check for the start: short compared to the start itself, so that it does not get slower."""

_MAKING_APPS = threading.Lock()
"""Held while an app is made, which sets warning filters and loggers that all threads share."""


class DevServer:
    """An InvokeAI-compatible server in a thread.

    Parameters
    ----------
    host : str
        Address to listen on.
    port : int
        Port to listen on; 0 takes a free one.
    data : str or Path, optional
        Folder for all data; None deletes the data when the server stops.
    step_seconds : float
        Time that one denoising step takes, in seconds.
    multiuser : bool
        Whether every request needs a token.
    max_queue_size : int
        Greatest number of pending items; the rest of a batch that does not fit is not enqueued.
    settings : Settings, optional
        All settings at once; the four parameters before are ignored then.

    Attributes
    ----------
    faults : Faults
        Faults to apply to requests, sockets and events.

    Examples
    --------
    >>> with DevServer(step_seconds=0.1) as server:
    ...     print(server.url)
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        data: str | Path | None = None,
        step_seconds: float = 0.0,
        multiuser: bool = False,
        max_queue_size: int = 10_000,
        settings: Settings | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._settings = settings or Settings(
            data=None if data is None else Path(data),
            step_seconds=step_seconds,
            multiuser=multiuser,
            max_queue_size=max_queue_size,
        )
        self.faults = Faults()
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The address of the server."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{self._settings.sub_path}"

    def start(self) -> Self:
        """Start the server, and wait until it answers requests.

        Raises
        ------
        OSError
            If the port is in use.
        RuntimeError
            If the server does not start in time.
        """
        import uvicorn

        from ivk_devserver.app import create_app

        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        with _MAKING_APPS:
            config = uvicorn.Config(
                create_app(self._settings, self.faults),
                http="h11",
                ws="wsproto",
                log_config=_log_config(),
                access_log=False,
                lifespan="on",
                timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), name="ivk-devserver", daemon=True)
        self._server, self._thread = server, thread
        thread.start()
        self._wait_until_started(server, thread)
        return self

    def stop(self) -> None:
        """Stop the server, and wait until everything is closed."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None

    def restart(self) -> None:
        """Stop and start the server, on the same port and, with a data folder, with the same data."""
        self.stop()
        self.start()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _wait_until_started(self, server: uvicorn.Server, thread: threading.Thread) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the embedded server did not start at {self.url}")
            time.sleep(POLL_SECONDS)


def _log_config() -> dict[str, Any]:
    from uvicorn.config import LOGGING_CONFIG

    quiet = deepcopy(LOGGING_CONFIG)
    for logger in quiet["loggers"].values():
        logger["level"] = "WARNING"  # at once, because another server may log while this one is configured
    return quiet


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only for sockets with an explicit protocol; with the algorithm, each
    # answer waits 40 ms for the acknowledgement of the client.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
