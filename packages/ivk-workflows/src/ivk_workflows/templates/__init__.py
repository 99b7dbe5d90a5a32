"""Node templates: what a server says about its node types, and the bundled catalog for use without one."""

from ivk_workflows.templates.bundled import BUNDLED_VERSION, bundled_catalog
from ivk_workflows.templates.catalog import TemplateCatalog
from ivk_workflows.templates.template import NodeTemplate, OutputSpec, SlotType

__all__ = [
    "BUNDLED_VERSION",
    "NodeTemplate",
    "OutputSpec",
    "SlotType",
    "TemplateCatalog",
    "bundled_catalog",
]
