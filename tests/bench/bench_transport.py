"""Benchmark of the transport and of imports, as ratios to requests and pydantic alone.

Run it with ``python tests/bench/bench_transport.py``. The two sides of a pair are measured alternately, so
that a busy machine slows both, and their medians are compared. The server is another process that answers
at once.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median

import requests
from requests.adapters import HTTPAdapter

from ivk_core import Client, Request

ROUNDS = 40  # enough for a stable median
CALLS_PER_ROUND = 25  # a round takes longer than the resolution and the overhead of the timer
IMPORTS = 15  # few, because each starts a Python process
THREADS = 32  # fewer than the connections of the pool (64), so that no thread waits for one
VERSION = Request("GET", "/app/version", operation="app_version")

SERVER = """
import asyncio
ANSWER = (
    b'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\n'
    b'Content-Length: 20\\r\\n\\r\\n{"version":"6.14.2"}'
)
async def serve(reader, writer):
    try:
        while True:
            await reader.readuntil(b"\\r\\n\\r\\n")
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server in another process, which has one fixed response."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternately(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Measure two calls alternately; return the median of each in seconds."""
    pairs = [(seconds(one), seconds(other)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def bare_session() -> requests.Session:
    """Make a session with a connection pool that is large enough for all threads."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=THREADS))
    return session


def one_call(url: str) -> tuple[float, float]:
    """Measure reads in one thread: with a session, and with a client."""
    session, client = bare_session(), Client(url)
    address = f"{url}/api/v1/app/version"

    def bare() -> None:
        for _ in range(CALLS_PER_ROUND):
            answer = session.get(address, timeout=30)
            answer.raise_for_status()
            answer.json()

    def ours() -> None:
        for _ in range(CALLS_PER_ROUND):
            client.send(VERSION).json  # noqa: B018

    alternately(bare, ours, 3)
    return alternately(bare, ours, ROUNDS)


def many_threads(url: str) -> tuple[float, float]:
    """Measure reads in many threads: with a session for each thread, and with one shared client."""
    sessions = [bare_session() for _ in range(THREADS)]
    client = Client(url)
    address = f"{url}/api/v1/app/version"

    def bare(session: requests.Session) -> None:
        for _ in range(CALLS_PER_ROUND):
            session.get(address, timeout=30).json()

    def ours(_: int) -> None:
        for _ in range(CALLS_PER_ROUND):
            client.send(VERSION).json  # noqa: B018

    with ThreadPoolExecutor(THREADS) as pool:
        return alternately(
            lambda: list(pool.map(bare, sessions)), lambda: list(pool.map(ours, range(THREADS))), 5
        )


def imports(ours: str) -> tuple[float, float]:
    """Measure the start of Python with imports: requests and pydantic, and a package of this project."""

    def importing(statement: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", statement], check=True)

    return alternately(importing("import requests, pydantic; pydantic.BaseModel"), importing(ours), IMPORTS)


def show(title: str, measured: tuple[float, float], limit: float) -> None:
    """Print a pair and its ratio, with the largest acceptable ratio."""
    bare, ours = measured
    print(f"{title:42} {bare * 1e3:9.2f} ms {ours * 1e3:9.2f} ms {ours / bare:7.2f}  (limit: {limit:g})")


def main() -> None:
    """Measure everything and print the table."""
    print(f"{'':42} {'bare':>12} {'ours':>12} {'ratio':>7}")
    with server() as url:
        show(f"{CALLS_PER_ROUND} reads, one thread", one_call(url), 1.2)
        show(f"{THREADS * CALLS_PER_ROUND} reads, {THREADS} threads", many_threads(url), 1.0)
    show("import ivk_core", imports("import ivk_core"), 1.5)
    show("import invokeai_py_client", imports("import invokeai_py_client"), 1.5)


if __name__ == "__main__":
    main()
