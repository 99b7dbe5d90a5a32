import pytest

from ivk_fields.missing import MISSING
from ivk_workflows.compile import load


def loaded(builder, catalog, node):
    return load(builder.definition(), catalog).nodes[node]


@pytest.fixture
def versioned(builder):
    """Return a function that adds a node of a version."""

    def add(type_, version, **values):
        node = builder.node(type_, **values)
        builder.data(node)["version"] = version
        return node

    return add


def test_within_a_major_version_missing_inputs_get_defaults_and_unknown_ones_are_removed(
    builder, catalog, versioned
):
    node = versioned("blank_image", "1.0.0", width=64, height=MISSING, gone=1)
    updated = loaded(builder, catalog, node)
    assert (updated.version_status, updated.values["width"], updated.values["height"]) == ("updated", 64, 512)
    assert "gone" not in updated.values


def test_a_newer_minor_version_is_changed_to_the_servers_version(builder, catalog, versioned):
    assert loaded(builder, catalog, versioned("blank_image", "1.99.0")).version_status == "updated"


@pytest.mark.parametrize("version", ["0.9.0", "2.0.0", ""])
def test_a_node_of_another_major_version_is_not_changed(builder, catalog, versioned, version):
    node = versioned("blank_image", version, gone=1)
    left = loaded(builder, catalog, node)
    assert (left.version_status, left.values["gone"]) == ("incompatible", 1)


def test_a_mapping_is_completed_key_by_key(builder, catalog, versioned):
    node = versioned(
        "integer_generator", "0.9.0", generator={"type": "integer_generator_arithmetic_sequence", "count": 3}
    )
    builder.data(node)["version"] = catalog["integer_generator"].version.rpartition(".")[0] + ".99"
    assert loaded(builder, catalog, node).values["generator"]["step"] == 1


def test_undeclared_inputs_are_kept_if_the_node_takes_any(builder, catalog, versioned):
    node = versioned("core_metadata", "2.0.0", mine={"type": "anything"})
    assert loaded(builder, catalog, node).values["mine"] == {"type": "anything"}


@pytest.mark.parametrize(
    ("version", "fed", "moved"), [("1.0.0", False, True), ("1.0.1", False, True), ("1.0.0", True, False)]
)
def test_the_images_of_an_old_image_collection_move_to_their_new_input(
    builder, catalog, versioned, version, fed, moved
):
    old_images = [{"image_name": "a.png"}]
    node = versioned("image_collection", version, collection=old_images, images=MISSING)
    if fed:
        builder.edge(builder.node("image_collection"), "collection", node, "collection")
    builder.show((node, "collection"))
    workflow = load(builder.definition(), catalog)
    assert (workflow.nodes[node].values["images"] == old_images) is moved
    assert [field.field_name for field in workflow.form.fields()] == ["images"]
