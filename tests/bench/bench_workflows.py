"""What it costs to open a workflow, list its inputs and compile it, beside 1.1.1, and how that grows.

Run it with ``python tests/bench/bench_workflows.py [workflow.json]``. Without a file, a workflow of 37
nodes is written here; where ``IVK_GOLDEN_DIR`` names a folder, its ``data-sdxl-flux-refine.json`` is taken.
The 1.1.1 client runs in a process of its own: with the Python that ``IVK_OLD_CLIENT_PYTHON`` names, else from
its wheel, which pip fetches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from predecessor import fetched_wheel

from ivk_workflows import TemplateCatalog, Workflow, WorkflowDefinition, bundled_catalog
from ivk_workflows.templates.editable import initial_value

TYPES = ("string", "integer", "noise", "compel", "denoise_latents", "l2i", "img_resize")
SIZES = (37, 100, 300, 1000, 2000)
ROUNDS = 7
LOOPS = 30

PREDECESSOR = """
import logging, sys, time
if sys.argv[2]:
    sys.path.insert(0, sys.argv[2])
logging.disable(50)
from invokeai_py_client import InvokeAIClient
from invokeai_py_client.workflow.workflow_handle import WorkflowHandle
from invokeai_py_client.workflow.workflow_model import WorkflowDefinition
client = InvokeAIClient("http://127.0.0.1:9")
for line in sys.stdin:
    began = time.perf_counter()
    for _ in range(int(line)):
        handle = WorkflowHandle(client, WorkflowDefinition.from_file(sys.argv[1]))
        handle.list_inputs()
        handle._convert_to_api_format()
    print((time.perf_counter() - began) / int(line), flush=True)
"""


def written(count: int, catalog: TemplateCatalog) -> dict[str, Any]:
    """Write a workflow with so many nodes, an edge between neighbours, and as many inputs on its form."""
    nodes = [_node(number, catalog) for number in range(count)]
    links = [(TYPES.index("string"), "value", TYPES.index("compel"), "prompt")]
    links += [(TYPES.index("integer"), "value", TYPES.index("noise"), "seed")]
    links += [(TYPES.index("noise"), "noise", TYPES.index("denoise_latents"), "noise")]
    links += [(TYPES.index("denoise_latents"), "latents", TYPES.index("l2i"), "latents")]
    links += [(TYPES.index("l2i"), "image", TYPES.index("img_resize"), "image")]
    edges = [
        _edge(start + source, output, start + target, field)
        for start in range(0, count - len(TYPES) + 1, len(TYPES))
        for source, output, target, field in links
    ]
    return {
        **dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), ""),
        "nodes": nodes,
        "edges": edges,
        "exposedFields": [],
        "meta": {"version": "3.0.0", "category": "user"},
        "form": _form(nodes),
    }


def _node(number: int, catalog: TemplateCatalog) -> dict[str, Any]:
    node_type = TYPES[number % len(TYPES)]
    template = catalog[node_type]
    inputs: dict[str, Any] = {}
    for name, spec in template.inputs.items():
        inputs[name] = {"name": name, "label": "", "description": ""}
        if (value := initial_value(spec)) is not None and isinstance(value, str | int | float | bool | list):
            inputs[name]["value"] = value
    data = {
        "id": f"n{number}",
        "type": node_type,
        "version": template.version,
        "label": f"Node {number}",
        "notes": "",
        "nodePack": "invokeai",
        "inputs": inputs,
        "isOpen": True,
        "isIntermediate": True,
        "useCache": True,
    }
    return {"id": f"n{number}", "type": "invocation", "position": {"x": 0, "y": 0}, "data": data}


def _edge(source: int, output: str, target: int, field: str) -> dict[str, Any]:
    return {
        "id": f"e{source}-{target}",
        "type": "default",
        "source": f"n{source}",
        "sourceHandle": output,
        "target": f"n{target}",
        "targetHandle": field,
    }


def _form(nodes: list[dict[str, Any]]) -> dict[str, Any]:
    places = [(node["id"], next(iter(node["data"]["inputs"]))) for node in nodes]
    elements: dict[str, Any] = {
        f"f{number}": {
            "id": f"f{number}",
            "type": "node-field",
            "parentId": "root",
            "data": {"fieldIdentifier": {"nodeId": node_id, "fieldName": name}},
        }
        for number, (node_id, name) in enumerate(places)
    }
    root = {"id": "root", "type": "container", "data": {"layout": "column", "children": list(elements)}}
    return {"elements": {"root": root, **elements}, "rootElementId": "root"}


def chosen(arguments: list[str], catalog: TemplateCatalog) -> dict[str, Any]:
    """Give the workflow to compare with."""
    captured = Path(os.environ.get("IVK_GOLDEN_DIR", "")) / "data-sdxl-flux-refine.json"
    if arguments:
        return dict(WorkflowDefinition.from_file(arguments[0]).to_dict())
    if captured.is_file():
        return dict(json.loads(captured.read_text())["workflow"])
    return written(SIZES[0], catalog)


def compiled(path: Path, catalog: TemplateCatalog) -> None:
    """Do what is measured."""
    workflow = Workflow(WorkflowDefinition.from_file(path), catalog)
    workflow.list_inputs()
    workflow.to_enqueue_body()


def filled_in(path: Path, catalog: TemplateCatalog) -> None:
    """Do it with a checked, typed field for every input, which 1.1.1 has without templates or checks."""
    workflow = Workflow(WorkflowDefinition.from_file(path), catalog)
    for each in workflow.inputs:
        workflow.get_input_value(each.key)
    workflow.to_enqueue_body()


def timed(work: Callable[[], object], loops: int) -> float:
    """Measure one round; gives seconds for one time."""
    began = time.perf_counter()
    for _ in range(loops):
        work()
    return (time.perf_counter() - began) / loops


@contextmanager
def predecessor(path: Path, folder: Path) -> Iterator[Callable[[int], float] | None]:
    """Start the 1.1.1 client; gives a function that measures one round of it, None if it cannot be had."""
    python, wheel = os.environ.get("IVK_OLD_CLIENT_PYTHON", ""), ""
    if not python:
        python, wheel = sys.executable, str(fetched_wheel(folder) or "")
        if not wheel:
            yield None
            return
    command = [python, "-c", PREDECESSOR, str(path), wheel]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        answers, questions = process.stdout, process.stdin

        def measure(loops: int) -> float:
            questions.write(f"{loops}\n")
            questions.flush()
            return float(answers.readline())

        yield measure
        questions.close()


def beside_the_predecessor(path: Path, folder: Path, catalog: TemplateCatalog) -> None:
    """Print what both need for one workflow, measured in turns."""
    ours: list[float] = []
    typed: list[float] = []
    theirs: list[float] = []
    with predecessor(path, folder) as old:
        for _ in range(ROUNDS):
            theirs.append(old(LOOPS) if old else float("nan"))
            ours.append(timed(partial(compiled, path, catalog), LOOPS))
            typed.append(timed(partial(filled_in, path, catalog), LOOPS))
    told = {"1.1.1": theirs, "ours": ours, "ours, a field for every input": typed}
    for name, rounds in told.items():
        ratio = median(rounds) / median(theirs)
        print(f"  {name:30} {median(rounds) * 1e3:7.2f} ms, {ratio:.2f} of 1.1.1's time")


def growth(folder: Path, catalog: TemplateCatalog) -> None:
    """Print what one node costs in workflows of several sizes."""
    first = 0.0
    for size in SIZES:
        path = folder / f"{size}.json"
        path.write_text(json.dumps(written(size, catalog)))
        compiled(path, catalog)
        rounds = [timed(partial(compiled, path, catalog), max(1, 600 // size)) for _ in range(ROUNDS)]
        a_node = median(rounds) / size
        first = first or a_node
        told = f"{median(rounds) * 1e3:8.2f} ms, {a_node * 1e6:6.1f} us for a node"
        print(f"  {size:5} nodes {told}, {a_node / first:.2f} of that among {SIZES[0]}")


def main() -> None:
    """Measure, and print ratios."""
    catalog = bundled_catalog()
    workflow = chosen(sys.argv[1:], catalog)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        path = folder / "workflow.json"
        path.write_text(json.dumps(workflow))
        print(f"Opening, listing and compiling a workflow of {len(workflow['nodes'])} nodes:")
        beside_the_predecessor(path, folder, catalog)
        print("Growth:")
        growth(folder, catalog)


if __name__ == "__main__":
    main()
