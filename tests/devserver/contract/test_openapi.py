"""The schemas of nodes in the OpenAPI document."""

import pytest

from ivk_devserver.catalog.catalog import load_catalog


@pytest.fixture(scope="module")
def documents():
    return {}


@pytest.fixture
def schemas(api, documents):
    if api.url not in documents:
        documents[api.url] = api.json("GET", "/openapi.json")
    return documents[api.url]["components"]["schemas"]


def without_prose(schema, *, named=False):
    if isinstance(schema, list):
        return [without_prose(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: part for key, part in schema.items() if named or key not in ("description", "examples")}
    return {key: without_prose(part, named=not named and key == "properties") for key, part in kept.items()}


@pytest.mark.parametrize("kind", sorted(load_catalog().nodes))
def test_a_node_has_the_schema_of_the_catalog(schemas, kind):
    ours = load_catalog().nodes[kind]
    name = next(name for name, schema in load_catalog().schemas.items() if schema is ours)
    assert without_prose(schemas[name]) == ours


def test_all_nodes_are_described(schemas):
    nodes = [schema for schema in schemas.values() if schema.get("class") == "invocation"]
    assert len(nodes) == 309


def test_all_schemas_that_nodes_refer_to_are_described(schemas):
    known = load_catalog().schemas
    assert all(without_prose(schemas[name]) == schema for name, schema in known.items())
