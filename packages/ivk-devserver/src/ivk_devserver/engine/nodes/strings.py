"""Nodes that join, split and replace strings, and that make collections of prompts."""

import re
from itertools import islice
from pathlib import Path

from ivk_devserver.dynamic_prompts import all_prompts, random_prompts
from ivk_devserver.engine.outputs import Output, output, string
from ivk_devserver.engine.registry import node

__all__ = [
    "dynamic_prompt",
    "join",
    "join_three",
    "prompts_from_file",
    "replace",
    "split",
    "split_negative",
]


@node("string_join")
def join(string_left: str, string_right: str) -> Output:
    """Join two strings."""
    return string(string_left + string_right)


@node("string_join_three")
def join_three(string_left: str, string_middle: str, string_right: str) -> Output:
    """Join three strings."""
    return string(string_left + string_middle + string_right)


@node("string_split")
def split(string: str, delimiter: str) -> Output:
    """Split a string at the first delimiter, which is removed."""
    first, *rest = string.split(delimiter, 1)
    return output("string_2_output", string_1=first, string_2="".join(rest))


@node("string_replace")
def replace(string: str, search_string: str, replace_string: str, use_regex: bool) -> Output:
    """Replace all matches; without ``use_regex`` the case is ignored."""
    pattern = search_string if use_regex else f"(?i){re.escape(search_string)}"
    replaced = re.sub(pattern, replace_string, string) if search_string else string
    return output("string_output", value=replaced)


@node("string_split_neg")
def split_negative(string: str) -> Output:
    """Split a prompt: text in brackets is negative, and each opening bracket becomes a space in it."""
    parts = {"positive": "", "negative": ""}
    depth = 0
    for character, escaped in _characters(string):
        if character == "[" and not escaped:
            parts["negative"] += " "
            depth += 1
        elif character == "]" and not escaped:
            depth -= 1
        else:
            parts["negative" if depth > 0 else "positive"] += character
    return output(
        "string_pos_neg_output", positive_string=parts["positive"], negative_string=parts["negative"]
    )


@node("prompt_from_file")
def prompts_from_file(
    file_path: str, pre_prompt: str | None, post_prompt: str | None, start_line: int, max_prompts: int
) -> Output:
    """Read one prompt per line of a file, ``max_prompts`` of them or, for 0, all."""
    first = start_line - 1
    last = first + max_prompts if max_prompts > 0 else None
    with Path(file_path).open(encoding="utf-8") as lines:
        prompts = [
            f"{pre_prompt or ''}{line.strip()}{post_prompt or ''}" for line in islice(lines, first, last)
        ]
    return output("string_collection_output", collection=prompts)


@node("dynamic_prompt")
def dynamic_prompt(prompt: str, max_prompts: int, combinatorial: bool) -> Output:
    """Return the prompts that a dynamic prompt expands to: the first ones, or random ones."""
    prompts = all_prompts(prompt, max_prompts) if combinatorial else random_prompts(prompt, max_prompts, None)
    return output("string_collection_output", collection=prompts)


def _characters(text: str) -> list[tuple[str, bool]]:
    """Return each character, and whether a backslash escapes it."""
    found: list[tuple[str, bool]] = []
    escaped = False
    for character in text:
        found.append((character, escaped))
        escaped = character == "\\" and not escaped
    return found
