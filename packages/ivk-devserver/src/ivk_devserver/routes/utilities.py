"""Dynamic prompts."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel

from ivk_devserver.dynamic_prompts import PromptSyntaxError, all_prompts, random_prompts
from ivk_devserver.routes.dependencies import Caller

__all__ = ["router"]

router = APIRouter(prefix="/v1/utilities", tags=["utilities"])


class DynamicPromptsResponse(BaseModel):
    """The prompts that a dynamic prompt stands for, or why it cannot be read."""

    prompts: list[str]
    error: str | None = None


@router.post("/dynamicprompts", operation_id="parse_dynamicprompts")
def parse_dynamicprompts(
    _: Caller,
    prompt: Annotated[str, Body()],
    max_prompts: Annotated[int, Body(ge=1, le=10000)] = 1000,
    combinatorial: Annotated[bool, Body()] = True,
    seed: Annotated[int | None, Body()] = None,
) -> DynamicPromptsResponse:
    """Expand a dynamic prompt, or draw from it."""
    try:
        if combinatorial:
            prompts = all_prompts(prompt, max_prompts)
        else:
            prompts = random_prompts(prompt, max_prompts, seed)
    except PromptSyntaxError as error:
        return DynamicPromptsResponse(prompts=[prompt], error=str(error))
    return DynamicPromptsResponse(prompts=prompts or [""])
