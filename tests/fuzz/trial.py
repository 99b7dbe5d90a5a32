"""Use mutated workflow files through the public API, with little memory and little time for each.

``python tests/fuzz/trial.py URL FIRST COUNT`` prints a line of JSON for each seed, and
``python tests/fuzz/trial.py --show SEED`` the file of a seed.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from mutations import ODD_VALUES, mutated, originals

from ivk_core import Client
from ivk_core.errors import InvokeAIError
from ivk_workflows import WorkflowRepository

MEMORY = 1 << 30
"""Bytes of address space of this process. The interpreter and the libraries need a third of it."""

SECONDS = 20
"""For one file. The largest original takes 0.1 s; the rest is for machines that do many things at once."""


class TooSlowError(BaseException):
    """Raised when the time is up; no handler of an `Exception` catches it."""


def limit_memory() -> None:
    """Let this process have no more than `MEMORY`; what needs more raises a `MemoryError`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@contextmanager
def limited_time() -> Iterator[None]:
    """Raise `TooSlowError` in the block after `SECONDS`."""

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def use(workflows: WorkflowRepository, file: Path, random: Random) -> dict[str, Any]:
    """Do what programs do with a workflow, and return the body that would be posted."""
    workflow = workflows.create_workflow(file)
    inputs = workflow.list_inputs()
    workflow.describe()
    workflow.list_outputs()
    repr(workflow)
    if inputs and random.random() < 0.5:
        # A value that is refused leaves the workflow as it was.
        with suppress(InvokeAIError):
            workflow.set({random.choice(inputs).key: random.choice(ODD_VALUES)})
        with suppress(InvokeAIError):
            swept = random.choices(ODD_VALUES, k=random.randint(1, 3))
            workflow = workflow.sweep(
                product={random.choice(inputs).key: swept}, runs=random.choice((None, 2))
            )
    assert all(str(problem) for problem in workflow.check())
    return workflow.to_enqueue_body()


def outcome(
    workflows: WorkflowRepository, seed: int, documents: dict[str, Any], folder: Path
) -> dict[str, Any]:
    """Return what came of a seed: ``body``, ``refused`` or ``fault``, and for a fault how it happened."""
    name, content = mutated(seed, documents)
    file = folder / "workflow.json"
    file.write_bytes(content)
    found: dict[str, Any] = {"seed": seed, "original": name}
    try:
        with limited_time():
            # The server gets it as UTF-8 JSON, which knows neither NaN nor single surrogates.
            json.dumps(use(workflows, file, Random(seed)), allow_nan=False, ensure_ascii=False).encode()
    except InvokeAIError as error:
        return found | {"outcome": "refused", "error": type(error).__name__, "message": str(error)[:300]}
    except (Exception, TooSlowError) as error:  # noqa: BLE001 - every other error is the finding
        return found | {
            "outcome": "fault",
            "error": repr(error)[:300],
            "where": traceback.format_exc()[-3000:],
        }
    return found | {"outcome": "body"}


def main() -> None:
    """Run the seeds that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("first", nargs="?", type=int, default=0)
    parser.add_argument("count", nargs="?", type=int, default=0)
    parser.add_argument("--show", type=int)
    arguments = parser.parse_args()
    documents = originals()
    if arguments.show is not None:
        sys.stdout.buffer.write(mutated(arguments.show, documents)[1])
        return
    warnings.simplefilter("ignore")
    limit_memory()
    with Client(arguments.url) as client, tempfile.TemporaryDirectory() as folder:
        workflows = client.repository(WorkflowRepository)
        for seed in range(arguments.first, arguments.first + arguments.count):
            print(json.dumps(outcome(workflows, seed, documents, Path(folder))), flush=True)


if __name__ == "__main__":
    main()
