"""Await many jobs at once in one event loop, over one connection for events.

Needs an SDXL model on the server at ``INVOKEAI_URL``, or an embedded server: ``python -m ivk_devserver``.
"""

from __future__ import annotations

import asyncio

from invokeai_py_client import AsyncInvokeAIClient, shipped_workflow

SUBJECTS = ["a fox", "an owl", "a robot", "a castle"]


async def main() -> None:
    async with AsyncInvokeAIClient.from_env() as client:
        models = await client.dnn_model_repo.list_models(base="sdxl", type="main")
        workflow = await client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
        workflow.set(model=models[0].name, width=256, height=256, steps=4)

        jobs = [workflow.run(positive_prompt=f"{subject} at night") for subject in SUBJECTS]
        for subject, result in zip(SUBJECTS, await asyncio.gather(*jobs), strict=True):
            print(f"{subject}: {result.image.name}")


asyncio.run(main())
