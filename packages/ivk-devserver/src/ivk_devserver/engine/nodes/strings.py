"""Nodes that cut and join strings."""

import re

from ivk_devserver.engine.outputs import Output, output, string
from ivk_devserver.engine.registry import node

__all__ = ["join", "join_three", "replace", "split", "split_negative"]


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
    """Split at the first delimiter, which goes."""
    first, *rest = string.split(delimiter, 1)
    return output("string_2_output", string_1=first, string_2="".join(rest))


@node("string_replace")
def replace(string: str, search_string: str, replace_string: str, use_regex: bool) -> Output:
    """Replace what is found; without ``use_regex`` upper and lower case are the same."""
    pattern = search_string if use_regex else f"(?i){re.escape(search_string)}"
    replaced = re.sub(pattern, replace_string, string) if search_string else string
    return output("string_output", value=replaced)


@node("string_split_neg")
def split_negative(string: str) -> Output:
    """Part a prompt: what stands in brackets is negative. A bracket leaves a space in its place."""
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


def _characters(text: str) -> list[tuple[str, bool]]:
    """Give each character, and whether a backslash stands before it."""
    found: list[tuple[str, bool]] = []
    escaped = False
    for character in text:
        found.append((character, escaped))
        escaped = character == "\\" and not escaped
    return found
