"""What a report and an overview of a server say about its models."""

import json

import pytest

from ivk_core.doctor import Level
from ivk_core.flow import Response
from ivk_models import hooks

MAIN = {"key": "k", "name": "n", "base": "sdxl", "type": "main"}
VAE = {**MAIN, "key": "v", "type": "vae"}


def answered(flow, models):
    next(flow)
    with pytest.raises(StopIteration) as end:
        flow.send(Response(content=json.dumps({"models": models}).encode()))
    return end.value.value


def test_a_server_without_a_main_model_gets_a_warning():
    [check] = hooks.ivk_register_server_checks()
    assert not check.is_vital
    assert answered(check.look(), [VAE]).level is Level.WARNING
    finding = answered(check.look(), [VAE, MAIN])
    assert (finding.level, finding.text) == (Level.OK, "2 installed, 1 of them main models")


def test_the_overview_counts_models():
    assert answered(hooks.ivk_describe_server(), [VAE, MAIN]) == {"models_count": 2}
