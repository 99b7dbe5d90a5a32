"""The values that generator nodes make, the same numbers that the GUI makes."""

from ivk_workflows.compile.generating.generate import generated

__all__ = ["generated"]
