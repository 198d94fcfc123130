"""Which texts are copies of one another, though reworded, shortened or set among other boilerplate."""

from collections import defaultdict
from collections.abc import Sequence

from stepresearch.text.words import terms

_SIZE = 5
# A paragraph. Below it, five common words in a row are soon half of all.
_SHORT_TERMS = 150


def shingles(text: str, size: int = _SIZE) -> frozenset[str]:
    """Return the runs of `size` terms in `text`; all its terms as one run where it has fewer.

    Broder, "On the resemblance and containment of documents" (1997).
    """
    words = terms(text)
    return frozenset(_runs(words, size)) if words else frozenset()


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return which share of the smaller set is in the other, 0 to 1; 0 if one is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def near_duplicate_groups(texts: Sequence[str], *, threshold: float = 0.5) -> list[list[int]]:
    """Return the indices of `texts` in groups of copies; both groups and indices are in order.

    Two texts are copies where at least `threshold` of the terms of the shorter one stand in runs of five that
    the other has too. Counted so, and not by the share of common runs, one word changed in eight costs an
    eighth of the copy and not half of it. Short texts need more, and copies keep most of their numbers: texts
    made from one template (season after season, town after town) differ in just these. Copies of a copy are in
    its group. An empty text is alone.
    """
    words = [terms(text) for text in texts]
    sets = [frozenset(_runs(text, _SIZE)) for text in words]
    root = list(range(len(texts)))
    for b in range(len(texts)):
        for a in range(b):
            if _may_be_copies(sets[a], sets[b], threshold) and _find(root, a) != _find(root, b):
                shorter, longer = (a, b) if len(words[a]) <= len(words[b]) else (b, a)
                if _is_copy(words[shorter], words[longer], sets[longer], threshold):
                    first, second = sorted((_find(root, a), _find(root, b)))
                    root[second] = first
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index in range(len(texts)):
        groups[_find(root, index)].append(index)
    return list(groups.values())


def _runs(words: Sequence[str], size: int) -> list[str]:
    if not words:
        return []
    return [" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1))]


def _may_be_copies(a: frozenset[str], b: frozenset[str], threshold: float) -> bool:
    # A run covers five terms at most, so fewer common runs than a fifth of the threshold never reach it.
    return overlap(a, b) * _SIZE >= threshold


def _is_copy(shorter: Sequence[str], longer: Sequence[str], runs: frozenset[str], threshold: float) -> bool:
    covered = sorted(
        {at + i for at, run in enumerate(_runs(shorter, _SIZE)) if run in runs for i in range(_SIZE)}
    )
    needed = threshold if len(shorter) >= _SHORT_TERMS else (1 + threshold) / 2
    if not covered or len(covered) < needed * len(shorter):
        return False
    # What stands before and after is boilerplate of the page, with numbers of its own.
    numbers = {word for word in shorter[covered[0] : covered[-1] + 1] if word[0].isdecimal()}
    return 2 * len(numbers & set(longer)) >= len(numbers)


def _find(root: Sequence[int], index: int) -> int:
    while root[index] != index:
        index = root[index]
    return index
