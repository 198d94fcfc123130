"""A shipped stand-in for a chat model: it quotes what it was shown, in the form that is asked for."""

import asyncio
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.words import terms
from stepresearch.tools.llm.chat_model import AskError, Check, ContextOverflow, Message, Reply, Usage
from stepresearch.tools.llm.token_estimate import estimate_tokens

PROSE = "prose"
"""Stands for the name of a schema where none was asked for."""

QUOTED = 3
"""Passages in an answer of prose."""

LEFT_EMPTY = frozenset(
    {"questions", "faults", "patches", "cleared", "missing", "open_ids", "wrong"}
    | {"report_title", "reader", "form", "max_length"}
)
"""Members that it leaves empty: it asks nothing back, finds no fault, and hears no orders on the text."""

_PART_END = re.compile(r",\s+(?:and\s+)?|[，、]")
_PASSAGE = re.compile(
    r"^\[(S\d+\.\d+)\][^\n]*\n(.+?)(?=\n\n|\n\[S\d|\n</sources>|\Z)", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One question put to the model. `name` is that of the schema, or `PROSE`."""

    name: str
    messages: tuple[Message, ...]
    schema: Mapping[str, Any] | None
    max_tokens: int


@dataclass(frozen=True, slots=True)
class _Quotation:
    passage_id: str
    text: str


class FakeModel:
    """Answers a schema with a value that fits it, and a request for prose with quotations and their ids.

    The same conversation gets the same answer. Words are sentences of the passages that share most with the last
    turn, of those shown in it or else of all; ids are those of the schema, else those of the passages; what can be true is true.

    Args:
        window_tokens: Longer conversations overflow.
        failing: Names of schemas, or `PROSE`, that end in an AskError.
        answers: By name of schema or `PROSE`: makes the answer from the last turn, in place of the rule.

    Attributes:
        asked: What it was asked, in order.
    """

    def __init__(
        self,
        *,
        window_tokens: int = 32_768,
        failing: Collection[str] = (),
        answers: Mapping[str, Callable[[str], Any]] | None = None,
    ) -> None:
        self._window_tokens = window_tokens
        self._failing = frozenset(failing)
        self._answers = dict(answers or {})
        self.asked: list[AskedOf] = []

    @property
    def name(self) -> str:
        """Its name."""
        return "fake"

    async def window_tokens(self) -> int:
        """Return the window given."""
        return self._window_tokens

    def estimate_tokens(self, text: str) -> int:
        """Return about how many tokens `text` has."""
        return _counted(text)

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "answer",
        check: Check | None = None,
        max_tokens: int,
    ) -> Reply:
        """Return the answer; see `ChatModel.ask`.

        Raises:
            ContextOverflow: The conversation does not fit the window.
            AskError: The name is among the failing ones, or the check refuses the answer.
        """
        name = PROSE if schema is None else schema_name
        cached = self._cached_tokens(messages)
        self.asked.append(AskedOf(name, tuple(messages), schema, max_tokens))
        await asyncio.sleep(0)
        prompt = _tokens(messages)
        if prompt + max_tokens > self._window_tokens:
            raise ContextOverflow(
                f"{prompt} tokens and {max_tokens} for the answer do not fit the window of {self._window_tokens}.",
                window_tokens=self._window_tokens,
            )
        value = self.answer(messages, schema, name)
        wrong = "it was told to fail" if name in self._failing else check(value) if check else None
        if wrong:
            raise AskError(f"The model's answer cannot be used: {wrong}.", usage=Usage(prompt, cached, 0))
        text = value if schema is None else json.dumps(value, ensure_ascii=False)
        usage = Usage(prompt, cached, estimate_tokens(text))
        return Reply(text, None if schema is None else value, usage, finish_reason="stop")

    def answer(self, messages: Sequence[Message], schema: Mapping[str, Any] | None, name: str) -> Any:
        """Return its answer without counting or recording: the value for a schema, else text."""
        instruction = messages[-1]["content"]
        if name in self._answers:
            return self._answers[name](instruction)
        quotations = _quotations(messages[-1:]) or _quotations(messages)
        if schema is None:
            said = [f"{one.text} [{one.passage_id}]" for one in quotations[:QUOTED]]
            return " ".join(said) or "The passages say nothing on it."
        made = quotations or [_Quotation("S0.0", matter) for matter in _matters(instruction)]
        return _value(schema, schema.get("$defs", {}), made, "", 0)

    def _cached_tokens(self, messages: Sequence[Message]) -> int:
        """Tokens of the longest start that an earlier conversation had too."""
        return max((_tokens(_common_start(messages, earlier.messages)) for earlier in self.asked), default=0)


_counted = lru_cache(maxsize=512)(estimate_tokens)


def _tokens(messages: Sequence[Message]) -> int:
    return sum(_counted(message["content"]) for message in messages)


def _common_start(messages: Sequence[Message], earlier: Sequence[Message]) -> Sequence[Message]:
    pairs = enumerate(zip(messages, earlier, strict=False))
    differing = next((place for place, (a, b) in pairs if a != b), min(len(messages), len(earlier)))
    return messages[:differing]


def _quotations(messages: Sequence[Message]) -> list[_Quotation]:
    """The best sentence of each passage shown for the last turn, those that share most with it first."""
    wanted = frozenset(terms(messages[-1]["content"].rpartition("</sources>")[2]))

    def shared(text: str) -> int:
        return len(wanted & frozenset(terms(text)))

    found: list[_Quotation] = []
    for passage_id, text in _PASSAGE.findall("\n\n".join(message["content"] for message in messages)):
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        sentences = [line[span.start : span.end] for line in lines for span in split_sentences(line)]
        if sentences:
            found.append(_Quotation(passage_id, max(sentences, key=shared)))
    return sorted(found, key=lambda one: -shared(one.text))


def _matters(instruction: str) -> list[str]:
    """What a turn without passages is about: the parts of the first line of its second paragraph, else of its first."""
    paragraphs = [part for part in instruction.split("\n\n") if part.strip()]
    line = paragraphs[min(1, len(paragraphs) - 1)].partition("\n")[0]
    return [part for part in _PART_END.split(line) if part.strip()] or [line]


def _value(
    schema: Mapping[str, Any], shapes: Mapping[str, Any], made: Sequence[_Quotation], name: str, place: int
) -> Any:
    """A value that fits the schema.

    Args:
        schema: Of this part.
        shapes: Those that it may refer to.
        made: What can be said.
        name: Of the member that the part is.
        place: Which of its siblings in a list it is: each says something else.
    """
    if "$ref" in schema:
        schema = shapes[schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return schema["enum"][place % len(schema["enum"])] if name.endswith("_id") else schema["enum"][0]
    quotation = made[place % len(made)]
    match schema["type"]:
        case "object":
            members = schema["properties"].items()
            return {key: _value(member, shapes, made, key, place) for key, member in members}
        case "array":
            count = 0 if name in LEFT_EMPTY else _count(schema, len(made))
            return [_value(schema["items"], shapes, made, name, place + number) for number in range(count)]
        case "string":
            said = "" if name in LEFT_EMPTY else quotation.text
            return quotation.passage_id if name.endswith("_ids") else said
        case "integer" | "number":
            return 0 if name in LEFT_EMPTY else place + 1
        case _:
            return True


def _count(schema: Mapping[str, Any], quotable: int) -> int:
    """Entries of a list: as many as must be; else of objects as many as there is to say, of plain values one."""
    listed = min(schema.get("maxItems", QUOTED), quotable) if "$ref" in schema["items"] else 1
    return max(int(schema.get("minItems", 0)), listed)
