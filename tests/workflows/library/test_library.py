"""The library of workflows on a server."""

import pytest

from ivk_workflows import WorkflowRepository, definition_from_server
from ivk_workflows.library.errors import AmbiguousWorkflowError, WorkflowNotFoundError

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest.fixture
def library(client):
    return client.repository(WorkflowRepository)


@pytest.fixture
def document(builder):
    """Return a workflow with a unique name."""
    add = builder.node("add", "Sum", a=1, b=2)
    builder.show((add, "a"))
    builder.document.update(name="Sums of ours", tags="ours, sums", description="adds", author="me")
    return builder.document


@pytest.fixture
def saved(library, document):
    """Save the workflow in the library, and return its record."""
    kept = library.create(document)
    yield kept
    if any(each.workflow_id == kept.workflow_id for each in library.list()):
        library.delete(kept.workflow_id)


def test_a_created_workflow_is_returned_whole(library, document, saved):
    again = library.get_saved(saved.workflow_id)
    assert again.workflow["nodes"] == document["nodes"]
    assert again.definition.name == "Sums of ours"
    assert again.workflow["id"] == saved.workflow_id


def test_a_handle_is_returned_by_id_and_by_name(library, saved):
    for name in (saved.workflow_id, "Sums of ours"):
        assert [each.label for each in library.get(name).inputs] == ["A"]
        assert definition_from_server(library._client, name).name == "Sums of ours"


def test_the_error_about_an_unknown_name_suggests_a_similar_one(library, saved):
    with pytest.raises(WorkflowNotFoundError, match=r"(?s)'Sum of ours'.*Did you mean 'Sums of ours'"):
        library.get("Sum of ours")


def test_the_error_about_an_ambiguous_name_lists_the_ids(library, document, saved):
    other = library.create(document)
    try:
        with pytest.raises(AmbiguousWorkflowError) as raised:
            library.get("Sums of ours")
        assert set(raised.value.ids) == {saved.workflow_id, other.workflow_id}
    finally:
        library.delete(other.workflow_id)


def test_workflows_are_listed_by_text_tag_and_category(library, saved):
    def names(**filters):
        return [each.name for each in library.list(**filters)]

    assert "Sums of ours" in names()
    assert names(query="adds", categories=["user"]) == ["Sums of ours"]
    assert names(tags=["sums"], categories=["user"]) == ["Sums of ours"]
    assert names(tags=["others"], categories=["user"]) == []
    assert "Sums of ours" not in names(categories=["default"])


def test_a_listing_has_pages(library, document, saved):
    other = library.create({**document, "name": "Sums of ours too"})
    try:
        options = {"query": "Sums of ours", "order_by": "name", "direction": "ASC", "per_page": 1}
        found = [library.list(page=page, **options)[0].name for page in (0, 1)]
        assert found == ["Sums of ours", "Sums of ours too"]
    finally:
        library.delete(other.workflow_id)


def test_tags_are_listed(library, saved):
    assert {"ours", "sums"} <= set(library.list_tags())


def test_a_workflow_is_replaced(library, document, saved):
    library.update(saved.workflow_id, {**document, "name": "Renamed sums"})
    assert library.get_saved(saved.workflow_id).name == "Renamed sums"


def test_a_workflow_is_deleted(library, saved):
    library.delete(saved.workflow_id)
    with pytest.raises(WorkflowNotFoundError, match=saved.workflow_id):
        library.get(saved.workflow_id)


def test_the_time_of_opening_is_recorded(library, saved):
    library.mark_opened(saved.workflow_id)
    assert library.get_saved(saved.workflow_id).opened_at


def test_a_workflow_is_made_public_and_private_again(library, saved):
    assert library.set_public(saved.workflow_id).is_public is True
    assert library.set_public(saved.workflow_id, False).is_public is False


def test_a_thumbnail_is_set_fetched_and_deleted(library, saved, tmp_path):
    file = tmp_path / "pixel.png"
    file.write_bytes(PIXEL)
    for image in (PIXEL, file):
        library.set_thumbnail(saved.workflow_id, image)
        assert len(library.get_thumbnail(saved.workflow_id)) > 20
    library.delete_thumbnail(saved.workflow_id)
    with pytest.raises(WorkflowNotFoundError):
        library.get_thumbnail(saved.workflow_id)


@pytest.mark.parametrize(
    "ask",
    [
        lambda library: library.delete("none"),
        lambda library: library.get_thumbnail("none"),
        lambda library: library.mark_opened("none"),
        lambda library: library.get_saved("none"),
    ],
    ids=["delete", "get_thumbnail", "mark_opened", "get_saved"],
)
def test_the_error_names_an_unknown_id(library, ask):
    with pytest.raises(WorkflowNotFoundError, match="'none'"):
        ask(library)


def test_a_document_that_is_not_a_workflow_is_not_sent(library):
    with pytest.raises(ValueError, match="not a workflow"):
        library.create({"a": 1})
