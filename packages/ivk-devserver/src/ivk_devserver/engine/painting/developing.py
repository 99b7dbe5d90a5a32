"""How a picture comes out of the noise, step by step."""

from random import Random

from PIL import Image, ImageFilter

__all__ = ["develop"]

_LONGEST_SIDE = 256


def develop(picture: Image.Image, share: float, seed: int) -> Image.Image:
    """Give a small preview of a picture that is not done yet.

    Parameters
    ----------
    picture
        The finished picture.
    share
        How much of the work is done, from 0 (noise) to 1.
    seed
        Decides the noise.
    """
    preview = picture.copy()
    preview.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), reducing_gap=2.0)
    blurred = preview.filter(ImageFilter.GaussianBlur((1 - share) * max(preview.size) / 20))
    return Image.blend(_noise(preview.size, seed), blurred, share**0.6)


def _noise(size: tuple[int, int], seed: int) -> Image.Image:
    grain = max(1, size[0] // 3), max(1, size[1] // 3)
    random = Random(seed)  # noqa: S311 - a picture, not a secret
    return Image.frombytes("RGB", grain, random.randbytes(3 * grain[0] * grain[1])).resize(size)
