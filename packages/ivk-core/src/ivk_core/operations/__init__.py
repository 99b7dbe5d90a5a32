"""Calling any operation of a server by its operation id, as its OpenAPI document describes it.

`document` parses the OpenAPI document, `binding` makes a request from arguments, and `calls` sends it.
"""

from ivk_core.operations.document import Document
from ivk_core.operations.operation import Body, Operation, Parameter

__all__ = ["Body", "Document", "Operation", "Parameter"]
