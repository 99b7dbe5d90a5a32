"""The hook implementations of this package: models in a server overview and in the doctor's report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivk_core.doctor import Finding, Level, ServerCheck
from ivk_core.flow import Flow
from ivk_core.plugins import hookimpl
from ivk_models.models.calls import list_installed

__all__ = ["ivk_describe_server", "ivk_register_server_checks"]


@hookimpl
def ivk_describe_server() -> Flow[Mapping[str, object]]:
    """Add the number of installed models to the overview of a server."""
    return _count_models()


@hookimpl
def ivk_register_server_checks() -> Sequence[ServerCheck]:
    """Add a check that warns if no main model is installed."""
    return [ServerCheck("models", _check_models)]


def _count_models() -> Flow[Mapping[str, object]]:
    return {"models_count": len((yield from list_installed()))}


def _check_models() -> Flow[Finding]:
    models = yield from list_installed()
    mains = sum(model.type == "main" for model in models)
    if not mains:
        return Finding("models", Level.WARNING, "no main model is installed", "Install one to make images.")
    return Finding("models", Level.OK, f"{len(models)} installed, {mains} of them main models")
