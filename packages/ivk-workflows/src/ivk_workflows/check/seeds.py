"""Warn about several runs with the same seed: the server answers all but the first from its cache."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ivk_workflows.compile.loaded import LoadedNode, LoadedWorkflow
from ivk_workflows.compile.problem import Problem
from ivk_workflows.inputs.seeds import is_seed_input

__all__ = ["seed_problems"]


def seed_problems(
    workflow: LoadedWorkflow, runs: int, varying: Collection[tuple[str, str]] = ()
) -> list[Problem]:
    """Find the seeds that keep all runs of a workflow from being different.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The workflow with all values set.
    runs : int
        How often each combination of its batch is run.
    varying : collection of (node id, field name)
        The inputs whose values are drawn for each run.

    Returns
    -------
    list of Problem
        A warning if there are several runs, and every seed is the same in all of them.
    """
    seeds = list(_seeds(workflow)) if runs > 1 else []
    if not seeds or any(source is None or source in varying for _, source in seeds):
        return []
    node = seeds[0][0]
    return [
        Problem(
            "same_seed_each_run",
            "warning",
            f"{node.title} -> {node.label_of('seed')}: all {runs:,} runs have this seed and the same result",
            "Set the seed to 'random', or sweep it, for a different result of each run.",
            node_id=node.id,
            node_label=node.title,
            field="seed",
        )
    ]


def _seeds(workflow: LoadedWorkflow) -> Iterator[tuple[LoadedNode, tuple[str, str] | None]]:
    """Iterate over the nodes with a seed, and the input that has its value; None if a node computes it."""
    for node in workflow.invocations:
        if not node.is_executable or not is_seed_input(node.spec("seed")):
            continue
        feeding = workflow.edges.into(node.id, "seed")
        if not feeding:
            yield node, (node.id, "seed")
            continue
        source = feeding[0].source
        if workflow.edges.is_connector(source):
            source = (workflow.edges.origin(source) or ("", ""))[0]
        yield node, _held_by(workflow, source)


def _held_by(workflow: LoadedWorkflow, node_id: str) -> tuple[str, str] | None:
    node = workflow.nodes.get(node_id)
    if node is not None and node.is_batch:
        return node_id, ""  # the values of a batch are the same in each run
    if node is None or node.type != "integer" or workflow.edges.is_fed(node_id, "value"):
        return None
    return node_id, "value"
