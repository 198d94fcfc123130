"""Compiles CSS selectors (Selectors 4) from the tokens of a style sheet."""

from collections.abc import Container, Iterator

from bs4.element import Tag
from tinycss2.ast import Node
from tinycss2.nth import parse_nth

from stepresearch.tools.css.matching import Compound, Matching, Selector, Test
from stepresearch.tools.css.selector_tests import (
    NEVER,
    NeverMatchesError,
    UnknownSelectorError,
    attribute_test,
    language,
    plain_pseudo,
)
from stepresearch.tools.html_tree import tags

_MAX_COMPOUNDS = 24
_MAX_NESTING = 6


class Compiler:
    """Compiles the preludes of rules.

    Args:
        known: The `.class` and `#id` names of the page; a selector that needs another one never matches.
    """

    def __init__(self, known: Container[str]) -> None:
        self._known = known

    def selectors(
        self,
        tokens: list[Node],
        within: list[Selector] | None = None,
        depth: int = 0,
        *,
        relative: bool = True,
    ) -> list[Selector]:
        """Return the selectors of a list that may match.

        Args:
            tokens: The list.
            within: The selectors of the rule around a nested one, which `&` stands for.
            depth: Bracket nesting depth of the list.
            relative: Whether selectors without `&` begin below `within`.

        Raises:
            UnknownSelectorError: A browser would throw the whole list away.
        """
        found = []
        for part in split(tokens, ","):
            try:
                found.append(self._complex(part, within, depth, relative=relative))
            except NeverMatchesError:
                continue
        return found

    def forgiving(
        self, tokens: list[Node], within: list[Selector] | None, depth: int, *, relative: bool
    ) -> list[Selector]:
        """Return the selectors of a list that ignores unknown ones, as browsers do."""
        found = []
        for part in split(tokens, ","):
            try:
                found.append(self._complex(part, within, depth, relative=relative))
            except (NeverMatchesError, UnknownSelectorError):
                continue
        return found

    def _complex(
        self, tokens: list[Node], within: list[Selector] | None, depth: int, *, relative: bool
    ) -> Selector:
        if depth > _MAX_NESTING:
            raise UnknownSelectorError
        tokens = _trimmed(tokens)
        parts: list[tuple[str, list[Node]]] = []
        combinator = ""
        current: list[Node] = []
        for token in tokens:
            if token.type == "whitespace" or (token.type == "literal" and token.value in ">+~"):
                if current:
                    parts.append((combinator, current))
                    combinator, current = " ", []
                combinator = token.value if token.type == "literal" else combinator or " "
            elif token.type != "comment":
                current.append(token)
        if not current or len(parts) > _MAX_COMPOUNDS:
            raise UnknownSelectorError
        parts.append((combinator, current))
        return self._joined(parts, within, depth, relative=relative)

    def _joined(
        self,
        parts: list[tuple[str, list[Node]]],
        within: list[Selector] | None,
        depth: int,
        *,
        relative: bool,
    ) -> Selector:
        names_parent = any(
            token.type == "literal" and token.value == "&" for _, tokens in parts for token in tokens
        )
        if parts[0][0].strip() and (within is None or not relative):
            raise UnknownSelectorError
        compiled = [(combinator, self._compound(tokens, within, depth)) for combinator, tokens in parts]
        if within is not None and relative and (not names_parent or parts[0][0].strip()):
            outer = Compound()
            _add_any(outer, within)
            first = compiled[0][0].strip() or " "
            compiled = [("", outer), (first, compiled[0][1]), *compiled[1:]]
        # From right to left each part carries the combinator between it and the one that stood right of it.
        combinators = [combinator for combinator, _ in compiled[1:]]
        ordered = list(reversed(compiled))
        return Selector(
            [("", ordered[0][1])]
            + [
                (combinator, part[1])
                for combinator, part in zip(reversed(combinators), ordered[1:], strict=True)
            ]
        )

    def _compound(self, tokens: list[Node], within: list[Selector] | None, depth: int) -> Compound:
        compound = Compound()
        rest = iter(tokens)
        for token in rest:
            if token.type == "ident":
                compound.tag = token.lower_value
                compound.specificity += 1
            elif token.type == "hash":
                self._name(compound.ids, "#", token.value.lower(), depth)
                compound.specificity += 10_000
            elif token.type == "[] block":
                compound.tests.append(attribute_test(token.content))
                compound.specificity += 100
            elif token.type == "literal" and token.value == ".":
                name = next(rest, None)
                if name is None or name.type != "ident":
                    raise UnknownSelectorError
                self._name(compound.classes, ".", name.value.lower(), depth)
                compound.specificity += 100
            elif token.type == "literal" and token.value == "&" and within is not None:
                _add_any(compound, within)
            elif token.type == "literal" and token.value == ":":
                self._pseudo(compound, next(rest, None), within, depth)
            elif not (token.type == "literal" and token.value in "*|"):
                raise UnknownSelectorError
        return compound

    def _name(self, names: list[str], mark: str, name: str, depth: int) -> None:
        if depth == 0 and mark + name not in self._known:
            raise NeverMatchesError
        names.append(name)

    def _pseudo(
        self, compound: Compound, token: Node | None, within: list[Selector] | None, depth: int
    ) -> None:
        if token is not None and token.type == "ident":
            compound.specificity += 100
            plain_pseudo(compound, token.lower_value, depth)
        elif token is not None and token.type == "function":
            self._functional(compound, token, within, depth)
        else:  # a pseudo-element: never an element of the page
            raise NeverMatchesError

    def _functional(self, compound: Compound, token: Node, within: list[Selector] | None, depth: int) -> None:
        name, arguments = token.lower_name, token.arguments
        if name in {"is", "where", "matches", "-webkit-any", "-moz-any"}:
            inner = self.forgiving(arguments, within, depth + 1, relative=False)
            _add_any(compound, inner, counts=name != "where")
        elif name == "not":
            excluded = self.selectors(arguments, within, depth + 1, relative=False)
            compound.tests.append(lambda page, element: not page.matches_any(excluded, element))
            compound.specificity += max((one.specificity for one in excluded), default=0)
        elif name == "has":
            compound.tests.append(self._has(arguments, depth))
            compound.specificity += 100
        elif name == "lang":
            wanted = [part.value.lower() for part in arguments if part.type in {"ident", "string"}]
            compound.tests.append(lambda page, element: language(page, element).startswith(tuple(wanted)))
            compound.specificity += 100
        elif name == "dir":
            compound.tests.append(lambda _, __: True)
        elif name.startswith("nth-"):
            compound.tests.append(self._nth(name, arguments, depth))
            compound.specificity += 100
        elif name in NEVER:
            raise NeverMatchesError
        else:
            raise UnknownSelectorError

    def _has(self, arguments: list[Node], depth: int) -> Test:
        scope = Selector([("", Compound(tests=[lambda page, element: element is page.subject]))])
        inner = self.forgiving(arguments, [scope], depth + 1, relative=True)

        def test(page: Matching, element: Tag) -> bool:
            outer, page.subject = page.subject, element
            try:
                looked_at = element.parent if any(_looks_beside(one) for one in inner) else element
                return any(page.matches_any(inner, other) for other in tags(looked_at or element))
            finally:
                page.subject = outer

        return test

    def _nth(self, name: str, arguments: list[Node], depth: int) -> Test:
        cut = next(
            (i for i, part in enumerate(arguments) if part.type == "ident" and part.lower_value == "of"), None
        )
        step = parse_nth(arguments[:cut] if cut is not None else arguments)
        if step is None:
            raise UnknownSelectorError
        wanted = self.selectors(arguments[cut + 1 :], None, depth + 1) if cut is not None else None
        from_end, of_type = "last" in name, name.endswith("of-type")
        every, offset = step

        def test(page: Matching, element: Tag) -> bool:
            if wanted is None:
                index = page.place(element, of_type=of_type)[from_end] + 1
            elif not page.matches_any(wanted, element):
                return False
            else:
                others = _following(page, element) if from_end else page.siblings(element)
                index = 1 + sum(page.matches_any(wanted, other) for other in others)
            beyond = int(index - offset)
            return beyond == 0 if every == 0 else beyond * every >= 0 and beyond % int(every) == 0

        return test


def split(tokens: list[Node], mark: str) -> list[list[Node]]:
    """Return the parts of a list of tokens between literals of one kind."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == mark:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _trimmed(tokens: list[Node]) -> list[Node]:
    blank = {"whitespace", "comment"}
    start, end = 0, len(tokens)
    while start < end and tokens[start].type in blank:
        start += 1
    while end > start and tokens[end - 1].type in blank:
        end -= 1
    return tokens[start:end]


def _add_any(compound: Compound, selectors: list[Selector], *, counts: bool = True) -> None:
    compound.tests.append(lambda page, element: page.matches_any(selectors, element))
    if counts:
        compound.specificity += max((one.specificity for one in selectors), default=0)


def _following(page: Matching, element: Tag) -> Iterator[Tag]:
    for node in element.next_siblings:
        if isinstance(node, Tag):
            page.count()
            yield node


def _looks_beside(selector: Selector) -> bool:
    return any(combinator in {"+", "~"} for combinator, _ in selector.parts)
