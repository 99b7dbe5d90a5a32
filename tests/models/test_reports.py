"""Models in the overview of a server and in the report of the doctor."""

import json

import pytest

from ivk_core.doctor import Level
from ivk_core.flow import Response
from ivk_models import hooks

MAIN = {"key": "k", "name": "n", "base": "sdxl", "type": "main"}
VAE = {**MAIN, "key": "v", "type": "vae"}


def answer(flow, models):
    """Send a listing of models to a flow, and return the result of the flow."""
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(Response(content=json.dumps({"models": models}).encode()))
    return end.value.value


def test_a_server_without_a_main_model_gets_a_warning():
    [check] = hooks.ivk_register_server_checks()
    assert not check.is_vital
    assert answer(check.look(), [VAE]).level is Level.WARNING
    finding = answer(check.look(), [VAE, MAIN])
    assert (finding.level, finding.text) == (Level.OK, "2 installed, 1 of them main models")


def test_the_overview_has_the_number_of_models():
    assert answer(hooks.ivk_describe_server(), [VAE, MAIN]) == {"models_count": 2}
