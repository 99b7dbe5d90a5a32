"""What can go wrong with models.

::

    InvokeAIError
    └── ModelError
        ├── ModelNotFoundError      (LookupError)   no model like that is installed
        └── AmbiguousModelError     (LookupError)   several models are like that
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ivk_core.errors import InvokeAIError

if TYPE_CHECKING:
    from ivk_models.models.schemas import DnnModel

__all__ = ["AmbiguousModelError", "ModelError", "ModelNotFoundError"]


class ModelError(InvokeAIError):
    """Something went wrong with a model."""


class ModelNotFoundError(ModelError, LookupError):
    """No model like that is installed on the server.

    Parameters
    ----------
    wanted : str
        What was asked for, in words.
    name : str
        Its name, where that was asked for.
    installed : iterable of DnnModel
        The models that there are; those with a name alike are suggested.
    """

    def __init__(self, wanted: str, *, name: str = "", installed: Iterable[DnnModel] = ()) -> None:
        described = {model.name: str(model) for model in installed}
        alike = [described[found] for found in get_close_matches(name, described)]
        hint = f"Did you mean {' or '.join(alike)}?" if alike else "Install it, or choose another."
        super().__init__(f"No model with {wanted} is installed on this server.", hint=hint)
        self.wanted = wanted


class AmbiguousModelError(ModelError, LookupError):
    """Several models are like what was asked for.

    Parameters
    ----------
    wanted : str
        What was asked for, in words.
    candidates : sequence of DnnModel
        The models that are like it.
    """

    def __init__(self, wanted: str, candidates: Sequence[DnnModel]) -> None:
        listed = "; ".join(f"{model} with key {model.key}" for model in candidates)
        super().__init__(
            f"{len(candidates)} models have {wanted}: {listed}.",
            hint="Say which by base and type, or ask for one by its key.",
        )
        self.wanted = wanted
        self.candidates = list(candidates)
