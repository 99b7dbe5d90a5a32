"""Try all combinations of some values in one submission, and save each image with a JSON file about it.

Needs an SDXL model on the server at ``INVOKEAI_URL``, or an embedded server: ``python -m ivk_devserver``.
"""

from __future__ import annotations

import os
from pathlib import Path

from invokeai_py_client import InvokeAIClient, shipped_workflow

folder = Path(os.environ.get("IVK_OUTPUT", "sweep-pictures"))
folder.mkdir(parents=True, exist_ok=True)

with InvokeAIClient.from_env() as client:
    workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
    model = client.dnn_model_repo.list_models(base="sdxl", type="main")[0]
    workflow.set(model=model.name, width=256, height=256, positive_prompt="a sailing boat on a lake")

    sweep = workflow.sweep(product={"seed": [1, 2]}, zip={"steps": [4, 8], "cfg_scale": [4.0, 7.0]})
    for result in sweep.run_all():
        for path in result.save_all(folder, name="{index:02}_{seed}_{prompt:.40}.png"):
            print(path)
