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
    interrupted = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: interrupted.set())
    with DevServer(**vars(options)) as server:
        sys.stdout.write(f"export INVOKEAI_URL={server.url}\n")
        sys.stdout.flush()
        interrupted.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivk-devserver", description="Serve the API of InvokeAI.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    # 9090 is the default port of InvokeAI.
    parser.add_argument("--port", type=int, default=9090, help="port to listen on, 0 for a free one")
    parser.add_argument("--data", type=Path, help="folder for all data (default: delete all data at exit)")
    parser.add_argument("--step-seconds", type=float, default=0.0, help="seconds per denoising step")
    parser.add_argument("--multiuser", action="store_true", help="require a token for every request")
    parser.add_argument("--max-queue-size", type=int, default=10_000, help="greatest number of pending items")
    return parser


if __name__ == "__main__":
    main()
