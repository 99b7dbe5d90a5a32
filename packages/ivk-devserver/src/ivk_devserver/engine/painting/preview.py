"""Previews of an image while it is denoised."""

from random import Random

from PIL import Image, ImageFilter

__all__ = ["DenoisingPreview"]

_LONGEST_SIDE = 256
"""Pixels; enough to see the image, and small enough to be sent with every step."""

_NOISE_GRAIN = 3
"""Pixels per grain of the noise on each side; noise in single pixels disappears in the JPEG compression."""

_BLUR_DIVISOR = 20
"""The blur at the start has a radius of a twentieth of the longer side, which leaves only areas of color."""

_BLEND_EXPONENT = 0.6
"""Below 1, so that the image is visible soon: half of the steps show two thirds of it."""


class DenoisingPreview:
    """Small previews of an image, from noise to the image itself.

    Parameters
    ----------
    image
        The final image.
    seed
        The seed of the noise.
    """

    def __init__(self, image: Image.Image, seed: int) -> None:
        self._small = _reduced(image)
        self._noise = _noise(self._small.size, seed)

    def at(self, share: float) -> Image.Image:
        """Return the preview when a share of the steps, from 0 to 1, is done."""
        blur = ImageFilter.GaussianBlur((1 - share) * max(self._small.size) / _BLUR_DIVISOR)
        return Image.blend(self._noise, self._small.filter(blur), share**_BLEND_EXPONENT)


def _reduced(image: Image.Image) -> Image.Image:
    factor = min(1.0, _LONGEST_SIDE / max(image.size))
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image.resize(size, reducing_gap=2.0)


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    grains = max(1, size[0] // _NOISE_GRAIN), max(1, size[1] // _NOISE_GRAIN)
    random = Random(seed)  # noqa: S311 - an image, not a secret
    return Image.frombytes("RGB", grains, random.randbytes(3 * grains[0] * grains[1])).resize(size)
