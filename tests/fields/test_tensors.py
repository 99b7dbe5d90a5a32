"""Latents, tensors and masks, by name on the server."""

from ivk_fields import IvkDenoiseMaskField, IvkLatentsField, IvkTensorField


def test_latents_tensors_and_masks_are_given_by_name() -> None:
    assert IvkLatentsField().set("l").to_wire() == {"latents_name": "l"}
    assert IvkTensorField().set("t").to_wire() == {"tensor_name": "t"}
    assert IvkDenoiseMaskField().set({"mask_name": "m", "gradient": True}).to_wire() == {
        "mask_name": "m",
        "gradient": True,
    }
