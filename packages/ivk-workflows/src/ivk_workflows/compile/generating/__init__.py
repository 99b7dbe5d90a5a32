"""The values of generator nodes, the same that the GUI generates."""

from ivk_workflows.compile.generating.generate import check_size, generated, is_too_large

__all__ = ["check_size", "generated", "is_too_large"]
