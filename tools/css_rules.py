"""What a page's own style sheets say about an element, as far as they could hide it."""

import re
from collections import defaultdict
from dataclasses import dataclass

from bs4 import Tag

from stepresearch.tools.css_invisible import Declarations, declarations
from stepresearch.tools.errors import ToolError

# Comparisons of a selector's part with an element, about 1 us each. Long articles need some 100,000.
_MAX_COMPARISONS = 3_000_000
_MAX_NESTING = 8
# Steps of the cascade above any sum of `_specificity` (CSS Cascading and Inheritance 4, section 6.1).
_INLINE = 10_000_000
_IMPORTANT = 100_000_000

_PIECE = re.compile(r"[{}]|[^{}]+")
_COMPOUND = re.compile(
    r"(?P<tag>[a-z][\w-]*|\*)?(?P<parts>(?:[.#][\w-]+|\[[\w-]+(?:[~|^$*]?=[\"']?[\w -]*[\"']?)?\])*)"
)
_PART = re.compile(r"[.#][\w-]+|\[[^\]]+\]")
# The other properties of a sheet cannot hide anything, and most rules have only those.
_HIDING = re.compile(
    r"display|visibility|opacity|clip|height|width|left|top|right|bottom|indent|margin|transform|translate|scale"
    r"|z-index|font|color|background|spacing|filter|zoom|position|overflow"
)


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str
    classes: frozenset[str]
    element_id: str
    attributes: tuple[tuple[str, str | None], ...]

    def matches(self, element: Tag) -> bool:
        """Say whether `element` has this tag, id, attributes and all these classes."""
        if self.tag not in ("", "*", element.name):
            return False
        if self.element_id and element.get("id") != self.element_id:
            return False
        if self.classes and not self.classes.issubset(classes(element)):
            return False
        return all(
            name in element.attrs and value in (None, " ".join(element.get_attribute_list(name)))
            for name, value in self.attributes
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    target: _Compound
    ancestors: tuple[_Compound, ...]
    style: Declarations
    specificity: int


class StyleSheet:
    """The rules of a page's `<style>` elements that a screen applies, in the order of the cascade."""

    def __init__(self, css: str) -> None:
        self._comparisons = 0
        self._rules: defaultdict[str, list[_Rule]] = defaultdict(list)
        for selectors, body in _screen_rules(css):
            plain, important = declarations(body) if _HIDING.search(body) else ({}, {})
            for selector in selectors.split(","):
                self._add(selector, plain, 0)
                self._add(selector, important, _IMPORTANT)

    def style(self, element: Tag) -> Declarations:
        """Return the declarations that apply to `element`, those of its `style` attribute among them.

        Raises:
            ToolError: The page's rules and elements are too many to say what it hides.
        """
        keys = [element.name, "*", f"#{element.get('id')}", *(f".{name}" for name in classes(element))]
        found = [rule for key in keys for rule in self._rules.get(key, ()) if self._applies(rule, element)]
        plain, important = declarations(str(element.get("style", "")))
        cascade = [(rule.specificity, rule.style) for rule in found]
        cascade += [(_INLINE, plain), (_IMPORTANT + _INLINE, important)]
        merged: Declarations = {}
        for _, style in sorted(cascade, key=lambda step: step[0]):
            merged |= style
        return merged

    def _applies(self, rule: _Rule, element: Tag) -> bool:
        """Say whether the rule's selector matches, child combinators read as descendant ones."""
        if not self._matches(rule.target, element):
            return False
        wanted = list(rule.ancestors)
        for ancestor in element.parents if wanted else ():
            if self._matches(wanted[-1], ancestor):
                wanted.pop()
                if not wanted:
                    break
        return not wanted

    def _matches(self, compound: _Compound, element: Tag) -> bool:
        self._comparisons += 1
        if self._comparisons > _MAX_COMPARISONS:
            raise ToolError("The page's style sheets are too tangled to say which of its text is seen.")
        return compound.matches(element)

    def _add(self, selector: str, style: Declarations, weight: int) -> None:
        compounds = [_compound(part) for part in re.split(r"[\s>]+", selector.strip()) if part]
        known = [compound for compound in compounds if compound]
        if (
            not style or not known or len(known) < len(compounds)
        ):  # a pseudo-class or sibling: not to be told here
            return
        target = known[-1]
        key = f"#{target.element_id}" if target.element_id else f".{min(target.classes, default='')}"
        rule = _Rule(target, tuple(known[:-1]), style, weight + sum(map(_specificity, known)))
        self._rules[key if len(key) > 1 else target.tag or "*"].append(rule)


def classes(element: Tag) -> list[str]:
    """Return the element's class names."""
    return [name for name in element.get_attribute_list("class") if name]


def _screen_rules(css: str) -> list[tuple[str, str]]:
    """Return selectors and bodies of the rules that a wide screen applies, at-rules opened."""
    rules: list[tuple[str, str]] = []
    heads: list[str] = []
    text = ""
    for piece in _PIECE.findall(re.sub(r"/\*.*?\*/|<!--|-->", "", css, flags=re.DOTALL)):
        if piece == "{":
            heads.append(text.rpartition(";")[2].strip())
            text = ""
        elif piece == "}":
            head = heads.pop() if heads else ""
            if text and not head.startswith("@") and not any(_is_passed_over(outer) for outer in heads):
                rules.append((head, text))
            text = ""
        else:
            text = piece.strip()
        if len(heads) > _MAX_NESTING:
            break
    return rules


def _is_passed_over(head: str) -> bool:
    """Say whether an at-rule's block is for paper, small screens or no screen at all."""
    return head.startswith("@") and not re.match(r"@(media|supports|layer)(?!.*(print|max-width))", head)


def _compound(text: str) -> _Compound | None:
    match = _COMPOUND.fullmatch(text)
    if not match:
        return None
    parts = _PART.findall(match["parts"])
    attributes = [part[1:-1].partition("=") for part in parts if part[0] == "["]
    return _Compound(
        tag=(match["tag"] or "").lower(),
        classes=frozenset(part[1:] for part in parts if part[0] == "."),
        element_id=next((part[1:] for part in parts if part[0] == "#"), ""),
        attributes=tuple(
            (name, value.strip("\"'") if equals else None) for name, equals, value in attributes
        ),
    )


def _specificity(compound: _Compound) -> int:
    """Return the weight of a compound: ids over classes over tags (CSS Selectors 4, section 17)."""
    named = len(compound.classes) + len(compound.attributes)
    return 10_000 * bool(compound.element_id) + 100 * named + (compound.tag not in ("", "*"))
