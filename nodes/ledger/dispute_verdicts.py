"""Disputes put to the model: which are none, which a newer or primary source settles, what to look up."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from stepresearch.nodes.citations.marks import cited_ids
from stepresearch.nodes.conversation.answer_schemas import VerdictDraft, VerificationDraft, narrowed
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.ledger.conflicts import Conflict
from stepresearch.nodes.state.schema import Disagreement, Finding, ResearchState, Resolution
from stepresearch.tools.llm.chat_model import ChatModel, Message

TURN_TOKENS = 600
MAX_DISPUTES = 12
MAX_QUOTE_CHARS = 200
MAX_NAME_WORDS = 8
MAX_NAME_CHARS = 60
PLACES = ("first", "second", "third", "fourth")

VERDICTS: dict[Resolution, str] = {
    "open": "not settled",
    "newer": "no dispute: the first is newer and holds; the others are earlier plans or figures",
    "primary": "the first is the primary source",
}


async def judge_disputes(
    disagreements: Sequence[Disagreement],
    findings: Mapping[str, Finding],
    *,
    model: ChatModel | None,
    conversation: Sequence[Message],
    language: str,
    can_search: bool,
) -> Decision[VerificationDraft]:
    """Return verdicts on the disagreements by their ids; without a model none, so that counting decides.

    Args:
        disagreements: To be judged.
        findings: All by id.
        model: None where there is none.
        conversation: What it was shown.
        language: Of the report, for the names.
        can_search: Queries for what stays unsettled are of use.
    """
    asked = disagreements[:MAX_DISPUTES]
    instruction = await asyncio.to_thread(instruction_for, asked, findings, language, can_search)
    return await decide(
        "verify",
        model if asked else None,
        conversation,
        instruction,
        VerificationDraft,
        floor=VerificationDraft,
        max_tokens=TURN_TOKENS,
        schema=schema_for([one["dispute_id"] for one in asked], can_search),
    )


def instruction_for(
    asked: Sequence[Disagreement], findings: Mapping[str, Finding], language: str, can_search: bool
) -> str:
    """Return what the model is asked: the disagreements with their sentences, and for queries where they are of use."""
    return prompt(
        "verify",
        disputes="\n".join(told(one, findings, quoted=True) for one in asked),
        language=LANGUAGES.get(language, language),
        lookup=prompt("lookup") if can_search else "",
    )


def schema_for(dispute_ids: list[str], can_search: bool) -> dict[str, Any]:
    """Return the schema of an answer on these disputes, without queries where none can run any more."""
    schema = narrowed(VerificationDraft, dispute_id=dispute_ids)
    schema["properties"]["verdicts"]["maxItems"] = len(dispute_ids)
    if not can_search:
        del schema["properties"]["queries"]
    return schema


def told(dispute: Disagreement, findings: Mapping[str, Finding], *, quoted: bool = False) -> str:
    """Return a disagreement: what is measured, and on a line each side's value with its passages and its support.

    Args:
        dispute: The disagreement.
        findings: All by id.
        quoted: Say what the first finding of each side says too, with its source.
    """
    lines = [f"{dispute['dispute_id']}: {dispute['measure']}"]
    for place, side in zip(PLACES, dispute["sides"], strict=False):
        ids = [passage_id for i in side["finding_ids"] for passage_id in findings[i]["passage_ids"]]
        cited = ", ".join(dict.fromkeys(ids))
        lines.append(f"  [{cited}] {place}: {side['value']} ({len(side['groups'])} independent)")
        if quoted:
            said = shorten(findings[side["finding_ids"][0]]["claim"], MAX_QUOTE_CHARS, placeholder=" …")
            lines.append(f"  [{ids[0].partition('.')[0]}] in [{ids[0]}]: {said}")
    return "\n".join(lines)


def told_with_verdict(dispute: Disagreement, findings: Mapping[str, Finding]) -> str:
    """Return a disagreement with what came of it, for those who write about it."""
    return f"{told(dispute, findings)}\n  {VERDICTS[dispute['resolution']]}"


@dataclass(frozen=True, slots=True)
class Rulings:
    """What was decided on disputes, by their ids: in this round and the ones before.

    Attributes:
        verdicts: `unsettled`, `different_things`, or why a side holds and its value: `newer 4.2 MWh`.
        names: What each is called in the report.
        ids: Dispute ids by `Conflict.key`, of the rounds before.
    """

    verdicts: Mapping[str, str]
    names: Mapping[str, str]
    ids: Mapping[str, str]

    def record(self, conflicts: Sequence[Conflict]) -> dict[str, str]:
        """Return what the state keeps: by the key of each conflict its dispute and the verdict on that, where there is one."""
        return {
            one.key: f"{one.dispute_id} {self.verdicts.get(one.dispute_id, '')}".strip() for one in conflicts
        }


def rulings_before(state: ResearchState) -> Rulings:
    """Return what was decided in the rounds before this one."""
    kept = {key: record.partition(" ") for key, record in state.get("verdicts", {}).items()}
    ids = {key: dispute_id for key, (dispute_id, _, _) in kept.items()}
    ledger = state.get("ledger")
    named = ledger["disagreements"] if ledger else []
    return Rulings(
        verdicts={dispute_id: verdict for dispute_id, _, verdict in kept.values() if verdict},
        names={one["dispute_id"]: one["measure"] for one in named},
        ids=ids,
    )


def with_verdicts(
    before: Rulings, disagreements: Sequence[Disagreement], given: Sequence[VerdictDraft]
) -> Rulings:
    """Return the rulings with the model's verdicts and names for disagreements."""
    by_id = {one["dispute_id"]: one for one in disagreements}
    own = [one for one in given if one.dispute_id in by_id]
    verdicts = {one.dispute_id: _verdict(one.verdict, by_id[one.dispute_id]) for one in own}
    names = {one.dispute_id: one.name.strip() for one in own if _is_name(one.name)}
    return replace(before, verdicts={**before.verdicts, **verdicts}, names={**before.names, **names})


def _verdict(given: str, dispute: Disagreement) -> str:
    side, _, reason = given.partition("_")
    if side not in ("first", "second"):
        return given
    return f"{reason} {dispute['sides'][side == 'second']['value']}"


def _is_name(name: str) -> bool:
    """Return whether a name is short and cites nothing; of Chinese a word is some characters."""
    return (
        bool(name.strip())
        and len(name) <= MAX_NAME_CHARS
        and len(name.split()) <= MAX_NAME_WORDS
        and not cited_ids(name)
    )


def settled(conflicts: Sequence[Conflict], rulings: Rulings) -> list[Conflict]:
    """Return the conflicts as the rulings leave and call them; those that are about different things are gone."""
    return [
        _resolved(replace(one, measure=rulings.names.get(one.dispute_id, one.measure)), verdict)
        for one in conflicts
        for verdict in [rulings.verdicts.get(one.dispute_id, "")]
        if verdict != "different_things"
    ]


def _resolved(one: Conflict, verdict: str) -> Conflict:
    reason, _, value = verdict.partition(" ")
    if value not in one.values:
        return one
    resolution: Resolution = "newer" if reason == "newer" else "primary"
    return replace(one, loser=one.b if one.values[0] == value else one.a, resolution=resolution)
