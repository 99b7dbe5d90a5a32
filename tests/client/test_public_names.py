"""The names that programs import: facade modules, shipped workflows, and what an import loads."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

from invokeai_py_client import InvokeAIClient, shipped_workflow, shipped_workflows
from ivk_workflows import Workflow

PUBLIC = {
    "workflow": ["WorkflowDefinition", "WorkflowHandle", "WorkflowRepository"],
    "board": ["BoardRepository", "BoardHandle"],
    "dnn_model": ["DnnModelRepository"],
    "queue": ["QueueRepository", "QueueHandle", "JobStatus"],
    "models": ["IvkImage", "IvkJob", "IvkDnnModel", "JobStatus", "ImageCategory", "BaseModelEnum"],
    "exceptions": [
        *("InvokeAIError", "ConnectionError", "TimeoutError", "AuthenticationError", "APIError"),
        *("ValidationError", "WorkflowError", "BoardError"),
    ],
    "ivk_fields": [
        *("IvkField", "IvkStringField", "IvkIntegerField", "IvkFloatField", "IvkBooleanField"),
        *("IvkImageField", "IvkBoardField", "IvkLatentsField", "IvkTensorField", "IvkModelIdentifierField"),
        *("IvkUNetField", "IvkCLIPField", "IvkTransformerField", "IvkLoRAField", "IvkColorField"),
        *("IvkBoundingBoxField", "IvkCollectionField", "IvkEnumField", "IvkSchedulerField", "SchedulerName"),
    ],
    "quick": [],
}


@pytest.mark.parametrize("facade", PUBLIC)
def test_a_facade_module_exports_every_public_name(facade):
    module = importlib.import_module(f"invokeai_py_client.{facade}")

    assert set(PUBLIC[facade]) <= set(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("facade", PUBLIC)
def test_a_facade_module_offers_only_its_public_names(facade):
    module = importlib.import_module(f"invokeai_py_client.{facade}")

    assert dir(module) == sorted(module.__all__)


def test_all_errors_and_credentials_can_be_imported_from_the_package():
    package = importlib.import_module("invokeai_py_client")
    exceptions = importlib.import_module("invokeai_py_client.exceptions")

    for name in exceptions.__all__:
        assert getattr(package, name) is getattr(exceptions, name)
    assert {"LoginAuth", "BasicAuth", "BearerAuth", "HeaderAuth", "CallableAuth"} <= set(package.__all__)
    assert set(exceptions.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="NoSuchError"):
        package.NoSuchError  # noqa: B018


def test_every_error_of_every_package_is_among_the_exceptions():
    exceptions = importlib.import_module("invokeai_py_client.exceptions")
    for name in ("ivk_core", "ivk_fields", "ivk_boards", "ivk_models", "ivk_workflows", "invokeai_py_client"):
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(module.name)
    ours = ("ivk_", "invokeai_py_client")
    found = {
        each.__name__ for each in subclasses(exceptions.InvokeAIError) if each.__module__.startswith(ours)
    }

    assert found - set(exceptions.__all__) == set()


def subclasses(kind):
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def test_all_errors_are_subclasses_of_one_error():
    exceptions = importlib.import_module("invokeai_py_client.exceptions")
    errors = [getattr(exceptions, name) for name in exceptions.__all__ if name.endswith("Error")]

    assert all(issubclass(error, exceptions.InvokeAIError) for error in errors)


def test_every_lookup_of_an_unknown_model_raises_the_same_error(embedded_url: str):
    from invokeai_py_client.exceptions import ModelNotFoundError, NameNotFoundError

    with InvokeAIClient.from_url(embedded_url) as client:
        with pytest.raises(ModelNotFoundError):
            client.dnn_model_repo.get_by_name("no such model")
        with pytest.raises(NameNotFoundError):
            client.board_repo.get_board_handle("no such board")
        workflow = client.workflow_repo.create_workflow(shipped_workflow("sdxl-text-to-image"))
        with pytest.raises(ModelNotFoundError):
            workflow.run(model="no such model")


@pytest.mark.parametrize("name", shipped_workflows())
def test_a_shipped_workflow_has_inputs_and_lacks_only_a_model(name):
    workflow = Workflow(shipped_workflow(name))

    assert workflow.list_inputs()
    assert [problem.kind for problem in workflow.check()] == ["missing_input"]


def test_the_error_for_an_unknown_shipped_workflow_lists_the_shipped_ones():
    with pytest.raises(LookupError, match="sdxl-text-to-image"):
        shipped_workflow("no-such-workflow")


@pytest.mark.parametrize("module", ["socketio", "aiohttp", "PIL", "numpy", "ivk_workflows", "ivk_boards"])
def test_importing_the_client_does_not_import_other_packages_yet(module):
    code = f"import sys, invokeai_py_client; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
