"""Try many mutated workflow files in several processes, and print what came of them.

``python tests/fuzz/run.py --count 10000`` needs the address of a server in ``INVOKEAI_URL``. Nothing is
enqueued there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

__all__ = ["faults", "tried"]

TRIAL = Path(__file__).with_name("trial.py")


def tried(url: str, first: int, count: int) -> list[dict[str, Any]]:
    """Try some seeds in a process of their own, and return an outcome for each.

    If a process ends too early, because the interpreter crashed or the system killed it, that is a fault of
    the seed that it was at. The seeds after it are tried in another process.
    """
    command = [sys.executable, str(TRIAL), url, str(first), str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    if len(outcomes) == count:
        return outcomes
    seed = first + len(outcomes)
    crash = {
        "seed": seed,
        "outcome": "fault",
        "error": f"exit code {done.returncode}",
        "where": done.stderr[-3000:],
    }
    rest = first + count - (seed + 1)
    return [*outcomes, crash, *(tried(url, seed + 1, rest) if rest else [])]


def faults(outcomes: list[dict[str, Any]]) -> str:
    """Describe the faults among some outcomes; empty if there are none."""
    lines = [
        f"seed {one['seed']} ({one.get('original', '?')}): {one['error']}\n{one['where']}"
        for one in outcomes
        if one["outcome"] == "fault"
    ]
    return "\n".join(lines)


def main() -> int:
    """Try the seeds that the command line names; return 1 if there are faults."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=10_000, help="how many seeds")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    # Short shares, so that all processes are busy until the end.
    share = 250
    starts = range(arguments.first, arguments.first + arguments.count, share)
    with ThreadPoolExecutor(arguments.processes) as pool:
        shares = pool.map(
            lambda start: tried(
                os.environ["INVOKEAI_URL"], start, min(share, arguments.first + arguments.count - start)
            ),
            starts,
        )
        outcomes = [outcome for each in shares for outcome in each]
    found = faults(outcomes)
    print(found, end="")
    print(
        *(f"{count} {name}" for name, count in Counter(one["outcome"] for one in outcomes).items()), sep=", "
    )
    refusals = Counter(one["error"] for one in outcomes if one["outcome"] == "refused")
    print("refused:", *(f"{count} {name}" for name, count in refusals.most_common()), sep="\n  ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
