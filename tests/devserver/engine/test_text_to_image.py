"""Text to image: the image, the events, and the steps."""

import pytest
from PIL import Image, ImageChops, ImageStat

from ivk_devserver.engine import (
    InvocationCompleteEvent,
    InvocationProgressEvent,
    ModelLoadStartedEvent,
    SessionCanceledError,
)


def test_an_image_with_the_size_of_the_noise_is_saved(run, text_to_image, images):
    done = run(*text_to_image)
    result = done.result("image")
    name = result["image"]["image_name"]
    assert result == {
        "output_meta": None,
        "image": {"image_name": name},
        "width": 128,
        "height": 64,
        "type": "image_output",
    }
    assert images.by_name[name].size == (128, 64)


def test_nodes_run_class_by_class_in_the_order_of_a_real_server(run, text_to_image):
    assert run(*text_to_image).types_run() == [
        "main_model_loader",
        "compel",
        "compel",
        "noise",
        "denoise_latents",
        "l2i",
    ]


def test_denoising_reports_progress_with_a_preview(run, text_to_image):
    progress = [event for event in run(*text_to_image).events if isinstance(event, InvocationProgressEvent)]
    steps = [event for event in progress if event.message == "Denoising"]
    assert [step.percentage for step in steps] == [0, 0.25, 0.5, 0.75, 1]
    assert {(step.image["width"], step.image["height"]) for step in steps} == {(128, 64)}
    assert all(step.image["dataURL"].startswith("data:image/jpeg;base64,") for step in steps)


def test_progress_messages_are_those_of_a_real_server(run, text_to_image):
    progress = [event for event in run(*text_to_image).events if isinstance(event, InvocationProgressEvent)]
    others = [event.message for event in progress if event.invocation["type"] in ("compel", "l2i")]
    reading = ["Loading model model-sd-1 (text_encoder)", "Loading model model-sd-1 (tokenizer)"]
    assert others == [*reading, "Building conditioning"] * 2 + [
        "Loading model model-sd-1 (vae)",
        "Running VAE decoder",
        "Saving image",
    ]


def test_loading_each_submodel_is_reported(run, text_to_image):
    parts = [
        event.submodel_type
        for event in run(*text_to_image).events
        if isinstance(event, ModelLoadStartedEvent)
    ]
    assert parts == ["text_encoder", "tokenizer"] * 2 + ["unet", "scheduler", "vae"]


def test_the_same_prompt_and_seed_make_the_same_image(run, text_to_image, images, services):
    run(*text_to_image)
    services.cache.clear()
    run(*text_to_image)
    first, second = images.by_name.values()
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    ("node_id", "field", "value"),
    [
        ("positive", "prompt", "a robot in the city at night"),
        ("negative", "prompt", "red, snow"),
        ("noise", "seed", 8),
        ("denoise", "steps", 2),
    ],
)
def test_prompt_seed_and_steps_change_the_image(run, text_to_image, images, node_id, field, value):
    run(*text_to_image)
    run(*text_to_image, values=[{"node_path": node_id, "field_name": field, "value": value}])
    first, second = images.by_name.values()
    assert first.tobytes() != second.tobytes()


def test_image_to_image_keeps_more_of_the_image_with_a_later_start(run, text_to_image, images):
    given = _blue()
    start = images.put(given)
    nodes, *edges = text_to_image
    nodes |= {"given": {"type": "i2l", "image": start}}
    edges += ["model.vae -> given.vae", "given.latents -> denoise.latents"]
    for denoising_start in (0.2, 0.9):
        nodes["denoise"]["denoising_start"] = denoising_start
        run(nodes, *edges)
    early, late = list(images.by_name.values())[1:]
    assert _distance(late, given) < _distance(early, given)


def test_image_to_image_runs_the_remaining_steps(run, text_to_image, images):
    start = images.put(_blue())
    nodes, *edges = text_to_image
    nodes |= {"given": {"type": "i2l", "image": start}}
    nodes["denoise"] |= {"steps": 5, "denoising_start": 0.5}
    done = run(nodes, *edges, "model.vae -> given.vae", "given.latents -> denoise.latents")
    steps = [event.percentage for event in done.events if getattr(event, "message", "") == "Denoising"]
    assert steps == [0, 1 / 3, 2 / 3, 1]


def test_a_second_order_scheduler_reports_progress_twice_per_step(run, text_to_image):
    nodes, *edges = text_to_image
    nodes["denoise"] |= {"steps": 3, "scheduler": "heun"}
    steps = [
        event.percentage
        for event in run(nodes, *edges).events
        if getattr(event, "message", "") == "Denoising"
    ]
    assert steps == [0, 0, 0.5, 0.5, 1, 1]


@pytest.mark.parametrize("mask_type", ["create_denoise_mask", "create_gradient_mask"])
def test_inpainting_keeps_the_white_area_of_the_mask(run, text_to_image, images, mask_type):
    nodes, *edges = text_to_image
    mask = Image.new("L", (128, 64), 255)
    mask.paste(0, (0, 0, 64, 64))
    nodes |= {
        "given": {"type": "i2l", "image": images.put(_blue())},
        "mask": {"type": mask_type, "mask": images.put(mask)},
    }
    edges += [
        "model.vae -> given.vae",
        "given.latents -> denoise.latents",
        "mask.denoise_mask -> denoise.denoise_mask",
    ]
    edges += ["model.vae -> mask.vae"]
    done = run(nodes, *edges)
    image = images.by_name[done.result("image")["image"]["image_name"]]
    assert image.getpixel((120, 32)) == (0, 0, 255)
    assert _distance(image.crop((0, 0, 40, 64)), _blue().crop((0, 0, 40, 64))) > 10


def test_denoising_can_return_its_metadata(run, text_to_image):
    nodes, *edges = text_to_image
    nodes["denoise"] |= {"type": "denoise_latents_meta", "scheduler": "ddim"}
    result = run(nodes, *edges).result("denoise")
    assert result["type"] == "latents_meta_output"
    noted = result["metadata"]
    assert (noted["seed"], noted["steps"], noted["scheduler"], noted["width"]) == (7, 4, "ddim", 128)
    assert noted["model"]["name"] == "model-sd-1"


def test_canceling_stops_a_run_within_one_step(run, text_to_image):
    checks = []

    def is_canceled():
        checks.append(1)
        return len(checks) > 8

    with pytest.raises(SessionCanceledError):
        run(*text_to_image, is_canceled=is_canceled, step_seconds=60)


def test_a_second_run_of_the_same_graph_uses_the_cache(run, text_to_image, images):
    first, second = run(*text_to_image), run(*text_to_image)
    assert first.result("image")["image"] == second.result("image")["image"]
    assert len(images.by_name) == 1
    assert sum(isinstance(event, InvocationCompleteEvent) for event in second.events) == 6
    assert not any(isinstance(event, InvocationProgressEvent) for event in second.events)


def _blue():
    return Image.new("RGB", (128, 64), (0, 0, 255))


def _distance(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)
