"""The painter: images depend on the prompt, and the same subject always makes the same image."""

import pytest
from PIL import ImageChops, ImageStat

from ivk_devserver.engine.painting import DenoisingPreview, Subject, paint


def painted(prompt, negative="", seed=7, steps=20, size=(160, 120)):
    return paint(Subject(prompt, negative, seed, steps), size)


def mean_color(image):
    return ImageStat.Stat(image).mean


def distance(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("size", [(64, 64), (512, 256), (256, 512), (8, 8), (1536, 64)])
def test_an_image_has_the_given_size(size):
    assert painted("a fox", size=size).size == size


def test_the_same_subject_makes_the_same_image():
    assert painted("a robot at night").tobytes() == painted("a robot at night").tobytes()


@pytest.mark.parametrize(
    "other",
    [
        {"prompt": "a fox at night"},
        {"seed": 8},
        {"negative": "red"},
        {"steps": 3},
    ],
)
def test_every_property_of_a_subject_changes_the_image(other):
    assert distance(painted(**{"prompt": "a red fox", **other}), painted("a red fox")) > 1


def test_an_empty_prompt_makes_an_image():
    assert len(painted("").getcolors(160 * 120)) > 100


def test_night_is_darker_than_noon():
    assert sum(mean_color(painted("a forest at night"))) < sum(mean_color(painted("a forest in spring")))


@pytest.mark.parametrize(("word", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_a_color_in_the_prompt_tints_the_image(word, channel):
    plain, tinted = mean_color(painted("a spring day")), mean_color(painted(f"a {word} spring day"))
    assert tinted[channel] / sum(tinted) > plain[channel] / sum(plain)


def test_previews_approach_the_image():
    image = painted("sunset over the ocean")
    preview = DenoisingPreview(image, seed=7)
    previews = [preview.at(share) for share in (0, 0.25, 0.5, 0.75, 1)]
    distances = [distance(one, image) for one in previews]
    assert distances == sorted(distances, reverse=True)


def test_a_preview_is_small():
    assert DenoisingPreview(painted("a fox", size=(1024, 512)), seed=1).at(0.5).size == (256, 128)
