"""Node templates: the node types of a server, and a bundled catalog for use without a server."""

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
