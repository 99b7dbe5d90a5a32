"""Every operation that a server has, reached by its name: the server's own description says how.

`document` reads that description, `placing` turns arguments into a request, and `calls` sends it.
"""

from ivk_core.operations.document import Document
from ivk_core.operations.operation import Body, Operation, Parameter

__all__ = ["Body", "Document", "Operation", "Parameter"]
