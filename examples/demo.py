"""Make six images with a workflow from the GUI, and a contact sheet of them.

By default an embedded server is started, which paints simple images instead of running a model. With
``INVOKEAI_URL`` set, the images are made by the first SDXL model of that server.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from invokeai_py_client import InvokeAIClient, shipped_workflow
from invokeai_py_client.workflow import BatchHandle, WorkflowHandle

PROMPTS = [
    "a red fox in a forest at dawn",
    "a little house by the calm sea at sunset",
    "a robot in a green meadow under a blue sky",
    "a city at night, violet and gold lights",
    "a sailing boat on a turquoise ocean",
    "autumn mountains with an orange forest",
]
SIZE = 512
STEPS = 12
COLUMNS = 3

console = Console()


def main() -> int:
    folder = Path(os.environ.get("IVK_OUTPUT", "demo-pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    with server_url() as url, InvokeAIClient.from_url(url) as client:
        console.print(f"InvokeAI {client.server_version} at {url}")
        workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
        workflow.set(model=sdxl_model(client), width=SIZE, height=SIZE, steps=STEPS)
        console.print(table_of_inputs(workflow))
        pictures = run(workflow, folder)
    sheet = contact_sheet(pictures, folder / "contact-sheet.png")
    console.print(f"{len(pictures)} images and [bold]{sheet}[/bold]")
    return 0


@contextmanager
def server_url() -> Iterator[str]:
    if url := os.environ.get("INVOKEAI_URL"):
        yield url
        return
    from ivk_devserver import DevServer

    with DevServer(step_seconds=0.05) as server:
        yield server.url


def sdxl_model(client: InvokeAIClient) -> str:
    models = client.dnn_model_repo.list_models(base="sdxl", type="main")
    if not models:
        sys.exit("This server has no SDXL model: install one in its model manager, and run this again.")
    return models[0].name


def table_of_inputs(workflow: WorkflowHandle) -> Table:
    table = Table("#", "Input", "Value", title=workflow.name)
    for each in workflow.list_inputs():
        value = workflow[each.input_index]
        table.add_row(str(each.input_index), each.label, "" if value is None else str(value))
    return table


def run(workflow: WorkflowHandle, folder: Path) -> dict[str, Path]:
    batches = {
        prompt: workflow.copy().set(positive_prompt=prompt, seed=seed).submit_sync()
        for seed, prompt in enumerate(PROMPTS, start=1)
    }
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        tasks = {prompt: bars.add_task(prompt, total=1.0) for prompt in batches}
        pictures = {}
        for number, (prompt, batch) in enumerate(batches.items(), start=1):
            follow(batch, bars, tasks[prompt])
            pictures[prompt] = folder / f"{number}.png"
            batch.job.result().image.save(pictures[prompt])
    return pictures


def follow(batch: BatchHandle, bars: Progress, task: TaskID) -> None:
    for _ in batch.events():
        bars.update(task, completed=batch.progress.fraction)
    bars.update(task, completed=1.0)


def contact_sheet(pictures: dict[str, Path], target: Path) -> Path:
    cell, caption = 320, 36
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * cell, rows * (cell + caption)), "white")
    draw = ImageDraw.Draw(sheet)
    for place, (prompt, path) in enumerate(pictures.items()):
        x, y = place % COLUMNS * cell, place // COLUMNS * (cell + caption)
        with Image.open(path) as picture:
            sheet.paste(picture.resize((cell - 8, cell - 8)), (x + 4, y + 4))
        draw.text((x + 6, y + cell + 2), prompt, fill="black", font=ImageFont.load_default(14))
    sheet.save(target)
    return target


if __name__ == "__main__":
    sys.exit(main())
