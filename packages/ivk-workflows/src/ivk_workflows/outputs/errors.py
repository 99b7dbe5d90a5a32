"""The errors of looking up an output of a job; they belong to the tree of `ivk_core.errors`.

::

    InvokeAIError
    └── OutputLookupError         (LookupError)   one output was requested, and there is not exactly one
        ├── OutputNotFoundError   (KeyError)      there is none
        └── AmbiguousOutputError                  there are several
"""

from __future__ import annotations

from ivk_core.errors import InvokeAIError

__all__ = ["AmbiguousOutputError", "OutputLookupError", "OutputNotFoundError"]


class OutputLookupError(InvokeAIError, LookupError):
    """One output was requested, and there is not exactly one."""


class OutputNotFoundError(OutputLookupError, KeyError):
    """There is no such output."""


class AmbiguousOutputError(OutputLookupError):
    """There are several outputs, and one was requested."""
