"""Values from a file."""

import json

import pytest

from ivk_workflows import InputFileError, InputNotFoundError


def test_a_json_file_sets_inputs(workflow, tmp_path):
    file = tmp_path / "values.json"
    file.write_text(json.dumps({"Positive Prompt": "fox", "width": 64}))
    workflow.set(file, seed=9)
    assert (workflow[0], workflow[2], workflow[3]) == ("fox", 64, 9)


def test_a_yaml_file_sets_inputs(workflow, tmp_path):
    pytest.importorskip("yaml")
    file = tmp_path / "values.yaml"
    file.write_text("Positive Prompt: a fox, red\nNoise.width: 64\n3: 9\n")
    workflow.set(str(file))
    assert (workflow[0], workflow[2], workflow[3]) == ("a fox, red", 64, 9)


@pytest.mark.parametrize("text", ["[1, 2]", "3", '"seed"', "{", "\x00"])
def test_the_error_names_a_file_that_is_not_an_object(workflow, tmp_path, text):
    file = tmp_path / "values.json"
    file.write_text(text)
    with pytest.raises(InputFileError, match=r"values\.json"):
        workflow.set(file)


def test_the_error_names_a_file_that_is_not_yaml(workflow, tmp_path):
    pytest.importorskip("yaml")
    file = tmp_path / "values.yml"
    file.write_text("a: [1, 2")
    with pytest.raises(InputFileError, match=r"values\.yml: this is not YAML"):
        workflow.set(file)


def test_an_image_is_not_a_file_of_values(workflow, tmp_path):
    file = tmp_path / "values.json"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\xff")
    with pytest.raises(InputFileError, match=r"values\.json: this is not a text"):
        workflow.set(file)


def test_a_missing_file_is_a_file_not_found_error(workflow, tmp_path):
    with pytest.raises(FileNotFoundError):
        workflow.set(tmp_path / "none.json")


def test_an_unknown_name_in_a_file_sets_nothing(workflow, tmp_path):
    file = tmp_path / "values.json"
    file.write_text(json.dumps({"seed": 9, "sede": 1}))
    with pytest.raises(InputNotFoundError, match="'sede'"):
        workflow.set(file)
    assert workflow.touched == {}
