"""A server in a thread of this process.

    with DevServer() as server:
        requests.get(f"{server.url}/api/v1/app/version").json()

The web framework is imported when a server starts, so that naming this class costs little: the pytest plugin
does so in every test run.
"""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ivk_devserver.faults import Faults
from ivk_devserver.settings import Settings

if TYPE_CHECKING:
    import uvicorn

__all__ = ["DevServer"]

START_SECONDS = 30.0
SHUTDOWN_SECONDS = 1


class DevServer:
    """An InvokeAI-compatible server in a thread.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on; 0 takes a free one.
    data
        Folder that keeps everything; None forgets all at the end.
    step_seconds
        Time that one denoising step takes.
    multiuser
        Whether every call needs a token.
    max_queue_size
        Number of pending items above which a batch is cut short.
    settings
        All settings at once, in place of the four before.

    Attributes
    ----------
    faults
        Switches for what shall go wrong.

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
        """The server's address."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{self._settings.sub_path}"

    def start(self) -> Self:
        """Start, and wait until requests are answered.

        Raises
        ------
        OSError
            If the port is taken.
        RuntimeError
            If the server does not come up.
        """
        import uvicorn

        from ivk_devserver.app import create_app

        listener = _listen(self._host, self._port)
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            create_app(self._settings, self.faults),
            http="h11",
            ws="wsproto",
            log_level="warning",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), name="ivk-devserver", daemon=True)
        self._server, self._thread = server, thread
        thread.start()
        self._wait_until_up(server, thread)
        return self

    def stop(self) -> None:
        """Stop, and wait until everything is closed."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None

    def restart(self) -> None:
        """Stop, and start again on the same port with the same data."""
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

    def _wait_until_up(self, server: uvicorn.Server, thread: threading.Thread) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"the embedded server did not come up at {self.url}")
            time.sleep(0.005)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only for sockets that name their protocol; with it on, each
    # answer waits 40 ms for the client's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
