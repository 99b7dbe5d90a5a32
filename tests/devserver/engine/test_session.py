"""The session of a queue item."""

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


def test_a_session_has_the_fields_of_a_real_server(run):
    assert list(run(NODES, *EDGES).session.to_dict()) == FIELDS


def test_results_are_stored_by_prepared_id(run):
    session = run(NODES, *EDGES).session.to_dict()
    (prepared_id,) = session["source_prepared_mapping"]["b"]
    assert session["prepared_source_mapping"][prepared_id] == "b"
    assert session["results"][prepared_id]["width"] == 3
    assert set(session["executed"]) == {"a", "b", *session["prepared_source_mapping"]}
    assert session["executed_history"] == ["a", "b"]
    assert set(session["indegree"].values()) == {0}


def test_nodes_have_defaults_and_no_nulls(run):
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


def test_events_have_the_values_that_a_node_runs_with(run):
    events = run(NODES, *EDGES).events
    started = [event for event in events if isinstance(event, InvocationStartedEvent)]
    assert [event.invocation_source_id for event in started] == ["a", "b"]
    assert started[1].invocation["width"] == 3
    assert started[1].invocation["metadata"] is None
    assert started[1].invocation["id"] != "b"


def test_a_complete_event_has_null_fields_of_the_output(run):
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


def test_cached_outputs_with_deleted_images_are_not_used(run, images):
    first = run(NODES, *EDGES).result("b")["image"]["image_name"]
    images.by_name["kept"] = images.by_name.pop(first)
    second = run(NODES, *EDGES).result("b")["image"]["image_name"]
    assert second in images.by_name


def test_cached_outputs_of_an_image_can_be_deleted(run, services):
    first = run(NODES, *EDGES).result("b")["image"]["image_name"]
    services.cache.delete_with(first)
    assert run(NODES, *EDGES).result("b")["image"]["image_name"] != first


def test_a_node_without_use_cache_runs_again(run):
    nodes = {"a": {"type": "blank_image", "use_cache": False}}
    assert run(nodes).result("a") != run(nodes).result("a")


def test_dropping_an_object_deletes_its_cached_outputs(run, services, text_to_image):
    run(*text_to_image)
    known = len(services.cache)
    for _ in range(300):
        services.objects.save("Tensor", None)
    assert len(services.cache) == known - 4
