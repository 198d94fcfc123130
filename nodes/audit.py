"""audit: mend what the checks found, once, mark what stays unsupported, and finish the report."""

import asyncio
import time
from collections.abc import Sequence

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.batches import cited_sentences
from stepresearch.nodes.check import judged_by_code
from stepresearch.nodes.citations import sentences_with_ids
from stepresearch.nodes.conversation import Decision, decide
from stepresearch.nodes.dossier import open_dossier
from stepresearch.nodes.drafts import PatchDraft
from stepresearch.nodes.options import Options
from stepresearch.nodes.patches import patched
from stepresearch.nodes.prompting import prompt
from stepresearch.nodes.rendering import render
from stepresearch.nodes.section import KINDS, listed
from stepresearch.nodes.standing import SUMMARY
from stepresearch.nodes.state import Check, Notice, ResearchState, ResearchUpdate, Section
from stepresearch.nodes.summarize import sections_text
from stepresearch.nodes.usage import since
from stepresearch.tools.toolbox import Toolbox

PATCH_TOKENS = 450


async def audit(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the finished report; a sentence that its passages do not support carries a mark in the text."""
    begun_s = time.time()
    checks = {**state["checks"], **_summary_checks(state)}
    failed = [one for one in checks.values() if one["verdict"] != "supported"]
    mended = await _mended(state, runtime, toolbox, failed)
    texts, refused = await asyncio.to_thread(
        patched, _texts(state), mended.value.patches, state["passages"], state["sources"]
    )
    standing = {key: {one.text for one in sentences_with_ids(text)} for key, text in texts.items()}
    still = [
        one for one in failed if one["verdict"] != "partly" and one["sentence"] in standing[one["section_id"]]
    ]
    notices = [*mended.notices, *(Notice(node="audit", kind="citation", text=text) for text in refused)]
    notices += [
        Notice(node="audit", kind="citation", text=f"Not supported: “{c['sentence']}”: {c['reason']}.")
        for c in still
    ]
    finished = _with_texts(state, texts)
    finished["checks"], finished["notices"] = checks, [*state["notices"], *notices]
    report = await asyncio.to_thread(render, finished, {one["sentence"] for one in still})
    usage = {"audit": since(begun_s)} | ({"audit:leaf": mended.usage} if mended.usage else {})
    return ResearchUpdate(
        report=report,
        sections=finished["sections"],
        summary=finished["summary"],
        checks=checks,
        messages=[AIMessage(content=report["markdown"], id=f"report-{state['started_s']}")],
        usage=usage,
        notices=notices,
    )


def _summary_checks(state: ResearchState) -> dict[str, Check]:
    checks: dict[str, Check] = {}
    for sentence in cited_sentences(SUMMARY, state["summary"]):
        by_code = judged_by_code(sentence, state["passages"], state["sources"])
        checks[sentence["sentence_id"]] = Check(
            sentence_id=sentence["sentence_id"],
            section_id=SUMMARY,
            sentence=sentence["text"],
            passage_ids=sentence["passage_ids"],
            verdict=by_code.verdict,
            quote=by_code.quote,
            reason=by_code.reason,
        )
    return checks


async def _mended(
    state: ResearchState, runtime: Runtime[Options], toolbox: Toolbox, failed: Sequence[Check]
) -> Decision[PatchDraft]:
    """Patches for what the checks and the checklist found; none where all is well, or without a model."""
    unmet = [item for item in state["plan"]["checklist"] if item["item_id"] in state.get("unmet", [])]
    faults = [f"Not fully supported ({one['reason']}): {one['sentence']}" for one in failed]
    faults += [f"Not met: {KINDS[item['kind']]}{item['text']}" for item in unmet]
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_dossier(state["dossier_key"], archive, toolbox)
    text = f"{state['summary']}\n\n{sections_text(state)}"
    return await decide(
        "audit",
        model if faults else None,
        conversation,
        await asyncio.to_thread(prompt, "mend", text=text, faults=listed(faults)),
        PatchDraft,
        floor=PatchDraft,
        max_tokens=PATCH_TOKENS,
    )


def _texts(state: ResearchState) -> dict[str, str]:
    return {SUMMARY: state["summary"]} | {key: section["text"] for key, section in state["sections"].items()}


def _with_texts(state: ResearchState, texts: dict[str, str]) -> ResearchState:
    sections = {
        key: Section(section_id=key, title=section["title"], text=texts[key], by=section["by"])
        for key, section in state["sections"].items()
    }
    finished = state.copy()
    finished["summary"], finished["sections"] = texts[SUMMARY], sections
    return finished
