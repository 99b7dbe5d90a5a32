import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import load
from ivk_workflows.definition import WorkflowDefinition

OLD_MODEL = {"model_name": "stable-diffusion-v1-5", "base_model": "sd-1", "model_type": "main"}


def old_workflow(version, **fields):
    inputs = {
        name: {
            "id": f"i-{name}",
            "name": name,
            "fieldKind": "input",
            "label": "",
            "type": type_,
            "value": value,
        }
        for name, (type_, value) in fields.items()
    }
    data = {
        "id": "n",
        "type": "blank_image",
        "label": "",
        "notes": "",
        "isOpen": True,
        "isIntermediate": True,
    }
    node = {"id": "n", "type": "invocation", "position": {"x": 0, "y": 0}, "data": {**data, "inputs": inputs}}
    node["data"] |= {"outputs": {}, "embedWorkflow": False, "useCache": True, "version": "1.2.0"}
    return {"nodes": [node], "edges": [], "exposedFields": [], "meta": {"version": version}}


def structured(name, *, collection=False):
    return {"name": name, "isCollection": collection, "isCollectionOrScalar": False}


@pytest.mark.parametrize(
    ("version", "type_"),
    [("1.0.0", "integer"), ("1.0.0", "IntegerPolymorphic"), ("2.0.0", structured("IntegerField"))],
)
def test_a_value_that_fits_its_type_is_kept(catalog, version, type_):
    document = old_workflow(version, width=(type_, 64))
    assert load(WorkflowDefinition.from_dict(document), catalog).nodes["n"].values["width"] == 64


@pytest.mark.parametrize(
    ("version", "type_", "value"),
    [
        ("1.0.0", "integer", "64"),
        ("1.0.0", "IntegerCollection", [64]),
        ("2.0.0", structured("IntegerField"), 6.5),
        ("2.0.0", structured("IntegerField", collection=True), [64]),
        ("2.0.0", structured("LatentsField"), "stale"),
        ("2.0.0", structured("ColorField"), {"r": 1, "g": 2, "b": 3}),
        ("2.0.0", 7, 64),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_dropped(version, type_, value):
    definition = WorkflowDefinition.from_dict(old_workflow(version, width=(type_, value)))
    assert "value" not in definition.nodes[0].inputs["width"]


def test_a_model_keeps_its_old_identity(catalog):
    document = old_workflow("2.0.0", model=(structured("MainModelField"), {**OLD_MODEL, "extra": 1}))
    assert WorkflowDefinition.from_dict(document).nodes[0].inputs["model"]["value"] == OLD_MODEL


def test_a_node_of_an_old_format_is_updated(catalog):
    document = old_workflow("1.0.0", width=("integer", 64))
    node = load(WorkflowDefinition.from_dict(document), catalog).nodes["n"]
    assert (node.version_status, node.values["height"], node.values["metadata"]) == ("updated", 512, MISSING)


def test_an_old_file_is_saved_as_it_was():
    document = old_workflow("1.0.0", width=("integer", "stale"))
    assert WorkflowDefinition.from_dict(document).to_dict() == document
