"""A handle on a server compiles the body that the GUI posted, even if the server has other models."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

OURS = Path(__file__).parent.parent / "golden"
FOLDERS = [OURS, *(Path(folder) for folder in [os.environ.get("IVK_GOLDEN_DIR")] if folder)]
PAIRS = {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.json"))}


def comparable(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body without random ids and the workflow, and with its edges sorted."""
    batch = {key: value for key, value in body["batch"].items() if key != "workflow"}
    edges = sorted(json.dumps(edge, sort_keys=True) for edge in batch["graph"]["edges"])
    return {**body, "batch": {**batch, "graph": {"nodes": batch["graph"]["nodes"], "edges": edges}}}


@pytest.mark.parametrize("pair", PAIRS)
def test_a_handle_compiles_what_the_gui_posted(workflows, pair):
    captured = json.loads(PAIRS[pair].read_text(encoding="utf-8"))

    body = workflows.create_workflow(captured["workflow"]).to_enqueue_body()

    assert comparable(body) == comparable(captured["enqueue_batch"])
