"""The graph of a batch: its shape, and the rules that it must keep before it is enqueued."""

from ivk_devserver.graph.check import check_executable, check_graph
from ivk_devserver.graph.errors import GraphError, NotExecutableError
from ivk_devserver.graph.model import Edge, EdgeEnd, Graph

__all__ = ["Edge", "EdgeEnd", "Graph", "GraphError", "NotExecutableError", "check_executable", "check_graph"]
