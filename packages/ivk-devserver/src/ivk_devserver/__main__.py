"""The command: ``python -m ivk_devserver [--port] [--host] [--data DIR] …``."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from ivk_devserver.server import DevServer

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Serve until interrupted."""
    options = _parser().parse_args(arguments)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with DevServer(**vars(options)) as server:
        sys.stdout.write(f"export INVOKEAI_URL={server.url}\n")
        sys.stdout.flush()
        ended.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivk-devserver", description="Serve the API of InvokeAI.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=9090, help="port to listen on, 0 for a free one")
    parser.add_argument("--data", type=Path, help="folder to keep everything in (default: keep nothing)")
    parser.add_argument("--step-seconds", type=float, default=0.0, help="time that a denoising step takes")
    parser.add_argument("--multiuser", action="store_true", help="ask for a token on every call")
    parser.add_argument("--max-queue-size", type=int, default=10_000, help="pending items at most")
    return parser


if __name__ == "__main__":
    main()
