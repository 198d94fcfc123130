"""review: let a person approve, edit or add to the plan, then turn it into the first round's queries."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.answer_schemas import PlanDraft, TaskDraft
from stepresearch.nodes.conversation.model_calls import Decision, decide, opening
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.evidence.scoring import content_terms
from stepresearch.nodes.fallbacks.plan import draft_plan, is_wish, wished_tasks
from stepresearch.nodes.interrupts.answers import Answer, ask_person, form, read_answer, shown, unclear
from stepresearch.nodes.interrupts.edited_plan import UnusablePlanError, edited
from stepresearch.nodes.interrupts.stopped import stopped
from stepresearch.nodes.planning.items import PLAN_TOKENS, distinct, with_ids, with_wish
from stepresearch.nodes.planning.queries import POINT, Wanted, nearest_tasks, new_queries
from stepresearch.nodes.planning.question_parts import listed_tasks
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Plan, ResearchState, ResearchUpdate
from stepresearch.nodes.state.usage import since
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.toolbox import Toolbox

REVIEW = "research_plan"
ACCEPTED = (
    'Answer "approve" to go on, "stop" to end the run, words to have the plan changed, or the plan itself, edited: '
    '{"tasks": [{"question": "…", "queries": ["…"]}]}.'
)
NOT_SURE = (
    "It is not clear what {said} means for the plan, and there is no model to ask. To add a part, begin with a word such "
    'as "also" or "add", or ask a question.'
)


async def review(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the plan as approved, and its queries; or that the person stopped the run.

    The interrupt shows `{"kind": "plan", "plan": …}`, what may be answered, and the form of LangChain's human in the
    loop. Words that are neither approval nor refusal are a wish, by which the plan is made again.
    """
    if not options_from(state["options"]).review_plan:
        return approved(state["plan"], state["question"], state["brief"].get("form", []))
    begun_s = time.time()
    model = await model_of(state, runtime, toolbox)
    answer = ask_person(plan_payload(state), partial(read_review, state["plan"], has_model=model is not None))
    if answer.meaning == "stop":
        return stopped(state, "the plan", answer.words)
    if answer.meaning != "words":
        return approved(answer.data or state["plan"], state["question"], state["brief"].get("form", []))
    made = await _made_again(state, answer.words, model)
    update = approved(
        _wished(state["plan"], made.value, answer.words), state["question"], state["brief"].get("form", [])
    )
    update["transcript"] = [*state["transcript"], *made.said]
    update["usage"] = {"review": made.usage or since(begun_s)}
    update["notices"] = list(made.notices)
    return update


def plan_payload(state: ResearchState) -> dict[str, Any]:
    """Return what the interrupt shows: the plan, what may be answered, and the form of it."""
    questions = [task["question"] for task in state["plan"]["tasks"]]
    numbered = "\n".join(f"{number}. {question}" for number, question in enumerate(questions, 1))
    return {
        "kind": "plan",
        "question": state["question"],
        "plan": state["plan"],
        "accepted": ACCEPTED,
        **form(REVIEW, {"tasks": questions}, f"The plan of the research:\n\n{numbered}"),
    }


def read_review(plan: Plan, given: Any, *, has_model: bool) -> Answer:
    """Return what an answer means for the plan.

    It is `go_on`, with the plan as `data` where it was edited, `stop`, `unclear`, or `words`, which are a wish.
    """
    answer = read_answer(given)
    if answer.meaning in {"go_on", "yes"}:
        return Answer("go_on")
    if answer.meaning in {"stop", "no"}:
        return Answer("stop", answer.words)
    try:
        if answer.meaning == "edit":
            return Answer("go_on", data=edited(plan, answer.data))
    except UnusablePlanError as fault:
        return unclear(str(fault))
    why = answer.words if answer.meaning == "unclear" else _why_unclear(answer.words, has_model=has_model)
    return unclear(why) if why else answer


def _why_unclear(words: str, *, has_model: bool) -> str:
    """Why words are no wish that the plan can be changed by; empty where they are."""
    if not any(char.isalpha() for char in words):
        return f"The answer {shown(words)} has no word."
    return "" if has_model or is_wish(words) else NOT_SURE.format(said=shown(words))


def _wished(plan: Plan, draft: PlanDraft, wish: str) -> Plan:
    """The plan as made again; words by which no part changed wished for nothing that a report could meet."""
    tasks = with_ids(distinct(draft))
    same = [task["question"] for task in tasks] == [task["question"] for task in plan["tasks"]]
    return plan if same else Plan(tasks=tasks, checklist=with_wish(plan["checklist"], wish))


async def _made_again(state: ResearchState, wish: str, model: ChatModel | None) -> Decision[PlanDraft]:
    """The plan changed as wished; without a model the wish becomes a task of its own."""
    return await decide(
        "review",
        model,
        await opening(state),
        await asyncio.to_thread(prompt, "replan", wish=wish),
        PlanDraft,
        floor=lambda: PlanDraft.model_construct(
            tasks=[
                *_drafts(state["plan"]),
                *wished_tasks(wish, state["question"]),
            ][:7]
        ),
        max_tokens=PLAN_TOKENS,
    )


def approved(plan: Plan, question: str, form: Sequence[str] = ()) -> ResearchUpdate:
    """The plan with its queries, and one for each point that the question lists: none goes unsearched.

    Where no query of the plan has a word of the question, the question's own words are searched too.
    """
    wanted = [
        Wanted(query, (task["task_id"],), "first queries of the plan")
        for task in plan["tasks"]
        for query in task["queries"]
    ]
    wanted += [
        Wanted(point.queries[0], nearest_tasks(point.question, plan["tasks"]), POINT)
        for point in listed_tasks(question, form)
    ]
    asked = content_terms(question)
    if not any(asked & content_terms(one.text) for one in wanted):
        own = draft_plan(question).tasks[0].queries[0]
        wanted.insert(0, Wanted(own, (plan["tasks"][0]["task_id"],), "the question's own words"))
    return ResearchUpdate(plan=plan, round=1, queries=new_queries({}, wanted, round_number=1))


def _drafts(plan: Plan) -> list[TaskDraft]:
    return [TaskDraft.model_construct(question=t["question"], queries=t["queries"]) for t in plan["tasks"]]
