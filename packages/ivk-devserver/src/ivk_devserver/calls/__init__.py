"""Workflows that call workflows: a node runs a workflow of the library as an item of its own.

While the called item runs, the calling one waits. Its node's result is what the called workflow returned.
"""
