"""What a page's own style sheets say about an element, as far as they could hide it (CSS Cascading 5, Variables 1)."""

import re
from collections import defaultdict
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from tinycss2 import parse_blocks_contents, parse_component_value_list

from stepresearch.tools.css.conditions import media_applies
from stepresearch.tools.css.matching import Matching, folded_names
from stepresearch.tools.css.sheet import Declared, Layer, Rule, SheetReader, data_sheet, declared
from stepresearch.tools.css.shorthands import Declarations, longhands
from stepresearch.tools.css.valid import TANGLED, is_valid
from stepresearch.tools.html_tree import tags

Variables = dict[str, str]

_INLINE = 1_000_000_000
_MAX_VALUE_CHARS = 2_000
_MAX_BRACKETS = 30
_MAX_NESTING = 12
_OUTSIDE = re.compile(r"env\([^(),]*(?:,([^()]*))?\)")
_VARIABLE = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\((?:[^()]|\([^()]*\))*\))*))?\)")
_NOTHING: Declarations = {}


class Styles:
    """The cascade of a page: its `<style>` elements, and style sheets that are linked as data."""

    def __init__(self, soup: BeautifulSoup) -> None:
        known = {name for element in tags(soup) for name in folded_names(element)}
        reader = SheetReader(known)
        for css in _sheets(soup):
            reader.read(css)
        self._matching = Matching()
        self._last_frames = reader.sheet.last_frames
        self.initial: Variables = reader.sheet.initial
        self._rules: defaultdict[str, list[tuple[int, Rule]]] = defaultdict(list)
        for order, rule in enumerate(reader.sheet.rules):
            self._rules[rule.selector.key].append((order, rule))
        self._merged: dict[tuple[tuple[int, ...], str], tuple[Declared, Declarations | None]] = {}

    def style(self, element: Tag, variables: Variables) -> tuple[Declarations, Variables]:
        """Return an element's declarations as longhands, and the variables it passes to its children.

        Raises:
            ToolError: The page has too many rules and elements to determine what it hides.
        """
        found = self._found(element)
        inline = str(element.get("style", ""))
        if not found and not inline:
            return _NOTHING, variables
        key = tuple(order for order, _ in found), inline
        if key not in self._merged:
            merged = self._cascaded(found, inline)
            plain = not any(
                "var(" in value or "env(" in value or name.startswith("--") for name, value in merged
            )
            self._merged[key] = merged, self._computed(merged) if plain else None
        merged, computed = self._merged[key]
        if computed is not None:
            return computed, variables
        self._matching.count(len(merged))
        variables = _with_own(merged, variables)
        values = ((name, resolved(value, variables)) for name, value in merged if not name.startswith("--"))
        known = tuple((name, value if is_valid(name, value.lower()) else "unset") for name, value in values)
        return self._computed(known), variables

    def _found(self, element: Tag) -> list[tuple[int, Rule]]:
        keys = [element.name, "*", *self._matching.names(element)]
        return sorted(
            (
                (order, rule)
                for key in keys
                for order, rule in self._rules.get(key, ())
                if self._matching.matches(rule.selector, element)
            ),
            key=lambda one: one[0],
        )

    @staticmethod
    def _cascaded(found: Iterable[tuple[int, Rule]], inline: str) -> Declared:
        """Return the declarations in force, in the order in which they override each other."""
        steps: list[tuple[tuple[bool, Layer, int, int], Declared]] = []
        for order, rule in found:
            specificity = rule.selector.specificity
            steps.append(((False, rule.layer, specificity, order), rule.plain))
            # What is important in an early layer wins over a later one.
            steps.append(((True, tuple(-one for one in rule.layer), specificity, order), rule.important))
        if inline:
            plain, important = declared(
                parse_blocks_contents(inline, skip_comments=True, skip_whitespace=True)
            )
            steps.append(((False, (_INLINE,), _INLINE, 0), plain))
            steps.append(((True, (_INLINE,), _INLINE, 0), important))
        merged: dict[str, str] = {}
        for _, declarations in sorted(steps, key=lambda step: step[0]):
            for name, value in declarations:
                merged.pop(name, None)
                merged[name] = value
        return tuple(merged.items())

    def _computed(self, merged: Declared) -> Declarations:
        """Return longhands; an animation that stays at its end overrides them with its last frame."""
        style = longhands((name, value.lower()) for name, value in merged)
        frames = style.get("animation-name", "").split()
        if not frames or not {"forwards", "both"}.intersection(style.get("animation-fill-mode", "").split()):
            return style
        named = {name.lower(): declarations for name, declarations in self._last_frames.items()}
        ends = [one for name in frames for one in named.get(name.strip(","), ())]
        return style | longhands(ends) if ends else style


def _sheets(soup: BeautifulSoup) -> Iterable[str]:
    for element in tags(soup):
        if element.name not in {"style", "link"} or not media_applies(
            parse_component_value_list(str(element.get("media", "")))
        ):
            continue
        if element.name == "style":
            yield element.get_text()
        elif "stylesheet" in [str(one).lower() for one in element.get_attribute_list("rel")]:
            yield data_sheet(str(element.get("href", "")))


def _with_own(merged: Declared, variables: Variables) -> Variables:
    own = {name: value for name, value in merged if name.startswith("--")}
    if not own:
        return variables
    together = variables | own
    # A cyclic variable is empty there, and any value that uses it is invalid.
    return variables | {name: resolved(value, {**together, name: ""}) for name, value in own.items()}


def resolved(value: str, variables: Variables) -> str:
    """Return a value with its variables filled in; `unset` where one is missing or they never end."""
    for _ in range(_MAX_NESTING):
        if "var(" not in value:
            value = _OUTSIDE.sub(lambda match: match[1] or "0px", value).strip()
            return TANGLED if value.count("(") > _MAX_BRACKETS else value
        if len(value) > _MAX_VALUE_CHARS:
            return TANGLED
        value = _VARIABLE.sub(lambda match: _filled(match, variables), value)
        if "\x00" in value:
            break
    return "unset"


def _filled(match: re.Match[str], variables: Variables) -> str:
    if (value := variables.get(match[1])) is not None and value != "unset":
        return value
    return match[2] if match[2] is not None else "\x00"
