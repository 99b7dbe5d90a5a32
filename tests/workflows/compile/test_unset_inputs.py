"""An input that was not set is sent to the server unchanged."""

import json
from pathlib import Path

import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import CompileContext, DynamicPrompts, compile_enqueue_body, load, needs
from ivk_workflows.definition import WorkflowDefinition

GOLDEN = sorted((Path(__file__).parent.parent / "golden").glob("*.json"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_inputs_that_were_not_set_are_sent_as_they_were_read(catalog, path):
    definition = WorkflowDefinition.from_dict(json.loads(path.read_text())["workflow"])
    workflow = load(definition, catalog)
    context = CompileContext(
        answers={need: ["a"] for need in needs(workflow) if isinstance(need, DynamicPrompts)}
    )
    nodes = compile_enqueue_body(workflow, context)["batch"]["graph"]["nodes"]
    for node in workflow.invocations:
        for name, field in node.saved.inputs.items():
            sent = nodes.get(node.id, {}).get(name, MISSING)
            translated = name == "board" or (node.type, name) == ("core_metadata", "nested")
            if sent is not MISSING and not translated:
                assert json.dumps(sent, sort_keys=True) == json.dumps(field["value"], sort_keys=True)
