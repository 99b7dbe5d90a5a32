"""The outputs of results: labels, iterations, files and file names."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivk_boards import ImageNotFoundError
from ivk_core import AsyncClient, hookimpl
from ivk_core.client import Client
from ivk_core.errors import ConfigurationError
from ivk_core.flow import Request
from ivk_workflows.jobs import submit, submit_async
from ivk_workflows.outputs import ImageFile, JobResult, OutputMapper, map_outputs_to_images
from ivk_workflows.outputs.errors import AmbiguousOutputError, OutputNotFoundError
from ivk_workflows.outputs.naming import relative_path, reserve

Body = dict[str, Any]


def edge(source: str, output: str, target: str, field: str) -> Body:
    return {
        "source": {"node_id": source, "field": output},
        "destination": {"node_id": target, "field": field},
    }


def node(node_id: str, node_type: str, **inputs: Any) -> Body:
    return {"id": node_id, "type": node_type, "is_intermediate": False, **inputs}


def body(*nodes: Body, edges: list[Body] | None = None, workflow: Body | None = None) -> Body:
    graph = {"id": "g", "nodes": {one["id"]: one for one in nodes}, "edges": edges or []}
    batch: Body = {"graph": graph, "runs": 1}
    if workflow is not None:
        batch["workflow"] = workflow
    return {"batch": batch}


def image_body(width: int = 24, height: int = 16, **more: Any) -> Body:
    return body(
        node("words", "string", value="../../up: a\ncat?"),
        node("blank", "blank_image", width=8, height=8, is_intermediate=True),
        node("size", "img_resize", width=width, height=height),
        edges=[edge("blank", "image", "size", "image")],
        **more,
    )


def made(client: Client, sent: Body) -> JobResult:
    return submit(client, sent).job.result(20)


def test_outputs_are_found_by_node_type_and_index(client: Client) -> None:
    result = made(client, image_body())

    assert result.outputs["words"].value == "../../up: a\ncat?"
    assert result.outputs.by_type("image_output").values == result.images
    assert result.outputs.by_node("size")[0].node_type == "img_resize"
    assert [output.node_id for output in result.intermediates] == ["blank"]


def test_the_error_about_an_unknown_output_suggests_a_similar_one(client: Client) -> None:
    result = made(client, image_body())

    with pytest.raises(KeyError, match=r"'word'\.\nDid you mean 'words'"):
        result.outputs["word"]
    with pytest.raises(OutputNotFoundError, match="there is none"):
        _ = result.outputs.by_node("unknown").value
    with pytest.raises(AmbiguousOutputError, match="there are 2"):
        _ = result.outputs.value
    assert "words" in result.outputs
    assert "image_output" in result.outputs
    assert result.outputs[0] in result.outputs
    assert "word" not in result.outputs


def test_an_intermediate_image_is_not_the_image_and_the_error_says_where_it_is(client: Client) -> None:
    body = image_body()
    for node in body["batch"]["graph"]["nodes"].values():
        node["is_intermediate"] = node["type"] != "string"
    with pytest.raises(OutputNotFoundError, match=r"see \.intermediates"):
        _ = made(client, body).image


def test_outputs_are_found_by_the_labels_of_the_workflow(client: Client) -> None:
    parts = [{"id": "size", "type": "invocation", "data": {"id": "size", "label": "The End"}}]
    workflow = {"name": "W", "author": "", "description": "", "version": "", "contact": "", "tags": ""}
    workflow |= {"notes": "", "exposedFields": [], "meta": {"version": "3.0.0", "category": "user"}}
    result = made(client, image_body(workflow={**workflow, "nodes": parts, "edges": [], "form": None}))

    assert result.outputs["The End"].value == result.outputs.by_label("The End").value == result.image
    assert map_outputs_to_images(result)[0]["label"] == "The End"


def test_iterations_are_in_order(client: Client) -> None:
    sent = body(
        node("numbers", "integer_collection", collection=[5, 1, 4]),
        node("each", "iterate"),
        node("sum", "add", b=10),
        edges=[edge("numbers", "collection", "each", "collection"), edge("each", "item", "sum", "a")],
    )
    outputs = made(client, sent).outputs.by_node("sum")

    assert outputs.values == [15, 11, 14]
    assert [output.iteration for output in outputs] == [(0,), (1,), (2,)]


def test_an_image_that_was_only_passed_on_is_not_a_result(client: Client) -> None:
    given_name = made(client, image_body()).image.name
    sent = body(
        node("given", "image", image={"image_name": given_name}),
        node("size", "img_resize", width=4, height=4),
        edges=[edge("given", "image", "size", "image")],
    )
    result = made(client, sent)

    assert len(result.images) == 1
    assert result.image.name != given_name


def test_files_are_downloaded_on_request(client: Client, tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    pytest.importorskip("numpy")
    image = made(client, image_body(24, 16)).image
    buffer = BytesIO()
    image.save(buffer)
    image.save(tmp_path / "a.png")

    assert isinstance(image, ImageFile)
    assert image.pil().size == (24, 16)
    assert image.numpy().shape == (16, 24, 3)
    assert image.read() == buffer.getvalue() == (tmp_path / "a.png").read_bytes()
    with pytest.raises(ImageNotFoundError):
        ImageFile("nothing.png", client).read()


def test_images_by_node_are_plain_data_from_any_form_of_an_item(client: Client) -> None:
    result = made(client, image_body())
    expected = [
        {
            "node_id": "size",
            "node_type": "img_resize",
            "label": "",
            "board_id": None,
            "image_names": [result.image.name],
        }
    ]

    assert map_outputs_to_images(result) == expected
    assert map_outputs_to_images(result.item) == expected
    assert map_outputs_to_images(result.item.model_dump(mode="json")) == expected
    assert (result.get("status"), result["item_id"]) == ("completed", result.item.item_id)


def test_images_are_saved_with_notes_and_replace_no_file(client: Client, tmp_path: Path) -> None:
    result = made(client, image_body())
    (first,) = result.save_all(tmp_path / "new")
    (second,) = result.save_all(tmp_path / "new")
    notes = json.loads(first.with_suffix(".json").read_text("utf-8"))

    assert first.name == "0000__.. .. up a cat.png"
    assert second.stem == first.stem + "_2"
    assert first.read_bytes() == result.image.read()
    assert notes["image_name"] == result.image.name
    assert notes["server_version"] == client.server.version
    assert notes["nodes"]["size"]["width"] == 24
    assert notes["seconds"] >= 0


def test_threads_that_save_into_one_folder_never_use_the_same_name(client: Client, tmp_path: Path) -> None:
    result = made(client, image_body())
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(lambda _: result.save_all(tmp_path, "same.png"), range(24)))

    assert len({path for (path,) in saved}) == 24
    assert {path.read_bytes() for (path,) in saved} == {result.image.read()}


@pytest.mark.parametrize("template", ["config.json", "{item_id}", "a.b", ""])
def test_an_image_is_saved_with_an_image_suffix_and_not_over_its_notes(
    client: Client, tmp_path: Path, template: str
) -> None:
    (path,) = made(client, image_body()).save_all(tmp_path, template)

    assert path.suffix == ".png"
    assert path.read_bytes().startswith(b"\x89PNG")
    assert json.loads(path.with_suffix(".json").read_text("utf-8"))["file"] == path.name


def test_a_failed_download_leaves_no_empty_file(client: Client, tmp_path: Path) -> None:
    result = made(client, image_body())
    client.send(
        Request("DELETE", "/images/i/{name}", path={"name": result.image.name}, operation="delete_image")
    )
    with pytest.raises(ImageNotFoundError):
        result.save_all(tmp_path)

    assert list(tmp_path.iterdir()) == []


async def test_the_async_result_saves_the_same(server_url: str, tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    async with AsyncClient(server_url) as client:
        result = await (await submit_async(client, image_body())).job
        (path,) = await result.save_all(tmp_path, "{item_id}/{image_name}.png", notes=False)

        assert path.read_bytes() == await result.image.read()
        assert path.parent == tmp_path / str(result.item.item_id)


def test_the_error_about_a_template_lists_the_known_values() -> None:
    with pytest.raises(ConfigurationError, match="item_id, prompt"):
        relative_path("{nothing}.png", {"item_id": 1, "prompt": ""})
    with pytest.raises(ConfigurationError):
        relative_path("{prompt.__class__}", {"prompt": ""})
    with pytest.raises(ConfigurationError):
        relative_path("{prompt:d}", {"prompt": "words"})


@given(st.text(max_size=400))
def test_a_value_never_leaves_the_folder_or_creates_another_one(text: str) -> None:
    path = relative_path("{prompt}.png", {"prompt": text})

    assert not path.is_absolute()
    assert len(path.parts) == 1
    assert path.name not in {".", ".."}
    assert len(path.name.encode()) <= 255
    assert not set(path.name) & set('<>:"/\\|?*\0\n')


def test_names_that_windows_reserves_are_changed() -> None:
    assert relative_path("{prompt}.png", {"prompt": "CON"}) == Path("_CON.png")


def test_existing_notes_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("mine")

    assert reserve(tmp_path / "a.png").name == "a_2.png"
    assert reserve(tmp_path / "a.png").name == "a_3.png"


def test_slashes_of_the_template_make_folders_but_never_leave_the_folder() -> None:
    assert relative_path("../a/{seed}/b.png", {"seed": 7}) == Path("_/a/7/b.png")


def test_a_plugin_can_convert_an_output(server_url: str) -> None:
    class Doubling:
        @hookimpl
        def ivk_register_output_mappers(self) -> list[OutputMapper]:
            return [OutputMapper(["integer_output"], lambda output, files: output["value"] * 2)]

    with Client(server_url) as client:
        client.plugins.add(Doubling())
        assert made(client, body(node("sum", "add", a=20, b=1))).outputs["sum"].value == 42


def test_an_output_without_a_mapper_is_returned_as_the_server_sent_it(client: Client) -> None:
    result = made(client, body(node("point", "bounding_box", x_min=1, x_max=2, y_min=3, y_max=4)))

    assert result.outputs["point"].value["type"] == "bounding_box_output"
