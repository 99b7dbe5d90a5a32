"""What Griffe, which reads the sources for the reference pages, does not know about them.

MkDocs loads this extension; see ``mkdocs.yml``.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

__all__ = ["LiteralBlocks"]

# Griffe knows the decorators of the standard library only, and would show a property as a method.
griffe.builtin_decorators["ivk_core.lazy.lazy_property"] = "property"

_ALONE = re.compile(r"^ *::\n", re.MULTILINE)
_AT_THE_END = re.compile(r"::$", re.MULTILINE)


class LiteralBlocks(griffe.Extension):
    """Removes the two colons that announce a literal block: Markdown would show them."""

    def on_instance(self, *, obj: griffe.Object, **_others: Any) -> None:
        """Change the docstring of a module, class, function or attribute."""
        if obj.docstring is not None:
            obj.docstring.value = _AT_THE_END.sub(":", _ALONE.sub("", obj.docstring.value))
