"""summarize: write the short answer that opens the report, and judge the sections against the checklist."""

import asyncio
import time
from typing import Any

from langgraph.runtime import Runtime

from stepresearch.nodes.assemble import cited_text, dropped
from stepresearch.nodes.conversation import LANGUAGES, Decision, decide, write
from stepresearch.nodes.dossier import open_dossier
from stepresearch.nodes.drafts import ChecklistVerdicts, narrowed
from stepresearch.nodes.floors.summarize import draft_summary
from stepresearch.nodes.options import Length, Options, options_from
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.section import KINDS, listed
from stepresearch.nodes.state import ChecklistItem, ResearchState, ResearchUpdate, Section, UsageRecord
from stepresearch.nodes.usage import since
from stepresearch.tools.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

WORDS: dict[Length, int] = {"brief": 80, "standard": 130, "long": 180}
SUMMARY_TOKENS = 450
JUDGE_TOKENS = 400


async def summarize(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the short answer, with citations as `[S3.2]`, and the items of the checklist that are not met."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_dossier(state["dossier_key"], archive, toolbox)
    text = sections_text(state)
    summary, judged = await asyncio.gather(
        _summary(state, model, conversation, text),
        _judged(state["plan"]["checklist"], model, conversation, text),
    )
    answer, unknown = (
        cited_text(summary.value, state["passages"]) if summary.by_model else (summary.value, [])
    )
    usage: dict[str, UsageRecord] = {"summarize": since(begun_s)}
    usage |= {"summarize:leaf": summary.usage} if summary.usage else {}
    usage |= {"summarize:judge": judged.usage} if judged.usage else {}
    return ResearchUpdate(
        summary=answer,
        unmet=[one.item_id for one in judged.value.items if not one.met],
        usage=usage,
        notices=[*summary.notices, *judged.notices, *([dropped(unknown, "summary")] if unknown else [])],
    )


def sections_text(state: ResearchState) -> str:
    """Return the sections as one text, in the order of the outline."""
    ordered: list[Section] = [state["sections"][plan["section_id"]] for plan in state["outline"]]
    return "\n\n".join(f"## {section['title']}\n{section['text']}" for section in ordered)


async def _summary(
    state: ResearchState, model: ChatModel | None, conversation: list[Message], text: str
) -> Decision[str]:
    language = state["brief"]["language"]
    words = WORDS[options_from(state["options"]).length]
    instruction = await asyncio.to_thread(
        prompt, "summarize", sections=text, language=LANGUAGES.get(language, language), words=words
    )
    return await write(
        "summarize",
        model if text else None,
        conversation,
        instruction,
        floor=lambda: draft_summary(state["plan"]["tasks"], state["ledger"]["claims"], state["findings"]),
        max_tokens=SUMMARY_TOKENS,
        check=lambda answer: None if answer.strip() else "The answer is empty.",
    )


async def _judged(
    checklist: list[ChecklistItem], model: ChatModel | None, conversation: list[Message], text: str
) -> Decision[ChecklistVerdicts]:
    """Verdicts on the checklist; without a model none, so that nothing counts as unmet."""
    points = [f"{item['item_id']}: {KINDS[item['kind']]}{item['text']}" for item in checklist]
    instruction = await asyncio.to_thread(prompt, "judge", text=text, checklist=listed(points))
    schema: dict[str, Any] = narrowed(ChecklistVerdicts, item_id=[item["item_id"] for item in checklist])
    schema["properties"]["items"] |= {"minItems": len(checklist), "maxItems": len(checklist)}
    return await decide(
        "judge",
        model if text and checklist else None,
        conversation,
        instruction,
        ChecklistVerdicts,
        floor=ChecklistVerdicts,
        max_tokens=JUDGE_TOKENS,
        schema=schema,
    )
