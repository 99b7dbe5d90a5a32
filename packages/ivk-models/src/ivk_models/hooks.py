"""What this part adds to every client: what an overview and a report say of models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ivk_core.doctor import Finding, Level, ServerCheck
from ivk_core.flow import Flow
from ivk_core.plugins import hookimpl
from ivk_models.models.calls import list_installed

__all__ = ["ivk_describe_server", "ivk_register_server_checks"]


@hookimpl
def ivk_describe_server() -> Flow[Mapping[str, object]]:
    """Say how many models are installed."""
    return _count()


@hookimpl
def ivk_register_server_checks() -> Sequence[ServerCheck]:
    """Check whether there is a model to make images with."""
    return [ServerCheck("models", _look)]


def _count() -> Flow[Mapping[str, object]]:
    return {"models_count": len((yield from list_installed()))}


def _look() -> Flow[Finding]:
    models = yield from list_installed()
    mains = sum(model.type == "main" for model in models)
    if not mains:
        return Finding("models", Level.WARNING, "no main model is installed", "Install one to make images.")
    return Finding("models", Level.OK, f"{len(models)} installed, {mains} of them main models")
