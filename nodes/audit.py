"""audit: mend what the checks found, once, mark what stays unsupported, and finish the report."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import chain

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.checking.batches import cited_sentences, needs_reader
from stepresearch.nodes.checking.checklist import decides, open_points
from stepresearch.nodes.checking.lint import form_faults
from stepresearch.nodes.checking.patches import patched
from stepresearch.nodes.checking.sentences import checks_from, judged_by_code, read_afresh
from stepresearch.nodes.citations.marks import CitedSentence, citable, sentences_with_ids
from stepresearch.nodes.conversation.answer_schemas import PatchDraft
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompt_parts import KINDS, listed
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.rendering.markdown import render
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import SUMMARY, Check, Notice, ResearchState, ResearchUpdate, Section
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.caveats import asides, with_caveats
from stepresearch.nodes.writing.digest import sections_text
from stepresearch.text.language.words import terms
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

PATCH_TOKENS = 450
SAME_WORDS = 0.8


async def audit(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the finished report; a sentence that its passages do not support carries a mark in the text."""
    begun_s = time.time()
    checks = {**state["checks"], **_summary_checks(state)}
    failed = [one for one in checks.values() if one["verdict"] != "supported"]
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_shared_context(state["dossier_key"], archive, toolbox)
    mended = await _mended(state, model, conversation, failed)
    texts, refused = await asyncio.to_thread(_patched, state, mended.value)
    read = await _read_afresh(state, texts, model, conversation)
    checks |= read.value
    still = _still_unsupported(checks.values(), texts)
    notices = [*mended.notices, *read.notices]
    notices += [Notice(node="audit", kind="citation", text=text) for text in refused]
    notices += [
        Notice(node="audit", kind="citation", text=f"Not supported: “{c['sentence']}”: {c['reason']}.")
        for c in still
    ]
    finished = _with_texts(state, texts)
    finished["checks"], finished["notices"] = checks, [*state["notices"], *notices]
    finished["still_open"] = open_points(
        state["plan"]["checklist"], state.get("unmet", []), _texts(state), texts
    )
    report = await asyncio.to_thread(render, finished, {one["sentence"] for one in still})
    spent = {"audit:leaf": mended.usage, "audit:check": read.usage}
    usage = {"audit": since(begun_s)} | {step: usage for step, usage in spent.items() if usage}
    return ResearchUpdate(
        report=report,
        sections=finished["sections"],
        summary=finished["summary"],
        checks=checks,
        still_open=finished["still_open"],
        messages=[AIMessage(content=report["markdown"], id=f"report-{state['started_s']}")],
        usage=usage,
        notices=notices,
    )


def _summary_checks(state: ResearchState) -> dict[str, Check]:
    checks: dict[str, Check] = {}
    for sentence in cited_sentences(SUMMARY, state["summary"]):
        by_code = judged_by_code(sentence, state["passages"], state["sources"], state["question"])
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


def _patched(state: ResearchState, draft: PatchDraft) -> tuple[dict[str, str], list[str]]:
    """The texts with the patches that can be used, doubts behind the disputed figures that these brought in, and refusals."""
    before = _texts(state)
    texts, refused = patched(before, draft.patches, citable(state), state["sources"], state["question"])
    doubted = {key: with_caveats(text, state) for key, text in texts.items() if text != before[key]}
    return texts | doubted, refused


async def _read_afresh(
    state: ResearchState, texts: dict[str, str], model: ChatModel | None, conversation: Sequence[Message]
) -> Decision[dict[str, Check]]:
    """The checks of the sentences that nobody has read yet, as code let them through: those of patches, and of the short answer.

    What the short answer recommends is its own judgement, and is not read, nor what a section says in nearly its words.
    """
    by_code = asides(state)
    read = {key: sentences_with_ids(section["text"]) for key, section in state["sections"].items()}
    before = {(key, one.text) for key, sentences in read.items() for one in sentences}
    changed = [
        SentenceToCheck(
            sentence_id=f"{one['sentence_id']}.mended",
            section_id=key,
            text=one["text"],
            passage_ids=one["passage_ids"],
        )
        for key, text in texts.items()
        for one in cited_sentences(key, text)
        if (key, one["text"]) not in before
        and needs_reader(one, state["passages"], by_code)
        and not (key == SUMMARY and (decides(one["text"]) or _is_read(one, chain(*read.values()))))
    ]
    judged = [judged_by_code(one, state["passages"], state["sources"], state["question"]) for one in changed]
    told = await read_afresh(changed, model, conversation)
    found = checks_from(changed, judged, told.value, state["passages"])
    return Decision(found, told.by_model, (), told.usage, told.notices)


def _is_read(sentence: SentenceToCheck, read: Iterable[CitedSentence]) -> bool:
    """Return whether a sentence that was read says it in nearly the same words, with a passage in common."""
    own = set(terms(sentence["text"]))
    figures = {term for term in own if term[0].isdecimal()}
    return any(
        figures.issubset(words := terms(one.text))
        and len(own.intersection(words)) >= SAME_WORDS * len(own)
        and not set(one.ids).isdisjoint(sentence["passage_ids"])
        for one in read
    )


def _still_unsupported(checks: Iterable[Check], texts: dict[str, str]) -> list[Check]:
    """The checks that failed of sentences that stand in the report all the same."""
    standing = {key: {one.text for one in sentences_with_ids(text)} for key, text in texts.items()}
    return [
        one
        for one in checks
        if one["verdict"] not in ("supported", "partly") and one["sentence"] in standing[one["section_id"]]
    ]


async def _mended(
    state: ResearchState,
    model: ChatModel | None,
    conversation: Sequence[Message],
    failed: Sequence[Check],
) -> Decision[PatchDraft]:
    """Patches for what the checks and the checklist found; none where all is well, or without a model."""
    unmet = [item for item in state["plan"]["checklist"] if item["item_id"] in state.get("unmet", [])]
    faults = [f"Not met: {KINDS[item['kind']]}{item['text']}" for item in unmet]
    faults += [f"Not fully supported ({one['reason']}): {one['sentence']}" for one in failed]
    faults += _faults_of_form(state) if model else []
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


def _faults_of_form(state: ResearchState) -> list[str]:
    """Figures without a source and sentences in another language, in what the model wrote."""
    by_model = [
        state["summary"],
        *(one["text"] for one in state["sections"].values() if one["by"] == "model"),
    ]
    return [fault for text in by_model for fault in form_faults(text, state["brief"]["language"])]


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
