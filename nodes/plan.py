"""plan: split the research into tasks with first queries, and write the checklist of the report."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.answer_schemas import ChecklistDraft, PlanDraft
from stepresearch.nodes.conversation.language_check import language_fault
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide, opening
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.evidence.scoring import content_terms
from stepresearch.nodes.fallbacks.plan import draft_plan
from stepresearch.nodes.planning.form import without_form
from stepresearch.nodes.planning.items import PLAN_TOKENS, distinct, with_ids
from stepresearch.nodes.planning.question_parts import asked_points
from stepresearch.nodes.planning.wanted_text import with_form
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import (
    Brief,
    ChecklistItem,
    Kind,
    Plan,
    ResearchState,
    ResearchUpdate,
    Task,
)
from stepresearch.nodes.state.usage import since
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

CHECKLIST_TOKENS = 600

D = TypeVar("D")


async def plan(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the plan: tasks by a turn of the conversation, the checklist by a leaf beside it."""
    begun_s = time.time()
    model = await model_of(state, runtime, toolbox)
    conversation, question = await opening(state), state["question"]
    added = told(state["brief"])
    planned, listed = await asyncio.gather(
        _planned(state, model, conversation, added),
        decide(
            "checklist",
            model,
            conversation,
            await asyncio.to_thread(prompt, "checklist", question=question, added=added),
            ChecklistDraft,
            floor=ChecklistDraft,
            max_tokens=CHECKLIST_TOKENS,
        ),
    )
    usage = {"plan": since(begun_s), "plan:turn": planned.usage, "plan:checklist": listed.usage}
    brief = with_form(state["brief"], planned.value, f"{question}\n{added}")
    tasks = with_ids(distinct(related(planned.value, question)))
    is_asked = options_from(state["options"]).review_plan
    return ResearchUpdate(
        brief=brief,
        plan=Plan(tasks=tasks, checklist=_checklist(question, brief, listed.value)),
        messages=[_as_chat(tasks, state["started_s"])] if is_asked else [],
        transcript=[*conversation, *planned.said],
        usage={key: record for key, record in usage.items() if record},
        notices=[*planned.notices, *listed.notices],
    )


async def _planned(
    state: ResearchState, model: ChatModel | None, conversation: Sequence[Message], added: str
) -> Decision[PlanDraft]:
    """The parts of the research, in the language of the report."""
    question, language = state["question"], state["brief"]["language"]
    instruction = await asyncio.to_thread(
        prompt,
        "plan",
        question=question,
        added=added,
        language=LANGUAGES.get(language, language),
    )
    return await decide(
        "plan",
        model,
        conversation,
        instruction,
        PlanDraft,
        floor=lambda: draft_plan(question),
        max_tokens=PLAN_TOKENS,
        check=once(lambda draft: fault_of(draft, language)),
    )


def _as_chat(tasks: Sequence[Task], started_s: float) -> AIMessage:
    """The plan as a message: faces such as agent-chat-ui draw what a run asks only behind one of the agent's."""
    lines = [f"{number}. {task['question']}" for number, task in enumerate(tasks, 1)]
    return AIMessage(content="\n".join(lines), id=f"plan-{started_s}")


def told(brief: Brief) -> str:
    """Return the answers to questions back, as lines; all else that is known of the question stands in the conversation."""
    return "".join(f"The person adds: {answer}\n" for answer in brief["answers"])


def fault_of(draft: PlanDraft, language: str) -> str | None:
    """Return that a part is in another language than the report, whose heading it may become; None where none is."""
    faults = [(task.question, language_fault(task.question, language)) for task in draft.tasks]
    named = [f"“{question}”: {fault}" for question, fault in faults if fault]
    return named[0] if named else language_fault(" ".join(task.question for task in draft.tasks), language)


def once(check: Callable[[D], str | None]) -> Callable[[D], str | None]:
    """Return a check that objects to one answer at most: a plan with such a fault is better than none."""
    objections: list[str] = []

    def objection(draft: D) -> str | None:
        wrong = None if objections else check(draft)
        objections.extend([wrong] if wrong else [])
        return wrong

    return objection


def related(draft: PlanDraft, question: str) -> PlanDraft:
    """Return the plan, with the question itself as its first task where no task has a word of it."""
    asked = content_terms(question)
    if any(asked & content_terms(task.question) for task in draft.tasks):
        return draft
    return PlanDraft.model_construct(tasks=[*draft_plan(question).tasks[:1], *draft.tasks[:6]])


def _checklist(question: str, brief: Brief, draft: ChecklistDraft) -> list[ChecklistItem]:
    form = brief.get("form", [])
    return checklist_items(without_form(asked_points(question), form), draft, form)


def checklist_items(
    asked: Sequence[str], draft: ChecklistDraft, form: Sequence[str] = ()
) -> list[ChecklistItem]:
    """Give ids to the items of a checklist, `K1` and so on: what the question asks for, what the draft adds, the form."""
    items: list[tuple[Kind, str]] = [("asked", text) for text in asked]
    items += [("implied", text) for text in draft.implied]
    items += [("must_not", text) for text in draft.must_not]
    items += [("form", text) for text in form]
    return [ChecklistItem(item_id=f"K{n}", text=text, kind=kind) for n, (kind, text) in enumerate(items, 1)]
