"""How well text stands out from what lies below it."""

from enum import IntEnum
from functools import lru_cache

Color = tuple[int, int, int]
# Contrast as WCAG 2 defines it. On white, #dddddd has 1.36, #f3f3f3 has 1.11.
_HIDDEN_CONTRAST, _LEGIBLE_CONTRAST = 1.1, 1.25
# In points. Footnotes are set in 6 or 7, the smallest print that is meant to be read in 4 or 5.
_HIDDEN_SIZE, _LEGIBLE_SIZE = 2.0, 3.5


class Sight(IntEnum):
    """How well something can be seen."""

    HIDDEN = 0
    HARD = 1
    CLEAR = 2


def sight_of_contrast(value: float) -> Sight:
    return Sight((value >= _HIDDEN_CONTRAST) + (value >= _LEGIBLE_CONTRAST))


def sight_of_size(size_points: float) -> Sight:
    return Sight((size_points >= _HIDDEN_SIZE) + (size_points >= _LEGIBLE_SIZE))


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=4096)
def _luminance(color: Color) -> float:
    """Return the relative luminance, with the plain power of 2.2 in place of sRGB's curve."""
    red, green, blue = (float((value / 255) ** 2.2) for value in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
