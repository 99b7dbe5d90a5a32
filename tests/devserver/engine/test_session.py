"""A session as the queue shows it."""

from ivk_devserver.engine import InvocationCompleteEvent, InvocationStartedEvent, Session

NODES = {"a": {"type": "integer", "value": 3}, "b": {"type": "blank_image", "height": 8}}
EDGES = ("a.value -> b.width",)

FIELDS = [
    "id",
    "graph",
    "execution_graph",
    "executed",
    "executed_history",
    "results",
    "errors",
    "workflow_call_stack",
    "workflow_call_history",
    "max_workflow_call_depth",
    "prepared_source_mapping",
    "source_prepared_mapping",
    "prepared_iteration_paths",
    "ready_order",
    "indegree",
]


def test_a_session_has_the_fields_of_a_real_one(run):
    assert list(run(NODES, *EDGES).session.to_dict()) == FIELDS


def test_results_are_kept_under_prepared_ids_that_lead_back(run):
    session = run(NODES, *EDGES).session.to_dict()
    (prepared_id,) = session["source_prepared_mapping"]["b"]
    assert session["prepared_source_mapping"][prepared_id] == "b"
    assert session["results"][prepared_id]["width"] == 3
    assert set(session["executed"]) == {"a", "b", *session["prepared_source_mapping"]}
    assert session["executed_history"] == ["a", "b"]
    assert set(session["indegree"].values()) == {0}


def test_nodes_are_complete_and_fields_without_value_left_out(run):
    node = run(NODES, *EDGES).session.to_dict()["graph"]["nodes"]["b"]
    assert node == {
        "id": "b",
        "is_intermediate": False,
        "use_cache": True,
        "width": 512,
        "height": 8,
        "mode": "RGB",
        "color": {"r": 0, "g": 0, "b": 0, "a": 255},
        "type": "blank_image",
    }


def test_events_carry_the_values_that_a_node_runs_with(run):
    events = run(NODES, *EDGES).events
    started = [event for event in events if isinstance(event, InvocationStartedEvent)]
    assert [event.invocation_source_id for event in started] == ["a", "b"]
    assert started[1].invocation["width"] == 3
    assert started[1].invocation["metadata"] is None
    assert started[1].invocation["id"] != "b"


def test_an_output_is_told_with_its_empty_parts(run):
    completed = [event for event in run(NODES, *EDGES).events if isinstance(event, InvocationCompleteEvent)]
    assert completed[0].result == {"output_meta": None, "value": 3, "type": "integer_output"}


def test_a_session_that_has_not_run_is_empty():
    session = Session.create({"id": "g", "nodes": {"a": {"id": "a", "type": "integer"}}, "edges": []})
    state = session.to_dict()
    assert state["executed"] == state["executed_history"] == []
    assert state["execution_graph"]["nodes"] == state["results"] == {}
    assert not session.is_complete()


def test_a_session_can_have_a_given_id():
    session = Session.create({"nodes": {}, "edges": []}, session_id="mine", workflow="{}")
    assert (session.id, session.workflow) == ("mine", "{}")


def test_images_that_are_gone_are_not_given_by_the_cache(run, images):
    first = run(NODES, *EDGES).result("b")["image"]["image_name"]
    images.pictures["kept"] = images.pictures.pop(first)
    second = run(NODES, *EDGES).result("b")["image"]["image_name"]
    assert second in images.pictures


def test_outputs_of_an_image_can_be_forgotten(run, services):
    first = run(NODES, *EDGES).result("b")["image"]["image_name"]
    services.cache.delete_with(first)
    assert run(NODES, *EDGES).result("b")["image"]["image_name"] != first


def test_a_node_that_must_not_be_cached_runs_again(run):
    nodes = {"a": {"type": "blank_image", "use_cache": False}}
    assert run(nodes).result("a") != run(nodes).result("a")


def test_a_tensor_dropped_from_memory_takes_its_cached_output_along(run, services, text_to_image):
    run(*text_to_image)
    known = len(services.cache)
    for _ in range(300):
        services.objects.save("Tensor", None)
    assert len(services.cache) == known - 4
