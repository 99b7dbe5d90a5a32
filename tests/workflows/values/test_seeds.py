"""Random seeds: drawn when a submission is prepared, for each job anew."""

import pytest

from ivk_fields import FieldValueError, UnresolvedValueError
from ivk_workflows import Workflow
from ivk_workflows.jobs.batch import combinations, count

LARGEST = 2**32 - 1


@pytest.fixture
def seeded(builder):
    """A seed on a node, one that an integer node feeds through a connector, and another integer."""
    direct, fed = builder.node("noise", "Direct"), builder.node("noise", "Fed")
    number, connector, other = (
        builder.node("integer", "Number"),
        builder.connector(),
        builder.node("integer", "Other"),
    )
    builder.edge(number, "value", connector, "in")
    builder.edge(connector, "out", fed, "seed")
    builder.show((direct, "seed"), (direct, "width"), (number, "value"), (other, "value"))
    return Workflow(builder.definition())


def seeds_of(body):
    """The seeds of each job: of the direct one, and of the number."""
    batch = body["batch"]
    nodes = batch["graph"]["nodes"]
    graph = {"seed": nodes["noise-0"]["seed"], "value": nodes["integer-2"]["value"]}
    jobs = []
    for combination in combinations(batch):
        jobs.append(graph | {one.field_name: one.value for one in combination})
    return jobs


@pytest.mark.parametrize("random", ["random", "Random", -1])
def test_one_run_has_its_seed_in_the_graph(seeded, random):
    seeded.set(seed=random)
    seeded.set({"Number.value": random})
    assert seeded["seed"] == "random"
    bodies = [seeded.to_enqueue_body() for _ in range(3)]
    assert all(body["batch"]["data"] == [] for body in bodies)
    drawn = [value for body in bodies for value in seeds_of(body)[0].values()]
    assert len(set(drawn)) == 6
    assert all(isinstance(value, int) and 0 <= value <= LARGEST for value in drawn)


def test_the_workflow_in_the_body_has_the_seed_of_the_graph(seeded):
    body = seeded.set(seed="random").to_enqueue_body()
    [node] = [node for node in body["batch"]["workflow"]["nodes"] if node["id"] == "noise-0"]
    assert node["data"]["inputs"]["seed"]["value"] == seeds_of(body)[0]["seed"]


def test_each_run_has_its_own_seed_as_batch_data(seeded):
    body = seeded.set({"seed": "random", "Number.value": -1}).to_enqueue_body(runs=4)
    assert (body["batch"]["runs"], count(body["batch"])) == (1, 4)
    assert [entry["field_name"] for entry in body["batch"]["data"][0]] == ["seed", "value"]
    assert len({value for job in seeds_of(body) for value in job.values()}) == 8


def test_each_item_of_a_sweep_has_its_own_seed(seeded):
    swept = seeded.set(seed=-1).sweep(product={"width": [8, 16]}, runs=2)
    jobs = seeds_of(swept.to_enqueue_body())
    assert [job["width"] for job in jobs] == [8, 16, 8, 16]
    assert len({job["seed"] for job in jobs}) == 4


def test_a_sweep_may_mix_random_and_given_seeds(seeded):
    swept = seeded.sweep(product={"seed": ["random", 5], "width": [8, 16]})
    jobs = seeds_of(swept.to_enqueue_body())
    assert [job["seed"] for job in jobs][2:] == [5, 5]
    assert len({job["seed"] for job in jobs}) == 3


def test_a_swept_seed_replaces_a_random_one(seeded):
    body = seeded.set(seed="random").sweep(product={"seed": [1, 2]}).to_enqueue_body()
    assert [job["seed"] for job in seeds_of(body)] == [1, 2]


def test_a_batch_node_multiplies_and_each_job_has_its_own_seed(builder):
    noise, batch = builder.node("noise"), builder.node("integer_batch", integers=[8, 16, 24])
    builder.edge(batch, "value", noise, "width")
    builder.show((noise, "seed"))
    body = Workflow(builder.definition()).set(seed="random").to_enqueue_body()
    jobs = [[one.value for one in combination] for combination in combinations(body["batch"])]
    assert [width for width, _ in jobs] == [8, 16, 24]
    assert len({seed for _, seed in jobs}) == 3


def test_the_limits_of_the_seed_are_those_of_its_nodes(seeded):
    for key in ("seed", "Number.value"):
        assert seeded.get_input(key).spec.random_range == (0, LARGEST)
    assert seeded.get_input("Other.value").spec.random_range is None
    with pytest.raises(FieldValueError, match="'random'"):
        seeded.set({"Other.value": "random"})
    assert seeded.set({"Other.value": -1})["Other.value"] == -1
    with pytest.raises(FieldValueError, match="at least 0"):
        seeded.set(seed=-2)


def test_a_shuffle_button_on_the_form_allows_random_numbers_within_its_limits(builder):
    node = builder.node("integer", "Node")
    settings = {"type": "integer-field-config", "showShuffle": True, "min": -2, "max": -1}
    builder.show((node, "value"), settings={(node, "value"): settings})
    workflow = Workflow(builder.definition())
    assert workflow.set(value=-1)["Value"] == -1
    bodies = [workflow.set(value="random").to_enqueue_body() for _ in range(60)]
    assert {body["batch"]["graph"]["nodes"][node]["value"] for body in bodies} == {-2, -1}


def test_text_may_be_random(seeded):
    assert seeded.set_text({"seed": "random"})["seed"] == "random"
    assert seeded.reset().set_text({"seed": "-1"})["seed"] == "random"
    assert seeded.reset()["seed"] == 0


def test_a_field_alone_has_no_number_to_send(seeded):
    field = seeded.get_input_value("seed").set("random")
    with pytest.raises(UnresolvedValueError, match="drawn when the workflow is submitted"):
        field.to_wire()
    assert 0 <= field.draw() <= LARGEST


def test_a_seed_of_minus_one_in_a_file_is_not_random(builder):
    node = builder.node("noise", seed=-1)
    workflow = Workflow(builder.definition())
    assert workflow.node("noise").inputs["seed"].value == -1
    assert workflow.to_enqueue_body()["batch"]["graph"]["nodes"][node]["seed"] == -1
    assert [problem.kind for problem in workflow.check()] == ["invalid_value"]


def kinds(workflow, **options):
    return [(problem.kind, problem.severity) for problem in workflow.check(**options)]


def test_runs_with_the_same_seed_are_a_warning(seeded):
    warning = [("same_seed_each_run", "warning")]
    assert kinds(seeded) == kinds(seeded, runs=1) == []
    assert kinds(seeded, runs=2) == kinds(seeded.sweep(runs=2)) == warning
    assert kinds(seeded.copy().set(seed="random"), runs=2) == []
    assert kinds(seeded.sweep(product={"Number.value": [1, 2]}), runs=2) == []


def test_a_seed_that_a_node_computes_is_no_warning(builder):
    noise, number = builder.node("noise"), builder.node("rand_int")
    builder.edge(number, "value", noise, "seed")
    assert kinds(Workflow(builder.definition()), runs=2) == []
