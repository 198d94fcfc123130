"""Compiles what a selector asks of one element by itself: attributes, states, its place among its siblings."""

from collections.abc import Callable
from itertools import chain

from bs4.element import Tag
from tinycss2.ast import Node

from stepresearch.tools.css.matching import Compound, Matching, Test

NEVER = frozenset(
    [
        "visited",
        "hover",
        "active",
        "focus",
        "focus-within",
        "focus-visible",
        "target",
        "target-within",
        "current",
        "past",
        "future",
        "playing",
        "paused",
        "seeking",
        "buffering",
        "stalled",
        "muted",
        "checked",
        "indeterminate",
        "default",
        "fullscreen",
        "picture-in-picture",
        "popover-open",
        "modal",
        "open",
        "user-valid",
        "user-invalid",
        "invalid",
        "out-of-range",
        "autofill",
        "host",
        "host-context",
        "state",
        "-webkit-autofill",
    ]
)
"""States that a page is not in when it has just been loaded; elements that could be checked or open are not read."""
_ALWAYS = frozenset({"defined", "read-only", "enabled", "valid", "in-range", "optional", "placeholder-shown"})


class UnknownSelectorError(Exception):
    """A browser would not know the selector either: the rule is dropped."""


class NeverMatchesError(Exception):
    """Nothing on the page can match the selector."""


def plain_pseudo(compound: Compound, name: str, depth: int) -> None:
    """Add the tests of a pseudo-class without arguments.

    Raises:
        NeverMatchesError: It is a pseudo-element, or a state that no element is in.
        UnknownSelectorError: It is not a pseudo-class.
    """
    if name in NEVER:
        if depth == 0:
            raise NeverMatchesError
        compound.tests.append(lambda _, __: False)
    elif name in {"before", "after", "first-line", "first-letter"} or name.startswith(("-webkit-", "-moz-")):
        raise NeverMatchesError
    elif name in _TESTS:
        compound.tests.append(_TESTS[name])
    elif name not in _ALWAYS:
        raise UnknownSelectorError


def _is_root(_: Matching, element: Tag) -> bool:
    return element.name == "html"


_TESTS: dict[str, Test] = {
    "root": _is_root,
    "scope": _is_root,
    "first-child": lambda page, element: page.place(element, of_type=False)[0] == 0,
    "last-child": lambda page, element: page.place(element, of_type=False)[1] == 0,
    "only-child": lambda page, element: page.place(element, of_type=False) == (0, 0),
    "first-of-type": lambda page, element: page.place(element, of_type=True)[0] == 0,
    "last-of-type": lambda page, element: page.place(element, of_type=True)[1] == 0,
    "only-of-type": lambda page, element: page.place(element, of_type=True) == (0, 0),
    "empty": lambda _, element: not any(isinstance(node, Tag) or str(node) for node in element.contents),
    "link": lambda _, element: element.name in {"a", "area"} and "href" in element.attrs,
    "any-link": lambda _, element: element.name in {"a", "area"} and "href" in element.attrs,
    "disabled": lambda _, element: "disabled" in element.attrs,
    "required": lambda _, element: "required" in element.attrs,
    "read-write": lambda _, element: "contenteditable" in element.attrs,
}


def attribute_test(tokens: list[Node]) -> Test:
    """Compile an attribute selector: `name`, `name="value"`, `name^=value i`."""
    tokens = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    if not tokens or tokens[0].type != "ident":
        raise UnknownSelectorError
    name = tokens[0].lower_value
    if len(tokens) == 1:
        return lambda _, element: name in element.attrs
    operator = tokens[1].value if tokens[1].type == "literal" else ""
    value = tokens[2] if len(tokens) > 2 else None
    if operator not in _OPERATORS or value is None or value.type not in {"string", "ident"}:
        raise UnknownSelectorError
    compare, folds = _OPERATORS[operator], len(tokens) > 3 or name in _FOLDED_ATTRIBUTES
    wanted = value.value.lower() if folds else value.value

    def test(_: Matching, element: Tag) -> bool:
        if name not in element.attrs:
            return False
        held = " ".join(element.get_attribute_list(name))
        return compare(held.lower() if folds else held, wanted)

    return test


_FOLDED_ATTRIBUTES = frozenset(
    {"type", "align", "dir", "lang", "media", "rel", "bgcolor", "color", "hidden", "class", "id"}
)
_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda held, wanted: held == wanted,
    "~=": lambda held, wanted: wanted in held.split(),
    "|=": lambda held, wanted: held == wanted or held.startswith(wanted + "-"),
    "^=": lambda held, wanted: bool(wanted) and held.startswith(wanted),
    "$=": lambda held, wanted: bool(wanted) and held.endswith(wanted),
    "*=": lambda held, wanted: bool(wanted) and wanted in held,
}


def language(page: Matching, element: Tag) -> str:
    """Return the language tag that holds for an element, in lower case; empty where there is none."""
    for node in chain([element], element.parents):
        page.count()
        if "lang" in node.attrs:
            return str(node["lang"]).lower()
    return ""
