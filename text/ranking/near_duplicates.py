"""Which texts are copies of one another, though reworded, shortened or set among other boilerplate."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from stepresearch.text.language.words import terms

_SIZE = 5
_COVERED = bytes([1] * _SIZE)
# A paragraph. Below it, five common words in a row are soon half of all.
_SHORT_TERMS = 150
# A page may hold its story twice, as a teaser and in print; what it says more often is a formula of its kind.
_FORMULA_AFTER = 2
# A story that was told anew keeps some of its phrases and nearly all of its figures.
_RETOLD_THRESHOLD = 0.1
_MIN_FIGURES = 5
_FIGURES_KEPT = 0.8
_YEAR = re.compile(r"(?:19|20)\d\d")


_Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text made ready to be compared with many others.

    Attributes:
        words: Its terms in order.
        runs: Each five of them in a row, in order; all of them as one where it has fewer.
        telling: The runs that tell its story, its formulas left out.
        vocabulary: Its terms.
        figures: Its figures, each with its place among the words.
    """

    words: Sequence[str]
    runs: Sequence[_Run]
    telling: frozenset[_Run]
    vocabulary: frozenset[str]
    figures: Sequence[tuple[int, str]]


def near_duplicate_groups(texts: Sequence[str], *, threshold: float = 0.5) -> list[list[int]]:
    """Return the indices of `texts` in groups of copies; both groups and indices are in order.

    Two texts are copies where at least `threshold` of the terms of the shorter one stand in runs of five that
    the other has too. Counted so, and not by the share of common runs, one word changed in eight costs an
    eighth of the copy and not half of it. Short texts need more, and copies keep most of their numbers: texts
    made from one template (season after season, town after town) differ in just these. A tenth is enough where
    the figures outside the common runs are those of the other text: that is one story in other words. The more of
    the words stand in common runs, the fewer such figures are left, and are asked for. Copies of a copy are in
    its group. An empty text is alone. Runs: Broder, "On the resemblance and containment of documents" (1997).
    """
    root = list(range(len(texts)))
    for b in range(len(texts)):
        for a in range(b):
            if _find(root, a) != _find(root, b) and _are_copies(texts[a], texts[b], threshold):
                first, second = sorted((_find(root, a), _find(root, b)))
                root[second] = first
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(len(texts)):
        groups[_find(root, index)].append(index)
    return list(groups.values())


@lru_cache(maxsize=4096)
def _are_copies(a: str, b: str, threshold: float) -> bool:
    """Kept for each pair: every round compares its pages with those of the rounds before."""
    shorter, longer = sorted((_read(a), _read(b)), key=lambda text: len(text.words))
    common = shorter.telling & longer.telling
    # A run covers five terms at most, so fewer common runs than a fifth of the threshold never reach it.
    may_be = len(common) * _SIZE >= min(threshold, _RETOLD_THRESHOLD) * min(
        len(shorter.telling), len(longer.telling)
    )
    return bool(common) and may_be and _is_copy(shorter, longer, common, threshold)


def same_figures(a: str, b: str, *, at_least: int = 3) -> bool:
    """Return whether the text with fewer figures has `at_least` that many, and nearly all of them stand in the other."""
    fewer, more = sorted(({word for _, word in _read(text).figures} for text in (a, b)), key=len)
    return len(fewer) >= at_least and len(fewer & more) >= _FIGURES_KEPT * len(fewer)


@lru_cache(maxsize=128)
def _read(text: str) -> _Text:
    words = terms(text)
    runs = list(zip(*(words[start:] for start in range(_SIZE)), strict=False)) or [tuple(words)]
    return _Text(
        words=words,
        runs=runs,
        telling=frozenset(run for run, times in Counter(runs).items() if run and times <= _FORMULA_AFTER),
        vocabulary=frozenset(words),
        figures=[(at, word) for at, word in enumerate(words) if _is_figure(word)],
    )


def _is_copy(shorter: _Text, longer: _Text, common: frozenset[_Run], threshold: float) -> bool:
    words = shorter.words
    covered = bytearray(max(len(words), _SIZE))
    for at, run in enumerate(shorter.runs):
        if run in common:
            covered[at : at + _SIZE] = _COVERED
    share = covered.count(1) / len(words)
    if share < (threshold if len(words) >= _SHORT_TERMS else (1 + threshold) / 2):
        return share >= _RETOLD_THRESHOLD and _keeps_figures(shorter, longer, covered, share)
    # What stands before and after is boilerplate of the page, with numbers of its own.
    numbers = {word for word in words[covered.find(1) : covered.rfind(1) + 1] if word[0].isdecimal()}
    return 2 * len(numbers & longer.vocabulary) >= len(numbers)


def _keeps_figures(shorter: _Text, longer: _Text, covered: bytearray, share: float) -> bool:
    """Return whether the figures in the words that differ are the same: rates and prices beside two stories are not."""
    own = {word for at, word in shorter.figures if not covered[at]}
    return len(own) >= _MIN_FIGURES * (1 - share) and len(own & longer.vocabulary) >= _FIGURES_KEPT * len(own)


def _is_figure(word: str) -> bool:
    """Tell `94.1` and `5495` from small counts, days and years, which unlike stories share."""
    return word[0].isdecimal() and ("." in word or len(word) > 2) and _YEAR.fullmatch(word) is None


def _find(root: Sequence[int], index: int) -> int:
    while root[index] != index:
        index = root[index]
    return index
