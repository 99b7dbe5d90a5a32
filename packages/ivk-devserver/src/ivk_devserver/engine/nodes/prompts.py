"""Nodes that make many prompts: of a file on the server, and of a pattern."""

from itertools import islice
from pathlib import Path

from ivk_devserver.dynamic_prompts import all_prompts, random_prompts
from ivk_devserver.engine.outputs import Output, output
from ivk_devserver.engine.registry import node

__all__ = ["dynamic_prompt", "prompts_from_file"]


@node("prompt_from_file")
def prompts_from_file(
    file_path: str, pre_prompt: str | None, post_prompt: str | None, start_line: int, max_prompts: int
) -> Output:
    """Read one prompt per line, ``max_prompts`` of them or, for 0, all."""
    first = start_line - 1
    last = first + max_prompts if max_prompts > 0 else None
    with Path(file_path).open(encoding="utf-8") as lines:
        prompts = [
            f"{pre_prompt or ''}{line.strip()}{post_prompt or ''}" for line in islice(lines, first, last)
        ]
    return output("string_collection_output", collection=prompts)


@node("dynamic_prompt")
def dynamic_prompt(prompt: str, max_prompts: int, combinatorial: bool) -> Output:
    """Give prompts that a prompt such as ``a {red|blue} fox`` stands for: the first ones, or drawn ones."""
    prompts = all_prompts(prompt, max_prompts) if combinatorial else random_prompts(prompt, max_prompts, None)
    return output("string_collection_output", collection=prompts)
