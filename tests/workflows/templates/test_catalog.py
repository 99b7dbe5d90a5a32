import pytest

from ivk_fields.spec import FieldType
from ivk_workflows.errors import UnknownNodeError
from ivk_workflows.templates import TemplateCatalog, bundled_catalog


def node_schema(type_="pack_node", **properties):
    base = {
        "type": {"type": "string", "default": type_, "const": type_, "field_kind": "node_attribute"},
        "use_cache": {"type": "boolean", "default": False, "field_kind": "node_attribute"},
    }
    return {
        "class": "invocation",
        "title": "Pack Node",
        "version": "2.1.0",
        "node_pack": "third-party-pack",
        "properties": properties | base,
        "output": {"$ref": "#/components/schemas/PackOutput"},
    }


PACK_OUTPUT = {
    "class": "output",
    "properties": {
        "mood": {"$ref": "#/components/schemas/MoodField", "field_kind": "output", "title": "Mood"},
        "type": {"default": "pack_output", "field_kind": "node_attribute"},
    },
}


def catalog_of(**properties):
    schemas = {"PackNode": node_schema(**properties), "PackOutput": PACK_OUTPUT}
    return TemplateCatalog.from_openapi({"components": {"schemas": schemas}})


def field(**schema):
    return {"field_kind": "input", "input": "any", "orig_required": False, **schema}


def test_the_bundled_catalog_has_every_node_of_a_stock_server(catalog):
    templates = [catalog[node_type] for node_type in catalog]
    assert len(templates) == len(catalog) == 309
    assert all(template.version and template.output_type for template in templates)


def test_a_template_has_type_limits_default_and_title(catalog):
    width = catalog["noise"].inputs["width"]
    assert (width.title, width.type, width.default) == ("Width", FieldType("IntegerField"), 512)
    assert (width.exclusive_minimum, width.multiple_of, width.required) == (0, 8, False)


def test_the_type_that_the_server_states_for_the_editor_is_used(catalog):
    scheduler = catalog["denoise_latents"].inputs["scheduler"]
    assert scheduler.type == FieldType("SchedulerField")
    assert "euler_a" in scheduler.choices
    assert catalog["denoise_latents"].original_types["scheduler"] == FieldType("EnumField")


def test_reserved_names_are_not_inputs(catalog):
    assert "index" not in catalog["iterate"].inputs
    assert not {"id", "type", "use_cache", "is_intermediate"} & catalog["noise"].inputs.keys()


def test_the_lists_of_batch_nodes_are_not_compatible_with_ordinary_lists(catalog):
    assert catalog["integer_batch"].inputs["integers"].type.batch
    assert catalog["integer_generator"].outputs["integers"].type.batch
    assert not catalog["integer_collection"].inputs["collection"].type.batch


def test_third_party_nodes_are_in_the_catalog_like_any_other():
    template = catalog_of(mood=field(**{"$ref": "#/components/schemas/MoodField"}))["pack_node"]
    assert (template.node_pack, template.version, template.use_cache) == ("third-party-pack", "2.1.0", False)
    assert template.inputs["mood"].type == FieldType("MoodField")
    assert template.outputs["mood"].type == FieldType("MoodField")


@pytest.mark.parametrize(
    ("schema", "type_"),
    [
        ({"type": "integer"}, FieldType("IntegerField")),
        ({"type": "string", "enum": ["a"]}, FieldType("EnumField")),
        ({"const": "a", "type": "string"}, FieldType("EnumField")),
        ({"allOf": [{"$ref": "#/x/ImageField"}]}, FieldType("ImageField")),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, FieldType("FloatField")),
        ({"anyOf": [{"$ref": "#/x/ImageField"}, {"type": "null"}]}, FieldType("ImageField")),
        ({"type": "array", "items": {"type": "string"}}, FieldType("StringField", "COLLECTION")),
        ({"type": "array", "items": {"$ref": "#/x/ImageField"}}, FieldType("ImageField", "COLLECTION")),
        (
            {"anyOf": [{"type": "number"}, {"type": "array", "items": {"type": "number"}}]},
            FieldType("FloatField", "SINGLE_OR_COLLECTION"),
        ),
        (
            {"anyOf": [{"type": "array", "items": {"$ref": "#/x/LoRAField"}}, {"$ref": "#/x/LoRAField"}]},
            FieldType("LoRAField", "SINGLE_OR_COLLECTION"),
        ),
        (
            {"ui_type": "CollectionField", "type": "array", "items": {}},
            FieldType("CollectionField", "COLLECTION"),
        ),
    ],
)
def test_a_type_is_named_after_its_schema(schema, type_):
    assert catalog_of(given=field(**schema))["pack_node"].inputs["given"].type == type_


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object"},
        {"type": "array", "items": {"type": "object"}},
        {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]},
        {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "number"}]},
        {"type": "string", "ui_type": "IsIntermediate"},
    ],
)
def test_an_input_whose_type_has_no_name_is_left_out(schema):
    assert "given" not in catalog_of(given=field(**schema))["pack_node"].inputs


def test_limits_and_choices_of_an_optional_value_are_used():
    optional = {"anyOf": [{"type": "string", "enum": ["a", "b"], "maxLength": 1}, {"type": "null"}]}
    spec = catalog_of(given=field(**optional))["pack_node"].inputs["given"]
    assert (spec.choices, spec.max_length) == (("a", "b"), 1)


def test_a_name_without_a_title_gets_one():
    assert catalog_of(cfg_scale=field(type="number"))["pack_node"].inputs["cfg_scale"].title == "Cfg Scale"


def test_the_error_about_an_unknown_node_suggests_a_similar_one(catalog):
    with pytest.raises(UnknownNodeError, match=r"no node of type 'nois'.*\n.*'noise'"):
        catalog["nois"]
    assert catalog.get("nois") is None
    assert "nois" not in catalog


def test_a_template_is_parsed_once(catalog):
    assert catalog["noise"] is catalog["noise"]
    assert bundled_catalog() is catalog


def test_a_compact_catalog_has_the_same_templates_and_no_descriptions(catalog):
    compact = catalog.compact()
    again = TemplateCatalog.from_openapi(compact)
    assert again["noise"].inputs == catalog["noise"].inputs
    assert "description" not in compact["components"]["schemas"]["NoiseInvocation"]["properties"]["seed"]
