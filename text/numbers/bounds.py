"""Words that make a figure a bound or an approximation, from number_words.toml."""

from functools import cache

from stepresearch.text.numbers.number_words import number_words

_BOUNDS = {"at_most": -1, "at_least": 1, "about": 0}
_REACH = 24
_UNSPACED = "\u2e80"
_BRACKETS = str.maketrans("([,:;\n", "      ")


@cache
def _phrases(place: str) -> list[tuple[int, tuple[str, ...]]]:
    return [
        # In scripts with spaces between words, as whole words.
        (
            bound,
            tuple(
                f" {cue}" if place == "bounds_before" and _is_word(cue) else cue
                for cue in number_words()[place][name]
            ),
        )
        for name, bound in _BOUNDS.items()
    ]


def _is_word(cue: str) -> bool:
    return cue[0].isalpha() and cue[0] < _UNSPACED


def bound_before(text: str, position: int) -> int | None:
    """Return 1 for at least, -1 for at most, 0 for about if such words end at `position`, else None."""
    before = " " + text[max(0, position - _REACH) : position].translate(_BRACKETS).rstrip().lower()
    written = (before, before.rstrip("有为达"))  # 至少有17人
    for bound, endings in _phrases("bounds_before"):
        if any(one.endswith(endings) for one in written):
            return bound
    return None


def bound_after(text: str, position: int) -> tuple[int, int] | None:
    """Return the like for words that start at `position`, and where they end."""
    for bound, openings in _phrases("bounds_after"):
        if text.startswith(openings, position):
            return bound, position + max(len(cue) for cue in openings if text.startswith(cue, position))
    return None
