"""The values of generator nodes, the same that the GUI generates."""

from ivk_workflows.compile.generating.generate import generated

__all__ = ["generated"]
