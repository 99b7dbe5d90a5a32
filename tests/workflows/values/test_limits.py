"""What would take unbounded memory or make too many jobs is refused, with the number and the limit."""

import tracemalloc

import pytest

from ivk_fields import FieldValueError
from ivk_fields.values.generators import IntegerArithmeticSequence, StringDynamicPromptsCombinatorial
from ivk_workflows import Workflow
from ivk_workflows.compile import BoardImages, load, needs
from ivk_workflows.errors import BatchError
from ivk_workflows.jobs.batch import combinations, count, match, remainder, with_batch_id
from ivk_workflows.queue.schemas import QueueItemSummary

LIMIT = "limit (is|for one submission is) 100,000"


@pytest.fixture(autouse=True)
def little_memory():
    tracemalloc.start()
    yield
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300e6


def generating(builder, kind, settings):
    generator, batch = builder.node(f"{kind}_generator", generator=settings), builder.node(f"{kind}_batch")
    builder.edge(generator, f"{kind}s", batch, f"{kind}s")
    target = {"string": ("string", "value"), "integer": ("add", "a"), "float": ("float", "value")}[kind]
    builder.edge(batch, "value", builder.node(target[0]), target[1])
    return Workflow(builder.definition())


SETTINGS = [
    ("float", "float_generator_arithmetic_sequence", {"start": 0, "step": 0.1}),
    ("float", "float_generator_linear_distribution", {"start": 0, "end": 1}),
    ("float", "float_generator_random_distribution_uniform", {"min": 0, "max": 1}),
    ("integer", "integer_generator_arithmetic_sequence", {"start": 0, "step": 1}),
    ("integer", "integer_generator_linear_distribution", {"start": 0, "end": 9}),
    ("integer", "integer_generator_random_distribution_uniform", {"min": 0, "max": 9, "seed": 1}),
]


@pytest.mark.parametrize("number", [1e308, 10**12, 100_001])
@pytest.mark.parametrize(("kind", "type_", "settings"), SETTINGS)
def test_a_generator_of_too_many_values_is_refused(builder, kind, type_, settings, number):
    workflow = generating(builder, kind, {"type": type_, **settings, "count": number})
    [problem] = workflow.check()
    assert (problem.kind, problem.severity) == ("batch_unusable", "error")
    assert "limit is 100,000" in problem.message
    with pytest.raises(BatchError, match=LIMIT):
        workflow.to_enqueue_body()


@pytest.mark.parametrize("kind", ["combinatorial", "random"])
def test_a_server_is_not_asked_for_too_many_prompts(builder, kind):
    count_key = "maxPrompts" if kind == "combinatorial" else "count"
    settings = {"type": f"string_generator_dynamic_prompts_{kind}", "input": "{a|b}", count_key: 10**12}
    workflow = generating(builder, "string", settings)
    assert needs(load(workflow.definition, workflow.catalog)) == []
    [problem] = workflow.check()
    assert "1,000,000,000,000 values, and the limit is 10,000" in problem.message


def test_a_generator_that_is_set_is_checked(builder):
    workflow = generating(builder, "integer", {"type": "integer_generator_arithmetic_sequence"})
    with pytest.raises(FieldValueError, match="1,000,000,000,000 values, and the limit is 100,000"):
        workflow.set(generator=IntegerArithmeticSequence(count=10**12))
    with pytest.raises(FieldValueError, match="limit is 100,000"):
        workflow.set(generator={"type": "integer_generator_linear_distribution", "count": 10**300})
    with pytest.raises(FieldValueError):
        workflow.set(generator=StringDynamicPromptsCombinatorial(max_prompts=10**12))


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("float", {"type": "float_generator_arithmetic_sequence", "start": 1e308, "step": 1e308, "count": 3}),
        ("integer", {"type": "integer_generator_linear_distribution", "start": -(10**308), "end": 10**308}),
        ("integer", {"type": "integer_generator_parse_string", "input": "1," + "9" * 5000}),
        ("integer", {"type": "integer_generator_arithmetic_sequence", "start": 10**400, "step": 1}),
    ],
)
def test_numbers_beyond_those_of_json_are_refused(builder, kind, settings):
    problems = [each for each in generating(builder, kind, settings).check() if each.severity == "error"]
    assert "batch_unusable" in [each.kind for each in problems]


def test_batch_nodes_that_multiply_are_counted(builder):
    target = builder.node("blank_image")
    for field in ("width", "height"):
        node = builder.node("integer_batch", integers=list(range(1, 1001)), batch_group_id="None")
        builder.edge(node, "value", target, field)
    workflow = Workflow(builder.definition())
    assert [problem.kind for problem in workflow.check()] == ["batch_too_large"]
    with pytest.raises(BatchError, match="1,000,000 jobs"):
        workflow.to_enqueue_body()


def test_a_product_of_a_million_millions_is_counted_and_refused(workflow):
    values = {"seed": range(10_000), "width": range(8, 80_008, 8), "One.value": map(str, range(10_000))}
    with pytest.raises(BatchError, match=f"1,000,000,000,000 jobs, and the {LIMIT}"):
        workflow.sweep(product=values)


def test_a_large_sweep_is_allowed(workflow):
    swept = workflow.sweep(product={"seed": range(1000), "width": range(8, 808, 8)})
    assert count(swept.to_enqueue_body()["batch"]) == 100_000


@pytest.mark.parametrize("runs", [10**12, 10**400])
def test_too_many_runs_are_refused(workflow, runs):
    for refused in (lambda: workflow.to_enqueue_body(runs=runs), lambda: workflow.sweep(runs=runs)):
        with pytest.raises(BatchError, match=LIMIT):
            refused()


@pytest.mark.parametrize("runs", ["3", 2.5, True])
def test_runs_is_a_whole_number(workflow, runs):
    with pytest.raises(TypeError, match="runs is a whole number"):
        workflow.to_enqueue_body(runs=runs)


def test_a_body_of_too_many_jobs_is_not_sent(workflow):
    body = workflow.to_enqueue_body()
    with pytest.raises(BatchError, match="1,000,000,000,000 jobs"):
        with_batch_id({**body, "batch": {**body["batch"], "runs": 10**12}})


def datum(name, items):
    return {"node_path": name, "field_name": "value", "items": items}


def test_combinations_are_not_expanded():
    batch = {"runs": 10**6, "data": [[datum("a", range(10**6))], [datum("b", range(10**6))]]}
    assert count(batch) == 10**18
    assert [[one.value for one in each] for each in combinations(batch, 10**18 - 1)] == [[10**6 - 1] * 2]
    first = next(iter(combinations(batch)))
    summary = QueueItemSummary.model_validate(
        {"item_id": 7, "status": "pending", "field_values": [one.model_dump() for one in first]}
    )
    assert match(combinations(batch), [summary]) == [7]


def test_the_rest_of_a_batch_is_as_large_as_what_is_missing():
    batch = {"runs": 10**6, "data": [[datum("a", range(10**6))], [datum("b", range(10**6))]]}
    assert remainder(batch, 10**18 - 2)["data"] == [
        [datum("a", [10**6 - 1] * 2), datum("b", [10**6 - 2, 10**6 - 1])]
    ]


def test_the_images_of_a_board_are_needed_whatever_the_limits(builder):
    generator = builder.node(
        "image_generator", generator={"type": "image_generator_images_from_board", "board_id": "b"}
    )
    batch = builder.node("image_batch")
    builder.edge(generator, "images", batch, "images")
    workflow = Workflow(builder.definition())
    assert needs(load(workflow.definition, workflow.catalog)) == [BoardImages("b", ("general",))]
