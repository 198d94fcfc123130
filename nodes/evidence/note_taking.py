"""Noting findings: a leaf for each open task behind the same passages, or the sentences that answer it best."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.citations.resolution import resolved
from stepresearch.nodes.conversation.answer_schemas import NoteDraft
from stepresearch.nodes.conversation.echoes import echo_in
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.evidence.figures import has_figure
from stepresearch.nodes.evidence.findings import Noted
from stepresearch.nodes.evidence.passage_selection import PassageSelection
from stepresearch.nodes.evidence.scoring import Extraction, Scoring
from stepresearch.nodes.evidence.sentences import sentences_of
from stepresearch.nodes.state.schema import Notice, PassageRecord, Query, Source, Task, UsageRecord
from stepresearch.tools.llm.chat_model import ChatModel, Message

NOTE_TOKENS = 450
FINDINGS_A_NOTE = 3
MAX_UNNOTED = 60
"""Sentences of one round that are verified without having been noted."""

MAX_UNNOTED_SCORE = 0.6
"""Below that of any claim that the model noted."""


@dataclass(slots=True)
class Notes:
    """What a round's noting brought."""

    noted: list[Noted] = field(default_factory=list)
    usage: list[UsageRecord] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


async def note(
    tasks: Sequence[Task],
    passages: Mapping[str, PassageRecord],
    sources: str,
    *,
    model: ChatModel | None,
    conversation: Sequence[Message],
    floor: Callable[[], Extraction],
) -> Notes:
    """Return the claims noted for the tasks.

    Args:
        tasks: In the order of the plan; settled ones are not asked about again.
        passages: Those that may be cited.
        sources: The passages as the model is shown them.
        model: None takes the floor for all tasks.
        conversation: What goes before the passages.
        floor: The best sentences of the round, found when first needed: where a task's note is unusable, or cites
            nothing but what was not shown.
    """
    if model is None:
        return Notes(noted=_extracted(await asyncio.to_thread(floor), {task["task_id"] for task in tasks}))
    wanted = [task for task in tasks if not task["settled"]]
    decisions = await asyncio.gather(*(_asked(task, sources, model, conversation) for task in wanted))
    notes = Notes()
    for task, decision in zip(wanted, decisions, strict=True):
        claims = _claims(task, decision.value, passages, notes.notices) if decision.by_model else []
        if not claims and (decision.value.findings or not decision.by_model):
            claims = _extracted(await asyncio.to_thread(floor), {task["task_id"]})
        notes.noted += claims
        notes.notices += decision.notices
        notes.usage.append(decision.usage)
    return notes


async def _asked(
    task: Task, sources: str, model: ChatModel, conversation: Sequence[Message]
) -> Decision[NoteDraft]:
    instruction = await asyncio.to_thread(
        prompt, "note", sources=sources, task=task["question"], count=FINDINGS_A_NOTE
    )
    return await decide(
        "note",
        model,
        conversation,
        instruction,
        NoteDraft,
        floor=NoteDraft,
        max_tokens=NOTE_TOKENS,
        check=lambda draft: echo_in(
            "\n".join(one.claim for one in draft.findings), [task["question"]], "note"
        ),
    )


def _claims(
    task: Task, draft: NoteDraft, passages: Mapping[str, PassageRecord], notices: list[Notice]
) -> list[Noted]:
    """The claims of a note whose passages are known; ids that were never shown are dropped with a notice."""
    claims: list[Noted] = []
    for place, finding in enumerate(draft.findings[:FINDINGS_A_NOTE]):
        found, unknown = resolved(finding.passage_ids, finding.claim, passages)
        if unknown:
            text = f"The model cited {', '.join(unknown)} for a finding, which it was not shown; dropped."
            notices.append(Notice(node="note", kind="citation", text=text))
        if found and finding.claim.strip():
            score = round(1.0 - 0.1 * place, 2)
            claims.append(Noted(task["task_id"], finding.claim.strip(), tuple(found), score, verbatim=False))
    return claims


def said_with_figures(
    shown: PassageSelection,
    tasks: Sequence[Task],
    sources: Mapping[str, Source],
    queries: Mapping[str, Query],
) -> list[Noted]:
    """Return the shown sentences, list items and rows that give a figure as claims in their own words, those that tell most.

    The report may rest on any of them, so each is verified, noted by the model or not.
    """
    sentences = [one for one in sentences_of(shown.passages, sources) if has_figure(one.text)]
    scoring = Scoring(sentences, tasks, queries)
    scores = {task["task_id"]: scoring.scores(task) for task in tasks}
    said = [
        Noted(
            task_id,
            one.text,
            (one.passage["passage_id"],),
            round(min(scores[task_id][number], MAX_UNNOTED_SCORE), 4),
            verbatim=True,
        )
        for number, one in enumerate(sentences)
        for task_id in [shown.task_of[one.passage["passage_id"]]]
    ]
    best = sorted(range(len(said)), key=lambda number: -said[number].score)[:MAX_UNNOTED]
    return [said[number] for number in sorted(best)]


def _extracted(extraction: Extraction, task_ids: set[str]) -> list[Noted]:
    return [
        Noted(
            extract.task_id,
            extract.sentence.text,
            (extract.sentence.passage["passage_id"],),
            extract.score,
            verbatim=True,
        )
        for extract in extraction.extracts
        if extract.task_id in task_ids
    ]
