"""What it costs to open a workflow, list its inputs and compile it on a server, beside 1.1.1.

Run it with ``python tests/bench/bench_workflows.py [workflow.json]``. Both clients do what a program would:
make a handle with ``create_workflow``, list the inputs, and compile the body. The workflow is taken once, ten
times and fifty times over, so that growth shows. Without a file, a workflow of 37 nodes is written here;
where ``IVK_GOLDEN_DIR`` names a folder, its ``data-sdxl-flux-refine.json`` is taken. The server is an
embedded one, or the one that ``INVOKEAI_URL`` names. The 1.1.1 client runs in a process of its own: with the
Python that ``IVK_OLD_CLIENT_PYTHON`` names, else from its wheel, which pip fetches.
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

from predecessor import fetched_wheel
from serving import counted, seconds, server
from synthetic import repeated, written

from invokeai_py_client import InvokeAIClient

TIMES = (1, 10, 50)
NODES = 37
ROUNDS = 7
SECONDS_A_ROUND = 0.3

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


def chosen(arguments: list[str]) -> dict[str, Any]:
    """Choose the workflow to compare with."""
    captured = Path(os.environ.get("IVK_GOLDEN_DIR", "")) / "data-sdxl-flux-refine.json"
    if arguments:
        return dict(json.loads(Path(arguments[0]).read_text()))
    if captured.is_file():
        return dict(json.loads(captured.read_text())["workflow"])
    return written(NODES)


def compiled(client: InvokeAIClient, path: Path) -> None:
    """Do what is measured, as a program does it."""
    workflow = client.workflow_repo.create_workflow(path)
    workflow.list_inputs()
    workflow.to_enqueue_body()


def filled_in(client: InvokeAIClient, path: Path) -> None:
    """Do it with a checked, typed field for every input, which 1.1.1 has without templates or checks."""
    workflow = client.workflow_repo.create_workflow(path)
    for each in workflow.list_inputs():
        workflow.get_input_value(each.key)
    workflow.to_enqueue_body()


@contextmanager
def predecessor(url: str, folder: Path) -> Iterator[Measure | None]:
    """Start the 1.1.1 client; yields a function that measures one round of it, None if it cannot be had."""
    python, wheel = os.environ.get("IVK_OLD_CLIENT_PYTHON", ""), ""
    if not python:
        python, wheel = sys.executable, str(fetched_wheel(folder) or "")
        if not wheel:
            yield None
            return
    command = [python, "-c", PREDECESSOR, url, wheel]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        answers, questions = process.stdout, process.stdin

        def measure(loops: int, path: Path) -> float:
            questions.write(f"{loops} {path}\n")
            questions.flush()
            return float(answers.readline())

        yield measure
        questions.close()


def beside_the_predecessor(client: InvokeAIClient, old: Measure | None, path: Path) -> None:
    """Print what both need for one workflow, measured in turns."""
    loops = max(1, round(SECONDS_A_ROUND / seconds(partial(compiled, client, path), 2)))
    rounds: dict[str, list[float]] = {"1.1.1": [], "ours": [], "ours, a field for every input": []}
    for _ in range(ROUNDS):
        rounds["1.1.1"].append(old(loops, path) if old else float("nan"))
        rounds["ours"].append(seconds(partial(compiled, client, path), loops))
        rounds["ours, a field for every input"].append(seconds(partial(filled_in, client, path), loops))
    theirs = median(rounds["1.1.1"])
    for name, measured in rounds.items():
        print(
            f"  {name:30} {median(measured) * 1e3:8.2f} ms, {median(measured) / theirs:.2f} of 1.1.1's time"
        )


def main() -> None:
    """Measure, and print ratios."""
    workflow = chosen(sys.argv[1:])
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(server())
        client = stack.enter_context(InvokeAIClient.from_url(url))
        old = stack.enter_context(predecessor(url, place))
        for times in TIMES:
            path = place / f"{times}.json"
            path.write_text(json.dumps(repeated(workflow, times)))
            compiled(client, path)
            with counted() as requests:
                compiled(client, path)
            nodes = len(workflow["nodes"]) * times
            print(f"Opening, listing and compiling {nodes} nodes ({len(requests)} requests each time):")
            beside_the_predecessor(client, old, path)


if __name__ == "__main__":
    main()
