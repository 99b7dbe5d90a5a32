"""What can go wrong when something that a job made is looked up, hanging in the tree of `ivk_core.errors`.

::

    InvokeAIError
    └── OutputLookupError         (LookupError)   not exactly one thing was made that goes by that
        ├── OutputNotFoundError   (KeyError)      nothing was
        └── AmbiguousOutputError                  several things were
"""

from __future__ import annotations

from ivk_core.errors import InvokeAIError

__all__ = ["AmbiguousOutputError", "OutputLookupError", "OutputNotFoundError"]


class OutputLookupError(InvokeAIError, LookupError):
    """One output was asked for, and not exactly one was made."""


class OutputNotFoundError(OutputLookupError, KeyError):
    """Nothing was made that goes by that."""


class AmbiguousOutputError(OutputLookupError):
    """Several things were made that go by that."""
