"""Benchmark of opening a workflow, listing its inputs and compiling it, beside 1.1.1.

Run it with ``python tests/bench/bench_workflows.py [workflow.json]``. Both clients make a handle with
``create_workflow``, list the inputs and compile the body. The workflow is repeated 1, 10 and 50 times, to
show how the time grows with its size. Without a file, the workflow is ``data-sdxl-flux-refine.json`` in the
folder ``IVK_GOLDEN_DIR``, else a synthetic one of 37 nodes. The server is an embedded one, or the one at
``INVOKEAI_URL``. The 1.1.1 client runs in another process: with the Python at ``IVK_OLD_CLIENT_PYTHON``,
else from its wheel, which pip downloads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from predecessor import download_wheel
from serving import counted, seconds, server
from synthetic import make_workflow, repeat

from invokeai_py_client import InvokeAIClient

TIMES = (1, 10, 50)
NODES = 37  # as many as data-sdxl-flux-refine.json has
ROUNDS = 7  # odd, so that the median is a measured round
SECONDS_PER_ROUND = 0.3  # long beside the resolution of the timer, also for the smallest workflow

PREDECESSOR = """
import logging, sys, time
if sys.argv[2]:
    sys.path.insert(0, sys.argv[2])
logging.disable(50)
from invokeai_py_client import InvokeAIClient
from invokeai_py_client.workflow.workflow_model import WorkflowDefinition
client = InvokeAIClient.from_url(sys.argv[1])
for line in sys.stdin:
    loops, path = line.split(maxsplit=1)
    began = time.perf_counter()
    for _ in range(int(loops)):
        handle = client.workflow_repo.create_workflow(WorkflowDefinition.from_file(path.strip()))
        handle.list_inputs()
        handle._convert_to_api_format()
    print((time.perf_counter() - began) / int(loops), flush=True)
"""

Measure = Callable[[int, Path], float]


def find_workflow(arguments: list[str]) -> dict[str, Any]:
    """Return the workflow to measure."""
    captured = Path(os.environ.get("IVK_GOLDEN_DIR", "")) / "data-sdxl-flux-refine.json"
    if arguments:
        return dict(json.loads(Path(arguments[0]).read_text()))
    if captured.is_file():
        return dict(json.loads(captured.read_text())["workflow"])
    return make_workflow(NODES)


def compile_workflow(client: InvokeAIClient, path: Path) -> None:
    """Open a workflow, list its inputs and compile it."""
    workflow = client.workflow_repo.create_workflow(path)
    workflow.list_inputs()
    workflow.to_enqueue_body()


def compile_with_fields(client: InvokeAIClient, path: Path) -> None:
    """Also make a typed, checked field for every input. 1.1.1 makes fields without templates or checks."""
    workflow = client.workflow_repo.create_workflow(path)
    for each in workflow.list_inputs():
        workflow.get_input_value(each.key)
    workflow.to_enqueue_body()


@contextmanager
def predecessor(url: str, folder: Path) -> Iterator[Measure | None]:
    """Start the 1.1.1 client; yield a function that measures a round, or None if there is no client."""
    python, wheel = os.environ.get("IVK_OLD_CLIENT_PYTHON", ""), ""
    if not python:
        python, wheel = sys.executable, str(download_wheel(folder) or "")
        if not wheel:
            yield None
            return
    command = [python, "-c", PREDECESSOR, url, wheel]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        stdout, stdin = process.stdout, process.stdin

        def measure(loops: int, path: Path) -> float:
            stdin.write(f"{loops} {path}\n")
            stdin.flush()
            return float(stdout.readline())

        yield measure
        stdin.close()


def compare(client: InvokeAIClient, old: Measure | None, path: Path) -> None:
    """Measure both clients alternately with one workflow, and print the medians."""
    loops = max(1, round(SECONDS_PER_ROUND / seconds(partial(compile_workflow, client, path), 2)))
    rounds: dict[str, list[float]] = {"1.1.1": [], "ours": [], "ours, a field for every input": []}
    for _ in range(ROUNDS):
        rounds["1.1.1"].append(old(loops, path) if old else float("nan"))
        rounds["ours"].append(seconds(partial(compile_workflow, client, path), loops))
        rounds["ours, a field for every input"].append(
            seconds(partial(compile_with_fields, client, path), loops)
        )
    reference = median(rounds["1.1.1"])
    for name, measured in rounds.items():
        middle = median(measured)
        print(f"  {name:30} {middle * 1e3:8.2f} ms, {middle / reference:.2f} of 1.1.1's time")


def main() -> None:
    """Measure workflows of several sizes, and print ratios."""
    workflow = find_workflow(sys.argv[1:])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(server())
        client = stack.enter_context(InvokeAIClient.from_url(url))
        old = stack.enter_context(predecessor(url, folder))
        for times in TIMES:
            path = folder / f"{times}.json"
            path.write_text(json.dumps(repeat(workflow, times)))
            compile_workflow(client, path)
            with counted() as requests:
                compile_workflow(client, path)
            nodes = len(workflow["nodes"]) * times
            print(f"Opening, listing and compiling {nodes} nodes ({len(requests)} requests each time):")
            compare(client, old, path)


if __name__ == "__main__":
    main()
