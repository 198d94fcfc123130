"""audit: mend what the checks found, once, mark what stays unsupported, and finish the report."""

import asyncio
import time
from collections.abc import Mapping, Sequence

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.checking.absence_patches import put_back, replaced_in, statements_replaced
from stepresearch.nodes.checking.absence_statements import Corpus, corpus_of, left_to_hold, wrong_subjects
from stepresearch.nodes.checking.absences import held_against_all
from stepresearch.nodes.checking.batches import cited_sentences
from stepresearch.nodes.checking.checklist import open_points
from stepresearch.nodes.checking.judge import BY_CODE, Judge, cleared
from stepresearch.nodes.checking.lint import form_faults
from stepresearch.nodes.checking.patches import patched
from stepresearch.nodes.checking.rereading import recited, reread
from stepresearch.nodes.citations.marks import citable, cited_ids
from stepresearch.nodes.conversation.answer_schemas import PatchDraft
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompt_parts import KINDS, listed
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.evidence.stored_passages import stored_passages
from stepresearch.nodes.rendering.markdown import render
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import (
    SUMMARY,
    AbsenceCheck,
    Check,
    Notice,
    PassageRecord,
    ResearchState,
    ResearchUpdate,
    Section,
)
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.caveats import with_caveats
from stepresearch.nodes.writing.digest import sections_text
from stepresearch.nodes.writing.lengths import length_fault
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

PATCH_TOKENS = 450


async def audit(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the finished report; a sentence that its passages do not support carries a mark in the text."""
    begun_s, state = time.time(), state.copy()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    model, conversation = await open_shared_context(state["dossier_key"], archive, toolbox)
    corpus = corpus_of(state, await stored_passages(state["sources"], archive, state["passages"]))
    state["checks"] = _cleared(state, corpus)
    state["passages"] = state["passages"] | _found_elsewhere(state, corpus)
    judge = _judge(state)
    texts, replaced = replaced_in(
        recited(_texts(state), state["checks"].values()), state["absences"], state["outline"]
    )
    mended, held = await asyncio.gather(
        _mended(_with_texts(state, texts), judge, model, conversation),
        held_against_all(left_to_hold(state), corpus, model, conversation),
    )
    state["passages"] = state["passages"] | held.passages
    judge.read_too(held.passages)
    state["absences"] = state["absences"] | held.absences
    texts, more = replaced_in(texts, held.absences, state["outline"])
    texts, refused = await asyncio.to_thread(_patched, state, texts, mended.value)
    replaced += more
    instead_of = statements_replaced(replaced, state["absences"])
    read = await reread(state, texts, judge, model, conversation, instead_of=instead_of)
    texts, failed = put_back(texts, replaced, judge)
    notices = [*mended.notices, *held.notices, *read.notices]
    notices += [Notice(node="audit", kind="citation", text=text) for text in refused]
    usage = {"audit:leaf": mended.usage, "audit:check": read.usage} | {
        f"audit:absence:{number}": one for number, one in enumerate(held.usage, 1)
    }
    state["checks"] = state["checks"] | read.checks
    state["absences"] = state["absences"] | {
        key: AbsenceCheck(**{**state["absences"][key], "verdict": "holds", "instead": ""}) for key in failed
    }
    asked = {step: one for step, one in usage.items() if one}
    state["usage"] = state["usage"] | asked  # the head of the report counts the calls of this step too
    update = await asyncio.to_thread(_finished, state, texts, judge, notices)
    update["usage"] = {"audit": since(begun_s)} | asked
    return update


def _finished(
    state: ResearchState, texts: Mapping[str, str], judge: Judge, notices: list[Notice]
) -> ResearchUpdate:
    """The report, and what the audit changed."""
    still = _still_unsupported(texts, judge)
    if too_long := length_fault(state["brief"], texts.values()):
        notices = [*notices, Notice(node="audit", kind="limit", text=too_long)]
    notices = [*notices, *(Notice(node="audit", kind="citation", text=_told(one)) for one in still)]
    finished, answered = _with_texts(state, texts), wrong_subjects(state["absences"])
    finished["notices"] = [*state["notices"], *notices]
    finished["gaps"] = [
        gap
        for gap in state["gaps"]
        if not any(task["question"] == gap and task["task_id"] in answered for task in state["plan"]["tasks"])
    ]
    points = open_points(state["plan"]["checklist"], state.get("unmet", []), _texts(state), texts)
    finished["still_open"] = [item for item in points if item["item_id"] not in answered]
    report = render(finished, {one["sentence"] for one in still})
    return ResearchUpdate(
        report=report,
        sections=finished["sections"],
        summary=finished["summary"],
        checks=finished["checks"],
        absences=finished["absences"],
        passages=finished["passages"],
        gaps=finished["gaps"],
        still_open=finished["still_open"],
        messages=[AIMessage(content=report["markdown"], id=f"report-{state['started_s']}")],
        notices=notices,
    )


def _cleared(state: ResearchState, corpus: Corpus) -> dict[str, Check]:
    """The checks, with the words that readers copied looked for in every passage read."""
    everywhere = {**corpus.stored.records, **state["passages"]}
    return {key: cleared(one, everywhere) if "words" in one else one for key, one in state["checks"].items()}


def _found_elsewhere(state: ResearchState, corpus: Corpus) -> dict[str, PassageRecord]:
    """The passages that checks cite and that no step had taken from their pages."""
    cited = {passage_id for one in state["checks"].values() for passage_id in one["passage_ids"]}
    return {
        one: corpus.stored.records[one]
        for one in cited
        if one in corpus.stored.records and one not in state["passages"]
    }


def _told(check: Check) -> str:
    """What a reader is told of a sentence that carries a mark."""
    if check["reason"].startswith(BY_CODE):
        return f"“{check['sentence']}”: {check['reason']}."
    return f"Not supported: “{check['sentence']}”: {check['reason']}."


def _patched(
    state: ResearchState, before: Mapping[str, str], draft: PatchDraft
) -> tuple[dict[str, str], list[str]]:
    """The texts with the patches that can be used, doubts behind the disputed figures that these brought in, and refusals."""
    cited = {one for text in before.values() for one in cited_ids(text)} & state["passages"].keys()
    passages = citable(state) | {one: state["passages"][one] for one in cited}
    texts, refused = patched(before, draft.patches, passages, state["sources"], state["question"])
    was = _texts(state)
    doubted = {key: with_caveats(text, state) for key, text in texts.items() if text != was[key]}
    return texts | doubted, refused


async def _mended(
    state: ResearchState, judge: Judge, model: ChatModel | None, conversation: Sequence[Message]
) -> Decision[PatchDraft]:
    """Patches for what the checks and the checklist found; none where all is well, or without a model."""
    answered = wrong_subjects(state["absences"])
    unmet = [
        item
        for item in state["plan"]["checklist"]
        if item["item_id"] in state.get("unmet", []) and item["item_id"] not in answered
    ]
    faults = [f"Not met: {KINDS[item['kind']]}{item['text']}" for item in unmet]
    faults += [f"Not fully supported ({one['reason']}): {one['sentence']}" for one in _failed(state, judge)]
    faults += _faults_of_form(state) if model else []
    too_long = length_fault(state["brief"], _texts(state).values())
    faults += [f"{too_long} Cut what matters least."] if too_long else []
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


def _judge(state: ResearchState) -> Judge:
    """The judge of the sentences of a report, who knows what was judged before."""
    return Judge(
        state["passages"],
        state["sources"],
        state["question"],
        known=state["checks"].values(),
        shown=state["shown"],
    )


def _failed(state: ResearchState, judge: Judge) -> list[Check]:
    """The checks that failed, and of the short answer, which no reader has seen yet, what the rules do not find."""
    answer = (judge.by_code(one) for one in cited_sentences(SUMMARY, state["summary"]))
    return [one for one in (*state["checks"].values(), *answer) if one["verdict"] != "supported"]


def _faults_of_form(state: ResearchState) -> list[str]:
    """Figures without a source and sentences in another language, in what the model wrote."""
    by_model = [
        state["summary"],
        *(one["text"] for one in state["sections"].values() if one["by"] == "model"),
    ]
    return [fault for text in by_model for fault in form_faults(text, state["brief"]["language"])]


def _still_unsupported(texts: Mapping[str, str], judge: Judge) -> list[Check]:
    """The checks of the sentences of the report that failed."""
    checks = [judge.known(one) for key, text in texts.items() for one in cited_sentences(key, text)]
    return [one for one in checks if one and one["verdict"] in ("not_found", "contradicted")]


def _texts(state: ResearchState) -> dict[str, str]:
    return {SUMMARY: state["summary"]} | {key: section["text"] for key, section in state["sections"].items()}


def _with_texts(state: ResearchState, texts: Mapping[str, str]) -> ResearchState:
    sections = {
        key: Section(section_id=key, title=section["title"], text=texts[key], by=section["by"])
        for key, section in state["sections"].items()
    }
    finished = state.copy()
    finished["summary"], finished["sections"] = texts[SUMMARY], sections
    return finished
