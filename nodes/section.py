"""section: write one section of the report behind the common conversation."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from langgraph.runtime import Runtime

from stepresearch.nodes.citations.marks import without_marks
from stepresearch.nodes.conversation.echoes import echo_in
from stepresearch.nodes.conversation.language_check import language_fault
from stepresearch.nodes.conversation.model_calls import LANGUAGES, write
from stepresearch.nodes.conversation.prompt_parts import KINDS, length_of, listed, wanted_text
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.conversation.token_budget import section_tokens
from stepresearch.nodes.evidence.fence import fenced
from stepresearch.nodes.fallbacks.section import draft_section
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import (  # fmt: skip
    Finding,
    ResearchUpdate,
    Section,
    SectionPlan,
    UsageRecord,
)
from stepresearch.nodes.state.tasks import SectionTask
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.repetition import is_mostly_repetition
from stepresearch.nodes.writing.table_rows import rows_told
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

MAX_NOTED = 8
"""Noted findings that the writer of a part is reminded of."""

DISPUTES = "Points on which sources differ; name those that belong to your part with both values:"
FURTHER = "These passages on your part were read too; cite them like the others."
NOTED = "Noted for this part before, each with its passages:"


async def section(task: SectionTask, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the section's text with citations as `[S3.2]`."""
    begun_s, plan = time.time(), task["plan"]
    archive = toolbox.archive(runtime.store, started_s=task["started_s"])
    model, conversation = await open_shared_context(task["dossier_key"], archive, toolbox)
    instruction = await asyncio.to_thread(_instruction, task)
    decided = await write(
        "section",
        model,
        conversation,
        instruction,
        floor=lambda: draft_section(
            plan, task["claims"], task["findings"], task["sources"], task["language"]
        ),
        max_tokens=await _room(model, conversation, instruction) if model else 0,
        check=lambda text: fault_of(text, task["language"]) or echo_in(text, _asked_for(task), "section"),
    )
    written = Section(
        section_id=plan["section_id"],
        title=plan["title"],
        text=rows_told(decided.value) if decided.by_model else decided.value,
        by="model" if decided.by_model else "floor",
    )
    step = f"section:{plan['section_id']}"
    usage: dict[str, UsageRecord] = {step: since(begun_s)}
    if decided.usage:
        usage[f"{step}:leaf"] = decided.usage
    return ResearchUpdate(sections={plan["section_id"]: written}, usage=usage, notices=list(decided.notices))


def _instruction(task: SectionTask) -> str:
    return prompt(
        "section",
        further=_further(task),
        outline="\n".join(f"- {title}" for title in task["titles"]),
        disputed=_under(DISPUTES, task["disputes"]),
        checklist=listed([f"{KINDS[item['kind']]}{item['text']}" for item in task["checklist"]]),
        noted=_under(NOTED, noted_lines(task["plan"], task["findings"])),
        length=length_of(task["words"], task["language"]),
        wanted=wanted_text(task["brief"]),
        language=LANGUAGES.get(task["language"], task["language"]),
        title=_asked(task["plan"]),
    )


def _further(task: SectionTask) -> str:
    """Passages for this section alone, behind the conversation."""
    if not task["passages"]:
        return ""
    shown = fenced(task["passages"], task["sources"])
    return f"<sources>\n{shown}\n</sources>\n\n{FURTHER}\n\n"


def _asked(plan: SectionPlan) -> str:
    """A section's title, with the question that it answers where that says more."""
    return f"{plan['title']} ({plan['question']})" if plan.get("question") else plan["title"]


def noted_lines(plan: SectionPlan, findings: Mapping[str, Finding]) -> list[str]:
    """Return what the model itself noted for a part, between its first source and its passages, best first."""
    own = [findings[finding_id] for finding_id in plan["finding_ids"] if finding_id in findings]
    noted = [finding for finding in own if not finding["verbatim"]]
    return [
        f"[{finding['passage_ids'][0].partition('.')[0]}] {finding['claim']} [{', '.join(finding['passage_ids'])}]"
        for finding in noted[:MAX_NOTED]
    ]


def _under(heading: str, lines: Sequence[str]) -> str:
    """Lines as a list under a heading, nothing where there is none."""
    return f"{heading}\n{listed(lines)}\n" if lines else ""


async def _room(model: ChatModel, conversation: Sequence[Message], instruction: str) -> int:
    used = sum(model.estimate_tokens(message["content"]) for message in conversation)
    return section_tokens(await model.window_tokens(), used=used + model.estimate_tokens(instruction))


def _asked_for(task: SectionTask) -> list[str]:
    points = (item["text"] for item in task["checklist"])
    return [*task["titles"], task["plan"].get("question", ""), *points]


def fault_of(text: str, language: str) -> str | None:
    """Return what is wrong with a section: it is empty, says the same again and again, or is in another language."""
    words = without_marks(text)
    if not words:
        return "the section is empty"
    if is_mostly_repetition(text):
        return "it says the same sentences again and again; say each thing once"
    return language_fault(words, language)
