"""Values that reach an input through an edge, and ranges."""

import pytest

from ivk_workflows import Workflow
from ivk_workflows.errors import WorkflowError

WARNING = ("value_will_not_fit", "warning")


def problems(workflow):
    return [(problem.kind, problem.severity) for problem in workflow.check()]


@pytest.mark.parametrize("through_connector", [False, True])
@pytest.mark.parametrize(("value", "expected"), [(250, [WARNING]), (256, []), (0, [WARNING])])
def test_an_integer_node_that_feeds_an_input_with_limits(builder, through_connector, value, expected):
    number, noise = builder.node("integer", "Size", value=value), builder.node("noise")
    source, output = number, "value"
    if through_connector:
        source, output = builder.connector(), "out"
        builder.edge(number, "value", source, "in")
    builder.edge(source, output, noise, "width")
    assert problems(Workflow(builder.definition())) == expected


def test_the_warning_names_both_inputs(builder):
    number, noise = builder.node("integer", "Size", value=250), builder.node("noise", "Noise")
    builder.edge(number, "value", noise, "width")
    builder.show((number, "value"))
    workflow = Workflow(builder.definition())
    [problem] = workflow.check()
    assert "Size -> Value: it feeds Noise -> Width, which will fail: 250 not multiple of 8" in problem.message
    assert workflow.copy().set(value=256).check() == []
    assert workflow.sweep(product={"value": [256]}).check() == []


def test_the_values_of_a_batch_node(builder):
    batch, noise = builder.node("integer_batch", integers=[256, 250]), builder.node("noise")
    builder.edge(batch, "value", noise, "width")
    assert problems(Workflow(builder.definition())) == [WARNING]


RANGES = {
    "range": {"start": 0, "stop": 10**12, "step": 1},
    "range_of_size": {"size": 10**12},
    "random_range": {"size": 10**12},
    "float_range": {"steps": 10**12},
}


@pytest.mark.parametrize("type_", RANGES)
def test_a_range_that_is_too_large_is_refused_with_the_number(builder, type_):
    builder.node(type_, "Numbers", **RANGES[type_])
    workflow = Workflow(builder.definition())
    [problem] = workflow.check()
    assert (problem.kind, problem.severity) == ("range_too_large", "error")
    assert "1,000,000,000,000 values, and the limit is 1,000,000" in problem.message


def test_a_large_step_makes_few_values(builder):
    builder.node("range", start=0, stop=10**12, step=10**9)
    builder.node("range", start=10**12, stop=10**12 + 1)
    assert problems(Workflow(builder.definition())) == []


def test_a_range_that_an_edge_feeds_is_not_known(builder):
    builder.edge(builder.node("add"), "value", builder.node("range_of_size", size=10**12), "size")
    assert problems(Workflow(builder.definition())) == []


def test_errors_of_limits_are_errors_of_workflows():
    from ivk_workflows.compile.limits import refuse_too_many

    with pytest.raises(WorkflowError, match="about 1e400"):
        refuse_too_many(10**400)
