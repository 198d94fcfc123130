"""Texts on which an expression would be slow that is not linear, and how its time grows on them.

The texts come from the expression itself: a piece of what each of its repeats takes, many times over, behind what may
stand before it and before what cannot follow (the attack strings of Weideman et al., CIAA 2016, without the automaton).
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from re import _constants as ops  # type: ignore[attr-defined] # how CPython names the nodes of a parsed expression
from re import _parser as parser  # type: ignore[attr-defined] # the same
from typing import Any

from doubles.patterns import Used

REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}
MANY = 16
"""A repeat that may go on for longer counts as one without end."""

LINEAR = 2.5
"""The most that twice the length may take, in times of the time for the length."""

SIZES = (64, 512, 2_048)
"""In characters. A quadratic expression shows itself at the last, a cubic one must not be tried there at once."""

PIECES = (4, 6, 8, 10, 12, 14, 16, 20, 24, 28)
"""First few pieces, for an exponential expression would never come back from many."""

SUSPECT_S = 0.0005
"""Quadratic, the longest text takes 2 million steps: a millisecond or more. A linear expression takes a tenth of that."""

CERTAIN_S = 0.02
"""No disturbance makes a short text take this long: it is not measured again."""

TRIES = 8

ENOUGH_TRIES, PLAIN = 3, 3.2
"""A growth that is still this far from linear after so many tries is no disturbance."""


@dataclass(frozen=True, slots=True)
class Attack:
    before: str
    repeated: str
    after: str

    def text(self, pieces: int) -> str:
        return self.before + self.repeated * pieces + self.after


@dataclass(frozen=True, slots=True)
class Growth:
    """How many times as long a text took that is twice as long, and the text; 0 where none took any time."""

    ratio: float = 0.0
    attack: Attack = Attack("", "", "")


def worst_growth(used: Used, longest: int | None = None) -> Growth:
    """Return the greatest growth over all attacks; the first one that is not linear ends the search.

    Where the code applies the expression to at most `longest` characters, it is endless growth to take long on those.
    """
    if longest:
        slow = (attack for attack in attacks(used.pattern) if _is_slow(used, attack.text(longest)[:longest]))
        return next((Growth(float("inf"), attack) for attack in slow), Growth())
    worst = Growth()
    for attack in attacks(used.pattern):
        worst = max(worst, Growth(_ratio(used, attack), attack), key=lambda growth: growth.ratio)
        if worst.ratio > LINEAR:
            break
    return worst


def confirmed(used: Used, growth: Growth) -> Growth:
    """Return a growth with the least ratio of several more on its text: what is not linear is so each time."""
    ratio, tries = growth.ratio, 0
    while ratio > LINEAR and tries < TRIES:
        ratio, tries = min(ratio, _ratio(used, growth.attack)), tries + 1
    return Growth(ratio, growth.attack)


def _ratio(used: Used, attack: Attack) -> float:
    for pieces in PIECES:
        if pieces * len(attack.repeated) <= SIZES[1] and _is_slow(used, attack.text(pieces)):
            return float("inf")
    for size in SIZES:
        pieces = max(1, size // len(attack.repeated))
        if _seconds(used, attack.text(pieces)) > SUSPECT_S:
            ratio = _least_ratio(used, attack, pieces)
            # A longer text tells a bound or a moment's disturbance, which wear off, from growth that does not.
            return (
                min(ratio, _least_ratio(used, attack, 2 * pieces))
                if ratio > LINEAR and size == SIZES[-1]
                else ratio
            )
    return 0.0


def _is_slow(used: Used, text: str) -> bool:
    for _ in range(TRIES):
        took = _seconds(used, text)
        if not SUSPECT_S < took < CERTAIN_S:
            break
    return took > SUSPECT_S


def _least_ratio(used: Used, attack: Attack, pieces: int) -> float:
    """Return the ratio of the least times, measured until it is linear: only what else the machine does adds time."""
    once, twice = attack.text(pieces), attack.text(2 * pieces)
    short = long = float("inf")
    for tries in range(TRIES):
        short = min(short, _seconds(used, once))
        long = min(long, _seconds(used, twice))
        is_sure = tries >= ENOUGH_TRIES or short > CERTAIN_S
        if long <= LINEAR * short or (is_sure and long > PLAIN * short):
            break
    return long / short if short > SUSPECT_S else 0.0


def _seconds(used: Used, text: str) -> float:
    """Return the time by the clock on the wall where that is short, else the processor's, which costs more to read."""
    wall_s = _timed(used, text, time.perf_counter)
    return wall_s if wall_s < SUSPECT_S else min(wall_s, _timed(used, text, time.thread_time))


def _timed(used: Used, text: str, clock: Callable[[], float]) -> float:
    given: Any = text if isinstance(used.pattern.pattern, str) else text.encode("utf-8", "replace")
    apply = getattr(used.pattern, used.method)
    begun = clock()
    found = apply(given)
    if found is not None and not isinstance(found, re.Match):
        for _found in found:
            pass
    return clock() - begun


def attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """Return the texts on which the expression could be slow."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    texts = {("", sample) for sample in (_sample(tree), *ORDINARY) if sample}
    for before, repeated in _repeats(list(tree), ""):
        for piece in {_sample(repeated), _sample(repeated, last=True)} - {""}:
            texts |= {(before, piece), ("", f"{before}{piece}")}
    return [Attack(before, piece, after) for before, piece in sorted(texts) for after in AFTER]


ORDINARY = (" ", "\n", "a ", "1", "*a **b ")
"""Repeated before any expression."""

AFTER = ("", "\x00\n!")
"""What ends a text: nothing, and what hardly any expression takes."""


def _repeats(nodes: list[Any], before: str) -> Iterator[tuple[str, Any]]:
    """Yield what stands before each repeat without end, and what it repeats."""
    for op, value in nodes:
        if op in REPEATS:
            low, high, inner = value
            if high > MANY:
                yield before, inner
            yield from _repeats(list(inner), before)
            before += _sample(inner) * min(max(low, 1), MANY)
            continue
        for inner in _inside(op, value):
            yield from _repeats(list(inner), before)
        before += _sample([(op, value)])


def _inside(op: Any, value: Any) -> list[Any]:
    if op is ops.SUBPATTERN:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    if op in {ops.ASSERT, ops.ASSERT_NOT}:
        return [value[1]]
    if op is ops.ATOMIC_GROUP:
        return [value]
    if op is ops.GROUPREF_EXISTS:
        return [part for part in value[1:] if part]
    return []


def _sample(nodes: Iterable[Any], *, last: bool = False) -> str:
    """Return a short text that the nodes would take, of each choice the first or the last."""
    said = []
    for op, value in nodes:
        if op is ops.LITERAL:
            said.append(chr(value))
        elif op is ops.NOT_LITERAL:
            said.append("a" if value != ord("a") else "b")
        elif op is ops.ANY:
            said.append("a")
        elif op is ops.IN:
            said.append(_of_class(value, last=last))
        elif op in REPEATS:
            said.append(_sample(value[2], last=last) * min(max(value[0], 1), MANY))
        elif op is ops.BRANCH:
            said.append(_sample(value[1][-1 if last else 0], last=last))
        elif op in {ops.SUBPATTERN, ops.ATOMIC_GROUP}:
            said.append(_sample(value[3] if op is ops.SUBPATTERN else value, last=last))
    return "".join(said)


CATEGORIES = {
    ops.CATEGORY_DIGIT: "1", ops.CATEGORY_NOT_DIGIT: "a", ops.CATEGORY_SPACE: " ", ops.CATEGORY_NOT_SPACE: "a",
    ops.CATEGORY_WORD: "a", ops.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


def _of_class(items: list[Any], *, last: bool) -> str:
    if items[0][0] is ops.NEGATE:
        taken = {chr(c) for c in _named(items)}
        return next((c for c in (".- a*1#," if last else "a1 .,-*#") if c not in taken), "\x01")
    op, value = items[-1 if last else 0]
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.RANGE:
        return chr(value[1 if last else 0])
    return CATEGORIES.get(value, "a")


def _named(items: list[Any]) -> list[int]:
    """Return the characters of a class, of its ranges and categories those that an attack may hold."""
    named: list[int] = []
    for op, value in items:
        if op is ops.LITERAL:
            named.append(value)
        elif op is ops.RANGE:
            named += [c for c in map(ord, "a1.,-*# ") if value[0] <= c <= value[1]]
        elif op is ops.CATEGORY:
            named += [ord(c) for c in "a1.,-*# " if IN_CATEGORY[value].match(c)]
    return named


IN_CATEGORY = {
    ops.CATEGORY_DIGIT: re.compile(r"\d"), ops.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    ops.CATEGORY_SPACE: re.compile(r"\s"), ops.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    ops.CATEGORY_WORD: re.compile(r"\w"), ops.CATEGORY_NOT_WORD: re.compile(r"\W"),
}  # fmt: skip
