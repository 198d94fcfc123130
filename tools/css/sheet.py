"""The rules of a page's style sheets that a desktop browser applies, conditional and nested ones opened."""

import binascii
import re
from collections.abc import Container
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from tinycss2 import parse_blocks_contents, parse_stylesheet, serialize
from tinycss2.ast import AtRule, Node, QualifiedRule

from stepresearch.tools.css.conditions import container_applies, media_applies, supports_applies
from stepresearch.tools.css.matching import Selector
from stepresearch.tools.css.selector_tests import UnknownSelectorError
from stepresearch.tools.css.selectors import Compiler, split
from stepresearch.tools.css.valid import TANGLED, is_valid
from stepresearch.tools.css.values import is_tangled

_MAX_NESTING = 8
_MAX_IMPORTS = 8
_LAST = 1_000_000
# The other properties cannot hide anything, and most rules have only those.
HIDING = frozenset(
    [
        "all",
        "display",
        "visibility",
        "content-visibility",
        "opacity",
        "-webkit-opacity",
        "clip",
        "clip-path",
        "-webkit-clip-path",
        "mask",
        "mask-image",
        "-webkit-mask",
        "-webkit-mask-image",
        "height",
        "width",
        "max-height",
        "max-width",
        "inline-size",
        "block-size",
        "max-inline-size",
        "max-block-size",
        "left",
        "top",
        "right",
        "bottom",
        "inset",
        "inset-inline",
        "inset-inline-start",
        "inset-inline-end",
        "inset-block",
        "inset-block-start",
        "inset-block-end",
        "text-indent",
        "margin",
        "margin-left",
        "margin-top",
        "margin-right",
        "margin-bottom",
        "margin-inline",
        "margin-inline-start",
        "margin-inline-end",
        "margin-block",
        "margin-block-start",
        "margin-block-end",
        "transform",
        "-webkit-transform",
        "translate",
        "scale",
        "rotate",
        "z-index",
        "font",
        "font-size",
        "color",
        "-webkit-text-fill-color",
        "background",
        "background-color",
        "background-image",
        "background-clip",
        "-webkit-background-clip",
        "letter-spacing",
        "filter",
        "-webkit-filter",
        "backface-visibility",
        "-webkit-backface-visibility",
        "zoom",
        "position",
        "overflow",
        "overflow-x",
        "overflow-y",
        "animation",
        "-webkit-animation",
        "animation-name",
        "animation-fill-mode",
        "-webkit-animation-name",
        "mix-blend-mode",
        "line-height",
    ]
)

Declared = tuple[tuple[str, str], ...]
Layer = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector with its declarations, in sheet order. Later layers win; unlayered rules win over any layer."""

    selector: Selector
    plain: Declared
    important: Declared
    layer: Layer


@dataclass(slots=True)
class Sheet:
    """What the style sheets of a page say."""

    rules: list[Rule] = field(default_factory=list)
    last_frames: dict[str, Declared] = field(default_factory=dict)
    initial: dict[str, str] = field(default_factory=dict)


class SheetReader:
    """Reads style sheets, one after the other, into a `Sheet`.

    Args:
        known: The `.class` and `#id` names of the page; rules for others are ignored.
    """

    def __init__(self, known: Container[str]) -> None:
        self.sheet = Sheet()
        self._compiler = Compiler(known)
        self._layers: dict[tuple[str, ...], Layer] = {}
        self._imports = 0

    def read(self, css: str) -> None:
        """Add the rules of a style sheet."""
        self._rules(parse_stylesheet(css, skip_comments=True, skip_whitespace=True), (), None, 0)

    def _rules(
        self, rules: list[Node], layer: tuple[str, ...], within: list[Selector] | None, depth: int
    ) -> None:
        for rule in rules if depth <= _MAX_NESTING else ():
            if isinstance(rule, AtRule):
                self._at_rule(rule, layer, within, depth)
            elif isinstance(rule, QualifiedRule):
                self._style_rule(rule, layer, within, depth)

    def _style_rule(
        self, rule: QualifiedRule, layer: tuple[str, ...], within: list[Selector] | None, depth: int
    ) -> None:
        if not any(_is_of_interest(token) for token in rule.content):
            return
        try:
            selectors = self._compiler.selectors(rule.prelude, within)
        except UnknownSelectorError:
            return
        if selectors:
            self._body(rule.content, layer, selectors, depth)

    def _body(
        self, content: list[Node], layer: tuple[str, ...], selectors: list[Selector], depth: int
    ) -> None:
        parsed = parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        plain, important = declared(parsed)
        if plain or important:
            place = self._layer(layer)
            self.sheet.rules += (Rule(selector, plain, important, place) for selector in selectors)
        self._rules([node for node in parsed if node.type != "declaration"], layer, selectors, depth + 1)

    def _at_rule(
        self, rule: AtRule, layer: tuple[str, ...], within: list[Selector] | None, depth: int
    ) -> None:
        name = rule.lower_at_keyword
        if is_tangled(rule.prelude):
            return
        if rule.content is None:
            self._statement(name, rule.prelude, layer)
        elif name in {"keyframes", "-webkit-keyframes"}:
            self._keyframes(serialize(rule.prelude).strip().strip("\"'"), rule.content)
        elif name == "property":
            plain, _ = declared(parse_blocks_contents(rule.content), everything=True)
            self.sheet.initial |= {serialize(rule.prelude).strip(): dict(plain).get("initial-value", "")}
        elif name == "layer":
            self._inside(
                rule.content, (*layer, *(_layer_names(rule.prelude) or (f" {id(rule)}",))), within, depth
            )
        elif name == "scope":
            self._scope(rule, layer, within, depth)
        elif name in _CONDITIONS and _CONDITIONS[name](rule.prelude):
            self._inside(rule.content, layer, within, depth)

    def _statement(self, name: str, prelude: list[Node], layer: tuple[str, ...]) -> None:
        if name == "layer":
            for part in split(prelude, ","):
                self._layer((*layer, *_layer_names(part)))
        elif name == "import":
            self._import(prelude, layer)

    def _inside(
        self, content: list[Node], layer: tuple[str, ...], within: list[Selector] | None, depth: int
    ) -> None:
        if within is not None:
            self._body(content, layer, within, depth)
        else:
            parsed = parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
            self._rules(parsed, layer, None, depth + 1)

    def _scope(self, rule: AtRule, layer: tuple[str, ...], within: list[Selector] | None, depth: int) -> None:
        block = next((token for token in rule.prelude if token.type == "() block"), None)
        try:
            roots = self._compiler.selectors(block.content, within) if block else within
        except UnknownSelectorError:
            return
        parsed = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        self._rules(parsed, layer, roots, depth + 1)

    def _import(self, prelude: list[Node], layer: tuple[str, ...]) -> None:
        address = next((_address(token) for token in prelude if _address(token)), "")
        self._imports += 1
        if self._imports <= _MAX_IMPORTS and (css := data_sheet(address)):
            self._rules(parse_stylesheet(css, skip_comments=True, skip_whitespace=True), layer, None, 1)

    def _keyframes(self, name: str, content: list[Node]) -> None:
        last: Declared = ()
        for frame in parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
            if not isinstance(frame, QualifiedRule) or is_tangled(frame.prelude):
                continue
            if re.search(r"\bto\b|\b100%", serialize(frame.prelude).lower()):
                last += declared(parse_blocks_contents(frame.content))[0]
        self.sheet.last_frames[name] = last

    def _layer(self, names: tuple[str, ...]) -> Layer:
        """Return a layer's place: a tuple that compares as layers do; rules outside of layers come last of all."""
        place: list[int] = []
        for depth in range(1, len(names) + 1):
            path = names[:depth]
            if path not in self._layers:
                self._layers[path] = (len(self._layers),)
            place += self._layers[path]
        return (*place, _LAST)


def declared(nodes: list[Node], *, everything: bool = False) -> tuple[Declared, Declared]:
    """Return the valid declarations that may hide something, or set a variable: the plain and the `!important` ones."""
    plain: list[tuple[str, str]] = []
    important: list[tuple[str, str]] = []
    for node in nodes:
        if node.type != "declaration":
            continue
        is_variable = node.name.startswith("--")
        if not (is_variable or everything or node.lower_name in HIDING):
            continue
        value = TANGLED
        if not is_tangled(node.value):
            value = serialize([token for token in node.value if token.type != "comment"]).strip()
        name = node.name if is_variable else node.lower_name
        if is_variable or everything or is_valid(name, value := value.lower()):
            (important if node.important else plain).append((name, value))
    return tuple(plain), tuple(important)


def data_sheet(address: str) -> str:
    """Return the style sheet that a `data:` address holds; empty for any other."""
    match = re.match(r"\s*data:text/css[^,]{0,100}?(;base64)?,(.*)", address, re.IGNORECASE | re.DOTALL)
    if not match:
        return ""
    data = unquote_to_bytes(match[2])
    if match[1]:
        try:
            data = binascii.a2b_base64(data)
        except binascii.Error:
            return ""
    return data.decode(errors="replace")


_CONDITIONS = {
    "media": media_applies,
    "supports": supports_applies,
    "container": container_applies,
}


def _is_of_interest(token: Node) -> bool:
    if token.type == "ident":
        return token.lower_value in HIDING or str(token.value).startswith("--")
    return bool(token.type == "{} block")


def _layer_names(tokens: list[Node]) -> tuple[str, ...]:
    return tuple(token.value for token in tokens if token.type == "ident")


def _address(token: Node) -> str:
    if token.type in {"string", "url"}:
        return str(token.value)
    if token.type == "function" and token.lower_name == "url":
        return next((str(part.value) for part in token.arguments if part.type == "string"), "")
    return ""
