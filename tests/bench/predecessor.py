"""The 1.1.1 client, which the benchmarks are measured beside: its wheel, fetched by pip."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["fetched_wheel"]


def fetched_wheel(folder: Path) -> Path | None:
    """Fetch the wheel of 1.1.1 into a folder; None where pip cannot."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    subprocess.run([*command, "invokeai-py-client==1.1.1"], check=False, stderr=subprocess.DEVNULL)
    return next(folder.glob("*.whl"), None)
