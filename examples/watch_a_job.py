"""Follow one job: its events, its progress, and the size of its previews.

Needs an SDXL model on the server at ``INVOKEAI_URL``, or an embedded server: ``python -m ivk_devserver``.
"""

from __future__ import annotations

from invokeai_py_client import InvokeAIClient, shipped_workflow

with InvokeAIClient.from_env() as client:
    workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
    model = client.dnn_model_repo.list_models(base="sdxl", type="main")[0]
    workflow.set(model=model.name, width=256, height=256, steps=6, positive_prompt="mountains at dawn")

    with workflow.submit_sync() as batch:
        for event in batch.events():
            progress = batch.progress
            preview = f"preview {progress.image.width}x{progress.image.height}" if progress.image else ""
            print(f"{progress.fraction:4.0%}  {event.name:28} {progress.node_type:20} {preview}")
        print(batch.job.result().images)
