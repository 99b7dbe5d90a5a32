"""How a picture comes out of the noise, step by step."""

from random import Random

from PIL import Image, ImageFilter

__all__ = ["Development"]

_LONGEST_SIDE = 256


class Development:
    """Previews of a picture that is not done yet.

    Parameters
    ----------
    picture
        The finished picture.
    seed
        Decides the noise.
    """

    def __init__(self, picture: Image.Image, seed: int) -> None:
        self._small = _fitted(picture)
        self._noise = _noise(self._small.size, seed)

    def at(self, share: float) -> Image.Image:
        """Give a small preview when ``share`` (from 0 to 1) of the work is done."""
        blur = ImageFilter.GaussianBlur((1 - share) * max(self._small.size) / 20)
        return Image.blend(self._noise, self._small.filter(blur), share**0.6)


def _fitted(picture: Image.Image) -> Image.Image:
    factor = min(1.0, _LONGEST_SIDE / max(picture.size))
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    return picture.resize(size, reducing_gap=2.0)


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    grain = max(1, size[0] // 3), max(1, size[1] // 3)
    random = Random(seed)  # noqa: S311 - a picture, not a secret
    return Image.frombytes("RGB", grain, random.randbytes(3 * grain[0] * grain[1])).resize(size)
