"""The Python SDK for InvokeAI: one client for workflows, boards, images and models."""

from invokeai_py_client.client import InvokeAIClient
from invokeai_py_client.client_async import AsyncInvokeAIClient
from invokeai_py_client.shipped import shipped_workflow, shipped_workflows

__version__ = "2.0.0a1"

__all__ = ["AsyncInvokeAIClient", "InvokeAIClient", "__version__", "shipped_workflow", "shipped_workflows"]
