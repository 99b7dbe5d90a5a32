"""The 1.1.1 client, which the benchmarks compare with: its wheel, downloaded by pip."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

__all__ = ["download_wheel"]


def download_wheel(folder: Path) -> Path | None:
    """Download the wheel of 1.1.1 into a folder; return its path, or None if pip fails."""
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
    subprocess.run([*command, "invokeai-py-client==1.1.1"], check=False, stderr=subprocess.DEVNULL)
    return next(folder.glob("*.whl"), None)
