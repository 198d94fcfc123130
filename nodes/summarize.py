"""summarize: write the short answer that opens the report, and judge the sections against the checklist."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

from langgraph.runtime import Runtime

from stepresearch.nodes.assemble import dropped
from stepresearch.nodes.citations import before_stops, cited_ids, sentences_with_ids, without_marks
from stepresearch.nodes.conversation import LANGUAGES, Decision, decide
from stepresearch.nodes.dossier import open_dossier
from stepresearch.nodes.doubts import with_doubts
from stepresearch.nodes.drafts import ChecklistVerdicts, SummaryDraft, narrowed
from stepresearch.nodes.findings import resolved
from stepresearch.nodes.floors.summarize import draft_summary
from stepresearch.nodes.options import Length, Options, options_from
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.section import KINDS, listed
from stepresearch.nodes.state import (
    ChecklistItem,
    PassageRecord,
    ResearchState,
    ResearchUpdate,
    Section,
    UsageRecord,
)
from stepresearch.nodes.usage import since
from stepresearch.text.markdown import without_links
from stepresearch.tools.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

WORDS: dict[Length, int] = {"brief": 80, "standard": 130, "long": 180}
SUMMARY_TOKENS = 450
MAX_SECTION_LINES = 7
JUDGE_TOKENS = 400


async def summarize(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the short answer, with citations as `[S3.2]`, and the items of the checklist that are not met."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_dossier(state["dossier_key"], archive, toolbox)
    said = "\n".join(cited_lines(state))
    summary, judged = await asyncio.gather(
        _summary(state, model, conversation, said),
        _judged(state["plan"]["checklist"], model, conversation, said),
    )
    answer, unknown = _paragraph(summary.value, state["passages"])
    usage: dict[str, UsageRecord] = {"summarize": since(begun_s)}
    usage |= {"summarize:leaf": summary.usage} if summary.usage else {}
    usage |= {"summarize:judge": judged.usage} if judged.usage else {}
    return ResearchUpdate(
        summary=await asyncio.to_thread(with_doubts, answer, state),
        unmet=[one.item_id for one in judged.value.items if not one.met],
        usage=usage,
        notices=[*summary.notices, *judged.notices, *([dropped(unknown, "summary")] if unknown else [])],
    )


def sections_text(state: ResearchState) -> str:
    """Return the sections as one text, in the order of the outline."""
    ordered: list[Section] = [state["sections"][plan["section_id"]] for plan in state["outline"]]
    return "\n\n".join(f"## {section['title']}\n{section['text']}" for section in ordered)


async def _summary(
    state: ResearchState, model: ChatModel | None, conversation: list[Message], said: str
) -> Decision[SummaryDraft]:
    language = state["brief"]["language"]
    instruction = await asyncio.to_thread(
        prompt,
        "summarize",
        sentences=said,
        language=LANGUAGES.get(language, language),
        words=WORDS[options_from(state["options"]).length],
    )
    return await decide(
        "summarize",
        model if said else None,
        conversation,
        instruction,
        SummaryDraft,
        floor=lambda: draft_summary(state["plan"]["tasks"], state["ledger"]["claims"], state["findings"]),
        max_tokens=SUMMARY_TOKENS,
    )


def cited_lines(state: ResearchState) -> list[str]:
    """Return what the sections say: under its title a line for each cited sentence, behind its source.

    Of a long section those with a figure are kept; one that cites nothing shows its first line, which says what is
    not known. The summary and the judge are shown the same lines first, so that the server reads them once. None are
    returned where no section cites anything.
    """
    lines: list[str] = []
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        cited = [one for one in sentences_with_ids(section["text"]) if one.ids]
        figures_first = sorted(cited, key=lambda one: not any(char.isdigit() for char in one.text))
        telling = figures_first[:MAX_SECTION_LINES]
        said = [f"[{one.ids[0].partition('.')[0]}] {one.text}" for one in cited if one in telling]
        unsaid, _, _ = section["text"].partition("\n")
        lines += [f"## {section['title']}", *(said or [f"(no source) {unsaid}"])]
    return lines if any(line.startswith("[") for line in lines) else []


def _paragraph(draft: SummaryDraft, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """The short answer as a paragraph with citations, and ids that name nothing shown."""
    sentences: list[str] = []
    unknown: list[str] = []
    for sentence in draft.sentences:
        words = without_links(without_marks(sentence.text))
        found, missing = resolved([*sentence.passage_ids, *cited_ids(sentence.text)], words, passages)
        unknown += missing
        sentences.append(before_stops(f"{words} [{', '.join(found)}]") if found else words)
    return " ".join(sentences), list(dict.fromkeys(unknown))


async def _judged(
    checklist: list[ChecklistItem], model: ChatModel | None, conversation: list[Message], said: str
) -> Decision[ChecklistVerdicts]:
    """Verdicts on the checklist; without a model none, so that nothing counts as unmet."""
    points = [f"{item['item_id']}: {KINDS[item['kind']]}{item['text']}" for item in checklist]
    instruction = await asyncio.to_thread(prompt, "judge", sentences=said, checklist=listed(points))
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
