"""Run a workflow of image nodes on an image from this machine, and put the result on a board.

Needs no model, only the server at ``INVOKEAI_URL`` or an embedded server: ``python -m ivk_devserver``.
"""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image

from invokeai_py_client import InvokeAIClient

NAMES = {"image": "Image", "width": "Width", "height": "Height", "board": "Board"}
WORKFLOW = {
    "name": "Resize",
    "meta": {"version": "4.0.0", "category": "user"},
    "exposedFields": [{"nodeId": "resize", "fieldName": name} for name in NAMES],
    "nodes": [
        {
            "id": "resize",
            "type": "invocation",
            "position": {"x": 0, "y": 0},
            "data": {
                "id": "resize",
                "type": "img_resize",
                "version": "1.2.2",
                "label": "Resized",
                "isIntermediate": False,
                "inputs": {name: {"name": name, "label": label} for name, label in NAMES.items()},
            },
        }
    ],
    "edges": [],
}

folder = Path(os.environ.get("IVK_OUTPUT", "."))
picture = Image.linear_gradient("L").convert("RGB")

with InvokeAIClient.from_env() as client:
    board = client.board_repo.create("Resized pictures")
    workflow = client.workflow_repo.create_workflow(WORKFLOW)
    result = workflow.run(image=picture, width=96, height=64, board="Resized pictures")
    result.image.save(folder / "resized.png")
    print(result.image.name, Image.open(folder / "resized.png").size, board.list_images())
    board.delete(include_images=True)
