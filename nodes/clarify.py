"""clarify: check what is asked for, begin the run cleanly, and say what the question means."""

import asyncio
import datetime as dt
import time
from typing import Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.answer_schemas import BriefDraft
from stepresearch.nodes.conversation.model_calls import Decision, decide, opening
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.state.options import Options, options_from, options_in
from stepresearch.nodes.state.question import question_of
from stepresearch.nodes.state.reducers import fresh
from stepresearch.nodes.state.schema import Brief, Notice, ResearchState, ResearchUpdate
from stepresearch.nodes.state.usage import since
from stepresearch.text.language.language import detect_language
from stepresearch.tools.toolbox import Toolbox

MAX_TOKENS = 400
MERGED_KEYS: tuple[Literal["queries", "sources", "passages", "findings", "sections", "checks", "absences", "verdicts"], ...] = (
    "queries", "sources", "passages", "findings", "sections", "checks", "absences", "verdicts",
)  # fmt: skip
"""What an earlier question on the same thread may have filled."""


async def clarify(
    state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox, graph_version: str
) -> ResearchUpdate:
    """Return the brief, questions back where there are any, the options that hold for the run, and empty evidence.

    Raises:
        ConfigError: The question, an engine, the folder or the model cannot be used; nothing was searched or paid.
    """
    begun_s = time.time()
    options = options_in(runtime.context) or options_from(state.get("options"))
    skipped = await toolbox.prepare(docs=options.docs, search=options.search)
    notices = [
        Notice(node="clarify", kind="input", text=f"{path} was not read: {reason}")
        for path, reason in skipped
    ]
    begun = _begun(question_of(state), options, state.get("started_s") or begun_s, graph_version)
    meant = await _meant(begun, runtime, toolbox, options)
    begun["brief"] = with_brief(begun["brief"], meant.value)
    begun["questions"] = meant.value.questions
    begun["transcript"] = [*await opening(begun), *meant.said] if meant.said else []
    begun["notices"] = fresh([*notices, *meant.notices])
    begun["usage"] = fresh(
        {"clarify": since(begun_s)} | ({"clarify:turn": meant.usage} if meant.usage else {})
    )
    begun["messages"] = [*_as_chat(state, begun), *_asked_back(begun)]
    begun["guidance"] = fresh(state.get("guidance", [])[state.get("guided", 0) :])
    for key in MERGED_KEYS:
        begun[key] = fresh({})
    return begun


def _as_chat(state: ResearchState, begun: ResearchState) -> list[AnyMessage]:
    """The question as a message of the chat view, where it did not come as one."""
    said = state["messages"][-1] if state.get("messages") else None
    if isinstance(said, HumanMessage) and str(said.text).strip() == begun["question"]:
        return []
    return [HumanMessage(content=begun["question"], id=f"question-{begun['started_s']}")]


def _asked_back(begun: ResearchState) -> list[AnyMessage]:
    """The questions back as a message: faces such as agent-chat-ui draw what a run asks only behind one."""
    asked = "\n".join(begun["questions"])
    return [AIMessage(content=asked, id=f"questions-{begun['started_s']}")] if asked else []


async def _meant(
    state: ResearchState, runtime: Runtime[Options], toolbox: Toolbox, options: Options
) -> Decision[BriefDraft]:
    """The model's reading of the question; the question as it stands where it may not ask back."""
    model = await model_of(state, runtime, toolbox) if options.clarify else None
    instruction = await asyncio.to_thread(prompt, "clarify", question=state["question"])
    return await decide(
        "clarify",
        model,
        await opening(state),
        instruction,
        BriefDraft,
        floor=lambda: BriefDraft(objective=state["question"]),
        max_tokens=MAX_TOKENS,
    )


def _begun(question: str, options: Options, started_s: float, graph_version: str) -> ResearchUpdate:
    language = options.language or detect_language(question)
    return ResearchUpdate(
        question=question,
        taken=question,
        options=options.model_dump(),
        today=dt.datetime.fromtimestamp(started_s, tz=dt.UTC).date().isoformat(),
        started_s=started_s,
        graph_version=graph_version,
        brief=Brief(objective=question, language=language, scope="", implied=[], answers=[]),
        transcript=[],
        shown=[],
        guided=0,
        round=0,
        corroborated=False,
        gaps=[],
        open_points=[],
        summary="",
        stopped="",
        outline=[],
    )


def with_brief(brief: Brief, draft: BriefDraft) -> Brief:
    """Return the brief with what the draft says."""
    return Brief(
        objective=draft.objective or brief["objective"],
        language=brief["language"],
        scope=draft.scope,
        implied=draft.implied,
        answers=brief["answers"],
    )
