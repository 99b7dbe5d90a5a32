"""Bounding boxes and points in an image."""

import pytest

from ivk_fields import FieldValueError, IvkBoundingBoxField, IvkSAMPointsField


def test_a_box_is_accepted_in_the_order_of_pillow() -> None:
    field = IvkBoundingBoxField().set((10, 20, 110, 220))
    assert field.to_wire() == {"x_min": 10, "x_max": 110, "y_min": 20, "y_max": 220}
    assert field.value is not None
    assert (field.value.width, field.value.height) == (100, 200)


def test_a_box_with_swapped_corners_is_rejected() -> None:
    with pytest.raises(FieldValueError, match="x_min is larger than x_max"):
        IvkBoundingBoxField().set((110, 20, 10, 220))


def test_points_are_accepted_as_tuples() -> None:
    assert IvkSAMPointsField().set([(1, 2), (3, 4, -1)]).to_wire() == {
        "points": [{"x": 1, "y": 2, "label": 1}, {"x": 3, "y": 4, "label": -1}]
    }
