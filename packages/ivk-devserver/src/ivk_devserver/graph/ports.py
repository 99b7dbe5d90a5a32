"""Which output may feed which input.

A port's type is a small immutable value made from its schema: a word (``"int"``, ``"any"``), or a tuple of a
kind and its parts (``("list", "int")``, ``("union", …)``, ``("literal", …)``, ``("object", name)``).
"""

from typing import Any

from ivk_devserver.catalog.catalog import REF, Schema, load_catalog

__all__ = ["Port", "accepts", "collection_items", "input_port", "is_collection", "output_port"]

Port = Any
ANY = "any"
NULL = "null"
_WORDS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": NULL}
_CASTS = frozenset({("int", "float"), ("int", "str"), ("float", "str"), ("bool", "int")})


def input_port(kind: str, field: str) -> Port:
    """Give the type of a node's input field."""
    return _port(load_catalog().inputs(kind)[field])


def output_port(kind: str, field: str) -> Port:
    """Give the type of a field of a node's output."""
    return _port(load_catalog().outputs(kind)[field])


def accepts(target: Port, source: Port) -> bool:
    """Say whether a value of type ``source`` may flow into an input of type ``target``."""
    if source == target or (source, target) in _CASTS or _is_any(source) or _is_any(target):
        return True
    if source in _parts(target) or target in _parts(source):
        return True
    return bool(_parts(source)) and set(_parts(source)) <= set(_parts(target))


def is_collection(port: Port) -> bool:
    """Say whether a port holds, or may hold, a list."""
    return _kind(port) == "list" or any(_kind(part) == "list" for part in _parts(port))


def collection_items(port: Port) -> set[Port]:
    """Give the types that the items of a collection may have."""
    if _is_any(port):
        return {ANY}
    lists = [port] if _kind(port) == "list" else [part for part in _parts(port) if _kind(part) == "list"]
    return {item for entry in lists for item in entry[1:] if item != NULL}


def _port(schema: Schema) -> Port:
    if "$ref" in schema:
        return ("object", schema["$ref"].removeprefix(REF))
    if "anyOf" in schema:
        return ("union", *(_port(part) for part in schema["anyOf"]))
    if "enum" in schema:
        return ("literal", *schema["enum"])
    if schema.get("type") == "array":
        return ("list", _port(schema.get("items", {})))
    return _WORDS.get(schema.get("type", ""), ANY)


def _kind(port: Port) -> str:
    return str(port[0]) if isinstance(port, tuple) else str(port)


def _parts(port: Port) -> tuple[Port, ...]:
    return port[1:] if isinstance(port, tuple) and port[0] != "object" else ()


def _is_any(port: Port) -> bool:
    return port == ANY or ANY in _parts(port)
