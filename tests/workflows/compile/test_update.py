import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import load


def loaded(drawing, catalog, node):
    return load(drawing.definition(), catalog).nodes[node]


@pytest.fixture
def aged(drawing):
    def age(type_, version, **values):
        node = drawing.node(type_, **values)
        drawing.data(node)["version"] = version
        return node

    return age


def test_within_a_major_version_missing_inputs_take_defaults_and_unknown_ones_go(drawing, catalog, aged):
    node = aged("blank_image", "1.0.0", width=64, height=MISSING, gone=1)
    updated = loaded(drawing, catalog, node)
    assert (updated.version_status, updated.values["width"], updated.values["height"]) == ("updated", 64, 512)
    assert "gone" not in updated.values


def test_a_newer_minor_version_is_brought_to_the_servers_too(drawing, catalog, aged):
    assert loaded(drawing, catalog, aged("blank_image", "1.99.0")).version_status == "updated"


@pytest.mark.parametrize("version", ["0.9.0", "2.0.0", ""])
def test_across_major_versions_a_node_is_left_as_it_is(drawing, catalog, aged, version):
    node = aged("blank_image", version, gone=1)
    left = loaded(drawing, catalog, node)
    assert (left.version_status, left.values["gone"]) == ("incompatible", 1)


def test_a_mapping_is_completed_inside(drawing, catalog, aged):
    node = aged(
        "integer_generator", "0.9.0", generator={"type": "integer_generator_arithmetic_sequence", "count": 3}
    )
    drawing.data(node)["version"] = catalog["integer_generator"].version.rpartition(".")[0] + ".99"
    assert loaded(drawing, catalog, node).values["generator"]["step"] == 1


def test_undeclared_inputs_survive_where_the_node_takes_any(drawing, catalog, aged):
    node = aged("core_metadata", "2.0.0", mine={"type": "anything"})
    assert loaded(drawing, catalog, node).values["mine"] == {"type": "anything"}


@pytest.mark.parametrize(
    ("version", "fed", "moved"), [("1.0.0", False, True), ("1.0.1", False, True), ("1.0.0", True, False)]
)
def test_the_pictures_of_an_old_image_collection_move_to_their_new_input(
    drawing, catalog, aged, version, fed, moved
):
    pictures = [{"image_name": "a.png"}]
    node = aged("image_collection", version, collection=pictures, images=MISSING)
    if fed:
        drawing.edge(drawing.node("image_collection"), "collection", node, "collection")
    drawing.show((node, "collection"))
    workflow = load(drawing.definition(), catalog)
    assert (workflow.nodes[node].values["images"] == pictures) is moved
    assert [field.field_name for field in workflow.form.fields()] == ["images"]
