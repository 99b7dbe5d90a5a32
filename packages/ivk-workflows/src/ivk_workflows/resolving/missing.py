"""Inputs that name something that the server does not have, so that the workflow is refused.

If the file names a missing resource, the GUI empties most inputs. It sends the others, such as lists of
LoRAs, and then the job fails. If the program set an input to a missing resource, emptying the input would
ignore what the program asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ivk_fields.values.images import is_server_name
from ivk_workflows.compile import BatchData, LoadedWorkflow, NamedResource, Problem, Unavailable
from ivk_workflows.compile.references import references_in

__all__ = ["missing_resources", "swept_resources"]

# A string without a folder is the name of a file or of something on the server, whichever exists.
_UPLOADED = frozenset({"image", "video"})
_OR_FILE = {"image": ", or to the path of a file"}


def swept_resources(workflow: LoadedWorkflow, data: BatchData) -> Iterator[NamedResource]:
    """Iterate over everything on the server that the values of a sweep name.

    Parameters
    ----------
    workflow : LoadedWorkflow
        The loaded workflow.
    data : sequence of sequence of mapping
        The sweep as ``batch.data``.
    """
    for column in (column for group in data for column in group):
        node = workflow.nodes.get(column["node_path"])
        if node is None:  # the data of a body that was read from a file may name any node
            continue
        for item in column["items"]:
            for found in references_in(node.spec(column["field_name"]), item):
                yield NamedResource.at(node, column["field_name"], found)


def missing_resources(
    named: Iterable[NamedResource], chosen: Collection[tuple[str, str]], unavailable: Unavailable
) -> list[Problem]:
    """Find the inputs that keep the workflow from running, because they name what the server does not have.

    Parameters
    ----------
    named : iterable of NamedResource
        The resources that the inputs name.
    chosen : collection of (node id, field name)
        The inputs that the program set.
    unavailable : Unavailable
        What the server does not have.
    """
    problems = (
        _problem(each, is_chosen=(each.node.id, each.field) in chosen)
        for each in named
        if each.name in unavailable.names(each.kind)
        and ((each.node.id, each.field) in chosen or each.treatment == "sent")
    )
    return list(dict.fromkeys(problems))


def _problem(found: NamedResource, *, is_chosen: bool) -> Problem:
    where = f"{found.node.title} -> {found.node.label_of(found.field)}"
    how = "it was set to" if is_chosen else "the workflow names"
    lacks = f"the server has no such {found.kind}"
    if is_chosen and found.kind in _UPLOADED and not is_server_name(found.name):
        lacks = f"{lacks}, and there is no file {str(Path(found.name).absolute())!r} on this computer"
    hint = f"Set it to one of the server's {found.kind}s{_OR_FILE.get(found.kind, '')}."
    return Problem(
        "unavailable",
        "error",
        f"{where}: {how} {found}, and {lacks}",
        hint if is_chosen or found.kind != "model" else f"Call sync_dnn_model(), or s{hint[1:]}",
        node_id=found.node.id,
        node_label=found.node.title,
        field=found.field,
    )
