"""Matches selectors (Selectors 4) against the elements of a page.

For untrusted pages: no recursion over the page, and every comparison is counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bs4.element import Tag

from stepresearch.tools.errors import ToolError

# Comparisons of a selector's part with an element, about 3 us each. Of 181 pages of news the most took 96,000.
_MAX_COMPARISONS = 1_000_000

Test = Callable[["Matching", Tag], bool]


@dataclass(slots=True)
class Compound:
    """Simple selectors that one element must match."""

    tag: str = ""
    ids: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    specificity: int = 0


@dataclass(slots=True)
class Selector:
    """A complex selector from right to left: compounds, and how each is related to the one before it in the list."""

    parts: list[tuple[str, Compound]]

    @property
    def specificity(self) -> int:
        """Return ids over classes over tags (Selectors 4, section 17), as a number."""
        return sum(compound.specificity for _, compound in self.parts)

    @property
    def key(self) -> str:
        """Return what an element must have to match: `#id`, `.class`, a tag or `*`."""
        target = self.parts[0][1]
        if target.ids:
            return f"#{target.ids[0]}"
        return f".{target.classes[0]}" if target.classes else target.tag or "*"


def classes(element: Tag) -> list[str]:
    """Return the element's class names."""
    return [name for name in element.get_attribute_list("class") if name]


def folded_names(element: Tag) -> set[str]:
    """Return `.class` and `#id` of an element in lower case: without a doctype browsers do not tell cases apart."""
    found = {f".{name.lower()}" for name in classes(element)}
    if "id" in element.attrs:
        found.add(f"#{str(element['id']).lower()}")
    return found


class Matching:
    """Matches selectors against the elements of one page."""

    def __init__(self) -> None:
        self.subject: Tag | None = None  # of the `:has()` that is being looked at
        self._comparisons = 0
        self._names: dict[int, set[str]] = {}
        self._places: dict[int, dict[int, tuple[int, int]]] = {}

    def names(self, element: Tag) -> set[str]:
        """Return `.class` and `#id` of an element in lower case."""
        if (found := self._names.get(id(element))) is None:
            found = self._names[id(element)] = folded_names(element)
        return found

    def matches(self, selector: Selector, element: Tag) -> bool:
        """Say whether the selector's subject is `element`.

        Raises:
            ToolError: The page has too many rules and elements to determine what it hides.
        """
        return self._meets(selector.parts[0][1], element) and self._leads(selector.parts, 1, element)

    def matches_any(self, selectors: list[Selector], element: Tag) -> bool:
        """Say whether one of the selectors' subjects is `element`."""
        return any(self.matches(selector, element) for selector in selectors)

    def siblings(self, element: Tag) -> Iterator[Tag]:
        """Yield the elements before `element`, the nearest first."""
        for node in element.previous_siblings:
            if isinstance(node, Tag):
                self.count()
                yield node

    def place(self, element: Tag, *, of_type: bool) -> tuple[int, int]:
        """Return how many siblings, or siblings of its kind, stand before `element` and after it."""
        parent = element.parent
        if parent is None:
            return 0, 0
        key = id(parent) * 2 + of_type
        if key not in self._places:
            self._places[key] = self._counted(parent, of_type=of_type)
        return self._places[key][id(element)]

    def count(self, number: int = 1) -> None:
        """Count comparisons.

        Raises:
            ToolError: There were too many.
        """
        self._comparisons += number
        if self._comparisons > _MAX_COMPARISONS:
            raise ToolError("The page's style sheets are too tangled to say which of its text is seen.")

    def _counted(self, parent: Tag, *, of_type: bool) -> dict[int, tuple[int, int]]:
        children = [node for node in parent.contents if isinstance(node, Tag)]
        groups: dict[str, list[Tag]] = {}
        for child in children:
            groups.setdefault(child.name if of_type else "", []).append(child)
        return {
            id(child): (before, len(group) - before - 1)
            for group in groups.values()
            for before, child in enumerate(group)
        }

    def _meets(self, compound: Compound, element: Tag) -> bool:
        self.count()
        if compound.tag and compound.tag != element.name:
            return False
        if compound.ids or compound.classes:
            names = self.names(element)
            if not all(f"#{one}" in names for one in compound.ids):
                return False
            if not all(f".{one}" in names for one in compound.classes):
                return False
        return all(test(self, element) for test in compound.tests)

    def _leads(self, parts: list[tuple[str, Compound]], start: int, element: Tag) -> bool:
        """Say whether the compounds from `start` on hold for elements above and before `element`."""
        if start == len(parts):
            return True
        combinator, compound = parts[start]
        for other in self._related(combinator, element):
            if self._meets(compound, other):
                if self._leads(parts, start + 1, other):
                    return True
                if self._is_final(parts, start):
                    return False
        return False

    @staticmethod
    def _is_final(parts: list[tuple[str, Compound]], start: int) -> bool:
        """Say whether the nearest match decides: where only ancestors follow, it has the most of them."""
        return all(combinator == " " for combinator, _ in parts[start:])

    def _related(self, combinator: str, element: Tag) -> Iterator[Tag]:
        if combinator == " ":
            yield from (parent for parent in element.parents if parent.name != "[document]")
        elif combinator == ">":
            if element.parent is not None and element.parent.name != "[document]":
                yield element.parent
        elif combinator == "+":
            yield from _first(self.siblings(element))
        else:
            yield from self.siblings(element)


def _first(elements: Iterator[Tag]) -> list[Tag]:
    one = next(elements, None)
    return [] if one is None else [one]
