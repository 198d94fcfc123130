"""Reads a JSON object or array as a model writes it, and never takes a cut-off one for whole.

Ready-made repairers (json-repair, dirtyjson) close what is open, so a cut-off answer looks whole; here that is done
only for a caller who knows that it is not cut off. json5 knows neither Python's words nor raw line breaks in strings. What is let pass here: fences and prose are the caller's;
trailing and missing commas, single quotes, bare keys, comments, `True`, `None`, `NaN`, raw line breaks and bad
escapes in strings.
"""

import re
from typing import Any, NoReturn

DEPTH = 60
"""LangGraph's checkpoints refuse values nested over about 100 deep."""

FENCE = "```"

_SPACE = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_SIGNED_WORD = re.compile(r"[-+]?([A-Za-z]*)")
_PLAIN = {
    '"': re.compile(r'[^"\\]+'),
    "'": re.compile(r"[^'\\]+"),
    "“": re.compile(r"[^”\\]+"),
}
_CLOSING = {'"': '"', "'": "'", "“": "”"}
_AFTER_STRING = re.compile(r"""(?<!\s)\s*+(?:[,:}\]]|//|/\*|$)|(?<!\s)\s+["'“{\[]""")
"""What follows a quote that ends its string: where a comma is missing, the next member. Other quotes are inner ones."""
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_WORDS: dict[str, Any] = {
    "true": True, "True": True, "false": False, "False": False,
    "null": None, "None": None, "undefined": None, "NaN": None, "nan": None, "Infinity": None, "inf": None,
}  # fmt: skip


class MalformedError(ValueError):
    """What stands here is no JSON, however kindly it is read."""


class CutOffError(ValueError):
    """The text ends before the value does."""


def read_leniently(text: str, start: int, *, closes_open: bool = False) -> tuple[Any, int]:
    """Return the value that begins at `start` and the position after it.

    Args:
        text: The answer.
        start: Of the value.
        closes_open: Close brackets that are open where the text, or the fence around the value, ends behind a whole
            member.

    Raises:
        CutOffError: The text ends inside the value.
        MalformedError: It cannot be read.
    """
    reader = _Reader(text, start, closes_open=closes_open)
    return reader.value(0), reader.at


class _Reader:
    def __init__(self, text: str, at: int, *, closes_open: bool) -> None:
        self.text = text
        self.at = at
        self.closes_open = closes_open

    def value(self, depth: int) -> Any:
        if depth > DEPTH:
            self._fail("nested too deeply")
        match self._peek():
            case "{":
                return self._object(depth)
            case "[":
                return self._array(depth)
            case '"' | "'" | "“":
                return self._string()
            case _:
                return self._scalar()

    def _object(self, depth: int) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while self._peek() != "}":
            key = self._string() if self._peek() in _CLOSING else self._bare_key()
            if self._peek() != ":":
                self._fail("no colon after a key")
            self.at += 1
            found[key] = self.value(depth + 1)
            if self._closes_here():
                return found
            self._separator("}")
        self.at += 1
        return found

    def _array(self, depth: int) -> list[Any]:
        self.at += 1
        found: list[Any] = []
        while self._peek() != "]":
            found.append(self.value(depth + 1))
            if self._closes_here():
                return found
            self._separator("]")
        self.at += 1
        return found

    def _closes_here(self) -> bool:
        """Whether what is open is to be closed behind the member just read."""
        if not self.closes_open:
            return False
        self._step_over_space()
        return self.at >= len(self.text) or self.text.startswith(FENCE, self.at)

    def _separator(self, closing: str) -> None:
        """Step over commas; a missing one is let pass where a new line or a quote begins the next member."""
        before = self.at
        following = self._peek()
        if following == ",":
            while self._peek() == ",":
                self.at += 1
        elif following != closing and "\n" not in self.text[before : self.at] and following not in "{[\"'":
            self._fail("no comma")

    def _string(self) -> str:
        opening = self.text[self.at]
        closing, plain = _CLOSING[opening], _PLAIN[opening]
        self.at += 1
        parts: list[str] = []
        while self.at < len(self.text):
            if match := plain.match(self.text, self.at):
                parts.append(match[0])
                self.at = match.end()
            elif self.text[self.at] == "\\":
                parts.append(self._escape())
            elif _AFTER_STRING.match(self.text, self.at + 1):
                self.at += 1
                return "".join(parts)
            else:
                parts.append(closing)
                self.at += 1
        raise CutOffError("the text ends inside a string")

    def _escape(self) -> str:
        if self.at + 1 >= len(self.text):
            raise CutOffError("the text ends inside an escape")
        letter = self.text[self.at + 1]
        self.at += 2
        if letter == "u" and (match := re.compile(r"[0-9a-fA-F]{4}").match(self.text, self.at)):
            self.at = match.end()
            return chr(int(match[0], 16))
        if letter in _ESCAPES:
            return _ESCAPES[letter]
        return letter if letter in "\"'/\\“”\n" else "\\" + letter

    def _bare_key(self) -> str:
        match = _WORD.match(self.text, self.at)
        if not match:
            self._fail("no key")
        self.at = match.end()
        return match[0]

    def _scalar(self) -> Any:
        if match := _NUMBER.match(self.text, self.at):
            self.at = match.end()
            self._not_at_end()
            return number(match[0])
        match = _SIGNED_WORD.match(self.text, self.at)
        is_word = match is not None and match[1] in _WORDS
        if match and match.end() == len(self.text) and not (self.closes_open and is_word):
            raise CutOffError("the text ends inside a word")
        if not match or not is_word:
            self._fail("no value")
        self.at = match.end()
        return _WORDS[match[1]]

    def _not_at_end(self) -> None:
        if self.at >= len(self.text) and not self.closes_open:
            raise CutOffError("the text ends at a number")

    def _step_over_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None  # the pattern matches the empty text
        self.at = match.end()

    def _peek(self) -> str:
        self._step_over_space()
        if self.at >= len(self.text) or self.text.startswith("/*", self.at):
            raise CutOffError("the text ends inside a value")
        return self.text[self.at]

    def _fail(self, why: str) -> NoReturn:
        raise MalformedError(f"{why} at character {self.at}: {self.text[self.at : self.at + 20]!r}")


def number(digits: str) -> int | float | None:
    """Return a number that a checkpoint can hold: integers past 64 bits become floats, endless ones None."""
    if digits.lstrip("+-").isdigit() and len(digits) <= 18:
        return int(digits)
    value = float(digits)
    return value if abs(value) != float("inf") else None
