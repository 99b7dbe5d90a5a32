"""The colors of an image, chosen by the words of the prompt."""

from dataclasses import dataclass, fields, replace
from random import Random

from ivk_devserver.engine.painting.color import Color, mix, shifted
from ivk_devserver.engine.painting.words import Words

__all__ = ["Palette", "palette_for"]


@dataclass(frozen=True)
class Palette:
    """The colors of one image.

    Attributes
    ----------
    zenith, sky, horizon
        The sky from top to bottom.
    light
        Sun or moon, and lit surfaces.
    far, near
        The land from the most distant ridge to the ground in front.
    accent
        Flowers, roofs, sails.
    """

    zenith: Color
    sky: Color
    horizon: Color
    light: Color
    far: Color
    near: Color
    accent: Color

    def towards(self, color: Color, share: float, *names: str) -> "Palette":
        """Return a palette with the colors of these names, or all, mixed with a color."""
        tinted = names or tuple(one.name for one in fields(self))
        return replace(self, **{name: mix(getattr(self, name), color, share) for name in tinted})

    def shifted(self, rotation: float) -> "Palette":
        """Return a palette with all hues rotated."""
        return Palette(*(shifted(getattr(self, one.name), rotation) for one in fields(self)))


def palette_for(wanted: Words, unwanted: Words, random: Random) -> Palette:
    """Return the palette for a prompt, with slightly different hues for every seed.

    Parameters
    ----------
    wanted, unwanted
        The words of the prompt and of the negative prompt.
    random
        The random generator of the image.
    """
    moods = [mood for mood in _MOODS if wanted.any_of(mood) and not unwanted.any_of(mood)]
    palette = _MOODS[moods[0]] if moods else wanted.choice(list(_MOODS.values()))
    for word, color in _COLORS.items():
        if wanted.any_of(word) and not unwanted.any_of(word):
            palette = _tinted(palette, color, wanted.following(word))
        elif unwanted.any_of(word):
            palette = palette.towards((255 - color[0], 255 - color[1], 255 - color[2]), 0.12)
    return palette.shifted(random.uniform(-0.015, 0.015) + unwanted.number / 2**32 * 0.02)


def _tinted(palette: Palette, color: Color, thing: Words) -> Palette:
    """Tint what the color word describes: the sky, the lights or the land, else everything a little."""
    if thing.any_of(_SKY):
        return palette.towards(color, 0.5, "zenith", "sky").towards(color, 0.2, "horizon")
    if thing.any_of(_LIGHT):
        return palette.towards(color, 0.55, "light", "accent", "horizon")
    if thing.any_of(_LAND):
        return palette.towards(color, 0.5, "far", "near")
    return palette.towards(color, 0.7, "accent").towards(color, 0.16)


_SKY = "sky night sunset sunrise dusk dawn cloud aurora nebula galaxy space evening"
_LIGHT = "light lamp lantern sun moon glow neon hour window ray"
_LAND = (
    "meadow forest hill field grass tree mountain ocean sea water lake valley ground sand dune desert jungle"
)

_MOODS: dict[str, Palette] = {
    "sunset dusk evening sundown twilight": Palette(
        (44, 32, 92),
        (196, 78, 110),
        (255, 176, 92),
        (255, 232, 168),
        (130, 74, 116),
        (34, 22, 52),
        (255, 120, 80),
    ),
    "sunrise dawn morning": Palette(
        (96, 140, 206),
        (236, 178, 190),
        (255, 222, 170),
        (255, 246, 214),
        (150, 140, 178),
        (62, 72, 92),
        (250, 150, 130),
    ),
    "night midnight moon moonlight starry stars galaxy nebula space cosmic dark": Palette(
        (8, 10, 38), (22, 34, 84), (64, 78, 140), (240, 240, 220), (40, 50, 96), (8, 12, 30), (140, 190, 255)
    ),
    "aurora northern": Palette(
        (6, 12, 40), (14, 60, 84), (50, 150, 130), (220, 255, 235), (24, 60, 84), (6, 16, 30), (120, 255, 190)
    ),
    "fire lava volcano inferno hell dragon": Palette(
        (30, 8, 16), (120, 24, 20), (252, 116, 32), (255, 220, 120), (92, 30, 30), (24, 8, 12), (255, 90, 30)
    ),
    "ocean sea beach island lagoon tropical underwater boat ship": Palette(
        (22, 104, 186),
        (94, 178, 226),
        (214, 240, 240),
        (255, 250, 220),
        (58, 122, 160),
        (16, 76, 112),
        (255, 132, 96),
    ),
    "winter snow ice frozen arctic": Palette(
        (92, 132, 184),
        (168, 200, 228),
        (236, 242, 248),
        (255, 252, 240),
        (150, 178, 206),
        (226, 236, 246),
        (214, 74, 84),
    ),
    "desert dune dunes sahara canyon mars": Palette(
        (66, 130, 190),
        (176, 196, 200),
        (250, 216, 160),
        (255, 244, 200),
        (214, 146, 92),
        (150, 80, 50),
        (196, 60, 50),
    ),
    "forest jungle woods tree trees green nature": Palette(
        (98, 160, 172),
        (174, 208, 180),
        (238, 240, 196),
        (255, 250, 210),
        (92, 140, 110),
        (20, 52, 40),
        (230, 120, 90),
    ),
    "autumn fall october leaves fox": Palette(
        (110, 140, 168),
        (214, 190, 160),
        (252, 222, 160),
        (255, 244, 204),
        (178, 112, 70),
        (84, 42, 30),
        (226, 92, 36),
    ),
    "spring flower flowers blossom cherry garden meadow": Palette(
        (110, 176, 230),
        (186, 216, 240),
        (255, 228, 232),
        (255, 252, 230),
        (140, 180, 150),
        (70, 128, 80),
        (250, 120, 170),
    ),
    "cyberpunk neon synthwave vaporwave": Palette(
        (20, 8, 54),
        (92, 22, 130),
        (255, 62, 160),
        (255, 214, 120),
        (52, 24, 104),
        (14, 8, 34),
        (40, 230, 255),
    ),
    "city street skyline urban town building": Palette(
        (72, 98, 150),
        (172, 166, 186),
        (250, 206, 172),
        (255, 240, 206),
        (116, 112, 142),
        (40, 44, 66),
        (255, 190, 90),
    ),
    "mountain mountains alps valley lake": Palette(
        (58, 116, 186),
        (142, 186, 222),
        (246, 228, 208),
        (255, 248, 220),
        (106, 130, 170),
        (36, 62, 72),
        (236, 120, 80),
    ),
    "watercolor watercolour pastel painting": Palette(
        (150, 180, 214),
        (214, 206, 226),
        (250, 226, 214),
        (255, 250, 236),
        (160, 164, 196),
        (104, 124, 140),
        (236, 140, 140),
    ),
}

_COLORS: dict[str, Color] = {
    "red crimson scarlet": (214, 40, 48),
    "orange amber": (250, 140, 40),
    "yellow golden gold": (250, 206, 60),
    "green emerald lime": (50, 160, 90),
    "teal turquoise cyan": (36, 176, 180),
    "blue azure navy": (40, 96, 210),
    "purple violet lavender": (130, 70, 190),
    "pink magenta rose": (244, 110, 170),
    "brown sepia": (128, 84, 52),
    "white pale": (245, 245, 248),
    "black gothic": (14, 14, 20),
    "grey gray silver monochrome": (136, 140, 148),
}
