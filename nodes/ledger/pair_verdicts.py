"""What the model says of statements that may be about one thing, asked in small parallel leaves behind the conversation."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stepresearch.nodes.conversation.answer_schemas import PairRelation, RelationsDraft, narrowed
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.ledger.pairs import Pair
from stepresearch.nodes.ledger.relations import cannot_contradict
from stepresearch.nodes.ledger.statements import Said
from stepresearch.nodes.state.schema import Notice, Ruling, UsageRecord
from stepresearch.text.language.whitespace import shortened
from stepresearch.tools.llm.chat_model import ChatModel, Message

LEAF_STATEMENTS = 48
LEAF_PAIRS = 10
LEAF_TOKENS = 400
MAX_STATEMENT_CHARS, MAX_TITLE_CHARS = 240, 48
MIN_DOUBTED = 4
"""So many contradictions of one answer, most of which code can prove to be none, tell nothing apart."""

ASKED = "asked"
"""Stands in place of a relation under the key of a group of statements that was asked about."""


@dataclass(frozen=True, slots=True)
class PairVerdicts:
    """What came of asking: pairs with rulings, the groups that were asked about, what it cost, what a reader should know."""

    pairs: list[tuple[Pair, Ruling]] = field(default_factory=list)
    asked: list[frozenset[str]] = field(default_factory=list)
    usage: tuple[UsageRecord, ...] = ()
    notices: tuple[Notice, ...] = ()


async def judge_groups(
    leaves: Sequence[Sequence[Sequence[Said]]],
    *,
    model: ChatModel | None,
    conversation: Sequence[Message],
    language: str,
) -> PairVerdicts:
    """Return the model's rulings; of a leaf without a usable answer there are none.

    Args:
        leaves: Groups of statements to be compared, those of one call together.
        model: None where there is none.
        conversation: What it was shown.
        language: Of the report, for the names.
    """
    if model is None or not leaves:
        return PairVerdicts()
    answers = await asyncio.gather(*(_ask(leaf, model, conversation, language) for leaf in leaves))
    found: list[tuple[Pair, Ruling]] = []
    asked: list[frozenset[str]] = []
    notices: list[Notice] = []
    for leaf, answer in zip(leaves, answers, strict=True):
        notices += answer.notices
        if not answer.by_model:
            continue
        rulings = _rulings(leaf, answer.value.pairs)
        if tells_nothing_apart(rulings):
            notices.append(_not_believed(rulings))
            continue
        found += rulings
        asked += [frozenset(one.key for one in group) for group in leaf]
    return PairVerdicts(found, asked, tuple(one.usage for one in answers), tuple(notices))


def packed(groups: Sequence[Sequence[Said]]) -> list[list[Sequence[Said]]]:
    """Return the groups in leaves of about `LEAF_STATEMENTS`, a group never cut."""
    leaves: list[list[Sequence[Said]]] = []
    for group in sorted(groups, key=len, reverse=True):
        fitting = (leaf for leaf in leaves if sum(map(len, leaf)) + len(group) <= LEAF_STATEMENTS)
        leaf = next(fitting, None)
        if leaf is None:
            leaves.append(leaf := [])
        leaf.append(group)
    return leaves


async def _ask(
    leaf: Sequence[Sequence[Said]], model: ChatModel, conversation: Sequence[Message], language: str
) -> Decision[RelationsDraft]:
    instruction = await asyncio.to_thread(instruction_for, leaf, language)
    return await decide(
        "verify",
        model,
        conversation,
        instruction,
        RelationsDraft,
        floor=RelationsDraft,
        max_tokens=LEAF_TOKENS,
        schema=schema_for(sum(map(len, leaf))),
    )


def instruction_for(leaf: Sequence[Sequence[Said]], language: str) -> str:
    """Return what the model is asked of the groups of one leaf."""
    lines: list[str] = []
    number = 0
    for group in leaf:
        lines.append("")
        for one in group:
            number += 1
            lines.append(told(number, one))
    return prompt(
        "relations", groups="\n".join(lines), count=LEAF_PAIRS, language=LANGUAGES.get(language, language)
    )


def schema_for(count: int) -> dict[str, Any]:
    """Return the schema of an answer on so many statements."""
    numbers = [str(number) for number in range(1, count + 1)]
    schema = narrowed(RelationsDraft, a=numbers, b=numbers)
    schema["properties"]["pairs"]["maxItems"] = LEAF_PAIRS
    return schema


def told(number: int, one: Said) -> str:
    """Return a statement in a line: its number, its passage, its source with the date, what it says."""
    about = [shortened(one.source["title"], MAX_TITLE_CHARS), one.source.get("published")]
    above = ", ".join(part for part in about if part)
    said = shortened(one.text, MAX_STATEMENT_CHARS)
    return f"{number} [{one.passage['passage_id']}] ({above}): {said}"


def tells_nothing_apart(rulings: Sequence[tuple[Pair, Ruling]]) -> bool:
    """Return whether an answer calls contradictions what for the most part code can prove to be none."""
    called = [pair for pair, ruling in rulings if ruling["relation"] == "contradiction"]
    return len(called) >= MIN_DOUBTED and 2 * sum(map(cannot_contradict, called)) > len(called)


def _rulings(leaf: Sequence[Sequence[Said]], given: Sequence[PairRelation]) -> list[tuple[Pair, Ruling]]:
    """The rulings on pairs of statements of different sources, the first one on each pair."""
    by_number: Mapping[str, Said] = {
        str(number): one for number, one in enumerate((one for group in leaf for one in group), 1)
    }
    found: dict[frozenset[str], tuple[Pair, Ruling]] = {}
    for said in given:
        a, b = by_number.get(said.a), by_number.get(said.b)
        if a is None or b is None or a.source["source_id"] == b.source["source_id"]:
            continue
        ruling = Ruling(
            relation=said.relation,
            name=said.name.strip(),
            values=[said.value_a.strip(), said.value_b.strip()],
        )
        found.setdefault(frozenset((a.key, b.key)), (Pair(a, b), ruling))
    return list(found.values())


def _not_believed(rulings: Sequence[tuple[Pair, Ruling]]) -> Notice:
    called = sum(ruling["relation"] == "contradiction" for _, ruling in rulings)
    return Notice(
        node="verify",
        kind="model",
        text=f"The model called {called} pairs of statements contradictions, most of which state equal or incomparable "
        "values; none of them was taken for one.",
    )
