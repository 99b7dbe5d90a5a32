"""The operation that expands dynamic prompts."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import BaseModel

from ivk_devserver.dynamic_prompts import PromptSyntaxError, all_prompts, random_prompts
from ivk_devserver.routes.auth_dependencies import CurrentUserOrDefault

__all__ = ["router"]

router = APIRouter(prefix="/v1/utilities", tags=["utilities"])
MAX_PROMPTS = 10_000
"""The limit of a real server."""


class DynamicPromptsResponse(BaseModel):
    """The prompts that a dynamic prompt expands to, or its syntax error."""

    prompts: list[str]
    error: str | None = None


@router.post("/dynamicprompts", operation_id="parse_dynamicprompts")
def parse_dynamicprompts(
    _: CurrentUserOrDefault,
    prompt: Annotated[str, Body()],
    max_prompts: Annotated[int, Body(ge=1, le=MAX_PROMPTS)] = 1000,
    combinatorial: Annotated[bool, Body()] = True,
    seed: Annotated[int | None, Body()] = None,
) -> DynamicPromptsResponse:
    """Expand a dynamic prompt to all of its prompts, or to random ones."""
    try:
        if combinatorial:
            prompts = all_prompts(prompt, max_prompts)
        else:
            prompts = random_prompts(prompt, max_prompts, seed)
    except PromptSyntaxError as error:
        return DynamicPromptsResponse(prompts=[prompt], error=str(error))
    return DynamicPromptsResponse(prompts=prompts or [""])
