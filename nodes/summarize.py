"""summarize: write the short answer that opens the report, judge the sections, and hold what they say is missing against all that was read."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import Any

from langgraph.runtime import Runtime

from stepresearch.nodes.checking.absence_statements import Corpus, corpus_of, unmet_points, written_statements
from stepresearch.nodes.checking.absences import Held, held_against_all
from stepresearch.nodes.checking.checklist import undecided
from stepresearch.nodes.citations.marks import before_stops, citable, cited_ids, without_marks
from stepresearch.nodes.citations.resolution import dropped, resolved
from stepresearch.nodes.conversation.answer_schemas import ChecklistVerdicts, SummaryDraft, narrowed
from stepresearch.nodes.conversation.echoes import echo_in
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide
from stepresearch.nodes.conversation.prompt_parts import KINDS, length_of, listed, wanted_text
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.evidence.stored_passages import stored_passages
from stepresearch.nodes.fallbacks.summarize import draft_summary
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import (
    ChecklistItem,
    Notice,
    PassageRecord,
    ResearchState,
    ResearchUpdate,
    UsageRecord,
)
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.caveats import with_caveats
from stepresearch.nodes.writing.digest import joined, section_digest
from stepresearch.nodes.writing.lengths import measured, summary_words
from stepresearch.text.language.markdown import without_links
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

SUMMARY_TOKENS = 520
JUDGE_TOKENS = 400


async def summarize(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the short answer, with citations as `[S3.2]`, the items of the checklist that neither it nor the sections meet, and what is wrongly said to be missing."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_shared_context(state["dossier_key"], archive, toolbox)
    said = "\n".join(section_digest(state["sections"][plan["section_id"]] for plan in state["outline"]))
    corpus = corpus_of(state, await stored_passages(state["sources"], archive, state["passages"]))
    summary, (judged, of_points), written = await asyncio.gather(
        _summary(state, model, conversation, said),
        _judged(state, model, conversation, said, corpus),
        held_against_all(written_statements(state), corpus, model, conversation),
    )
    answer, unknown = paragraph(summary.value, citable(state) if summary.by_model else state["passages"])
    checklist, answer = state["plan"]["checklist"], await asyncio.to_thread(with_caveats, answer, state)
    usage: dict[str, UsageRecord] = {"summarize": since(begun_s)}
    usage |= {"summarize:leaf": summary.usage} if summary.usage else {}
    usage |= {"summarize:judge": judged.usage} if judged.usage else {}
    held = enumerate([*written.usage, *of_points.usage], 1)
    usage |= {f"summarize:absence:{number}": one for number, one in held}
    return ResearchUpdate(
        summary=answer,
        summary_by="model" if summary.by_model else "floor",
        unmet=undecided(checklist, unmet(judged.value, checklist), answer),
        absences=written.absences | of_points.absences,
        passages=written.passages | of_points.passages,
        usage=usage,
        notices=[
            *written.notices,
            *of_points.notices,
            *summary.notices,
            *judged.notices,
            *([dropped(unknown, "summary")] if unknown else []),
            *(not_judged(judged.value, checklist) if judged.by_model else []),
        ],
    )


async def _summary(
    state: ResearchState, model: ChatModel | None, conversation: list[Message], said: str
) -> Decision[SummaryDraft]:
    language = state["brief"]["language"]
    instruction = await asyncio.to_thread(
        prompt,
        "summarize",
        sentences=said,
        language=LANGUAGES.get(language, language),
        length=length_of(summary_words(state), language),
        wanted=wanted_text(state["brief"]),
    )
    return await decide(
        "summarize",
        model if said else None,
        conversation,
        instruction,
        SummaryDraft,
        floor=lambda: draft_summary(
            state["plan"]["tasks"],
            state["ledger"]["claims"],
            state["findings"],
            list(state["passages"].values()),
            state["sources"],
        ),
        max_tokens=SUMMARY_TOKENS,
        check=lambda draft: echo_in(
            "\n".join(sentence.text for sentence in draft.sentences), asked(state), "summarize"
        ),
    )


def asked(state: ResearchState) -> list[str]:
    """Return what was asked, in whole and in parts: no answer says it again."""
    plan = state["plan"]
    return [
        state["question"],
        state["brief"]["objective"],
        *(task["question"] for task in plan["tasks"]),
        *(item["text"] for item in plan["checklist"]),
    ]


def paragraph(draft: SummaryDraft, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return the short answer as a paragraph with citations, and ids that name nothing shown.

    A sentence that cites, and nothing that was shown, is left out where others stay; a repeated one stands once.
    """
    sentences: list[str] = []
    invented: list[str] = []
    unknown: list[str] = []
    for sentence in draft.sentences:
        words = without_links(without_marks(sentence.text))
        found, missing = resolved([*sentence.passage_ids, *cited_ids(sentence.text)], words, passages)
        unknown += missing
        if missing and not found:
            invented.append(words)
        else:
            sentences.append(before_stops(f"{words} [{', '.join(found)}]") if found else words)
    return joined(dict.fromkeys(sentences or invented)), list(dict.fromkeys(unknown))


def unmet(verdicts: ChecklistVerdicts, checklist: Sequence[ChecklistItem]) -> list[str]:
    """Return the ids of the points that were judged not to be met, in the order of the checklist."""
    failed = {one.item_id for one in verdicts.items if not one.met}
    return [item["item_id"] for item in checklist if item["item_id"] in failed]


def not_judged(verdicts: ChecklistVerdicts, checklist: Sequence[ChecklistItem]) -> list[Notice]:
    """Return a notice that lists the points on which the model gave no verdict."""
    known = {one.item_id for one in verdicts.items}
    left = [
        f"{KINDS[item['kind']]}{item['text'].rstrip('.。')}"
        for item in checklist
        if item["item_id"] not in known
    ]
    text = f"The model did not judge whether the report meets: {'; '.join(left)}."
    return [Notice(node="judge", kind="model", text=text)] if left else []


async def _judged(
    state: ResearchState,
    model: ChatModel | None,
    conversation: list[Message],
    said: str,
    corpus: Corpus,
) -> tuple[Decision[ChecklistVerdicts], Held]:
    """Verdicts on the checklist, and whether what was read answers the points judged unmet; without a model none, so that nothing counts as unmet."""
    checklist = state["plan"]["checklist"]
    judged = await _verdicts(state, model, conversation, said)
    points = unmet_points(unmet(judged.value, checklist), checklist)
    return judged, await held_against_all(points, corpus, model, conversation)


async def _verdicts(
    state: ResearchState, model: ChatModel | None, conversation: list[Message], said: str
) -> Decision[ChecklistVerdicts]:
    checklist = state["plan"]["checklist"]
    points = [f"{item['item_id']}: {KINDS[item['kind']]}{item['text']}" for item in checklist]
    instruction = await asyncio.to_thread(
        prompt, "judge", sentences=said, measured=_measured(state), checklist=listed(points)
    )
    schema: dict[str, Any] = narrowed(ChecklistVerdicts, item_id=[item["item_id"] for item in checklist])
    schema["properties"]["items"] |= {"minItems": len(checklist), "maxItems": len(checklist)}
    return await decide(
        "judge",
        model if said and checklist else None,
        conversation,
        instruction,
        ChecklistVerdicts,
        floor=ChecklistVerdicts,
        max_tokens=JUDGE_TOKENS,
        schema=schema,
    )


def _measured(state: ResearchState) -> str:
    """What code counts of the sections, where an order on the form of the text hangs on it."""
    if not state["brief"].get("form"):
        return ""
    sections = [state["sections"][plan["section_id"]] for plan in state["outline"]]
    language = state["brief"]["language"]
    return measured([one["title"] for one in sections], [one["text"] for one in sections], language) + "\n"
