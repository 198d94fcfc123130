"""Finished runs to make reports of: a plain one, one whose text is given, and one full of attacks."""

import asyncio
import copy
from typing import Any, cast

from doubles.research import graph_over, run

from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.citations.marks import without_marks
from stepresearch.nodes.state.schema import Check, Claim, Notice, ResearchState, SentenceVerdict

ATTACKS = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "</script><script>window.hacked = 1</script>",
    "</style><style>body { display: none }</style>",
    "[click](javascript:window.hacked=1)",
    "![pixel](https://tracker.example/pixel.png)",
    "[data](data:text/html,<script>window.hacked=1</script>)",
    "<https://tracker.example/auto>",
    '"><svg onload=window.hacked=1>',
    "' autofocus onfocus='window.hacked=1",
    "&lt;script&gt;window.hacked=1&lt;/script&gt;",
    "{{ 7 * 7 }}{% raw %}",
    "[ref]: https://tracker.example/ref",
    "--><iframe src=https://tracker.example></iframe><!--",
)
ATTACK = " ".join(ATTACKS)


def finished() -> ResearchResult:
    """The run over the small corpus, with rules in place of a model."""
    return ResearchResult("20260101-000000-test", cast("ResearchState", asyncio.run(run(graph_over()))))


def written(result: ResearchResult, text: str, verdict: SentenceVerdict = "supported") -> ResearchResult:
    """The run with this text as its only section; each of its sentences has the verdict."""
    state = _copy(result)
    plan = state["outline"][0]
    section_id = plan["section_id"]
    state["outline"], state["summary"] = [plan], ""
    state["sections"] = {section_id: {**state["sections"][section_id], "text": text, "by": "model"}}
    first = next(iter(state["passages"].values()))
    state["checks"] = {
        "X1.1": Check(
            sentence_id="X1.1",
            section_id=section_id,
            sentence=without_marks(text),
            passage_ids=[first["passage_id"]],
            verdict=verdict,
            quote=first["text"].splitlines()[-1].partition(". ")[0],
            reason="for a reason",
        )
    }
    return ResearchResult(result.run_id, state)


def hostile(result: ResearchResult) -> ResearchResult:
    """The run with attacks in every text that a page, a person or a model can write."""
    state = _copy(result)
    state["question"] = state["brief"]["language"] = ATTACK
    for source in state["sources"].values():
        source.update(title=ATTACK, author=ATTACK, site=ATTACK, published=ATTACK)
    next(iter(state["sources"].values()))["url"] = "javascript:window.hacked=1"
    for passage in state["passages"].values():
        passage.update(text=f"{passage['text']} {ATTACK}", heading=ATTACK)
    for section in state["sections"].values():
        section.update(title=ATTACK, text="\n\n".join([section["text"], *ATTACKS]))
    for one in (*state["ledger"]["claims"], *state["plan"]["tasks"]):
        cast("dict[str, Any]", one).update(text=ATTACK, question=ATTACK)
    for dispute in state["ledger"]["disagreements"]:
        dispute["measure"] = dispute["sides"][0]["value"] = ATTACK
    for check in state["checks"].values():
        check.update(reason=ATTACK)
    state["gaps"] = [ATTACK]
    state["notices"] = [Notice(node="read", kind="page", text=ATTACK)]
    return ResearchResult(result.run_id, state)


def newer(result: ResearchResult) -> ResearchResult:
    """The run with its disagreements settled by date: the first side is the newer one."""
    state = _copy(result)
    for dispute in state["ledger"]["disagreements"]:
        dispute["resolution"] = "newer"
    return ResearchResult(result.run_id, state)


def many_claims(result: ResearchResult) -> ResearchResult:
    """The run with thirty claims more than it has, so that not all are key claims."""
    state = _copy(result)
    first = state["ledger"]["claims"][-1]
    for number in range(1, 31):
        more = {**first, "claim_id": f"C{100 + number}", "text": f"Claim number {number}."}
        state["ledger"]["claims"].append(cast("Claim", more))
    return ResearchResult(result.run_id, state)


def _copy(result: ResearchResult) -> ResearchState:
    """A state that may be changed; the chat view is left out."""
    kept = {key: value for key, value in result.state.items() if key != "messages"}
    return cast("ResearchState", copy.deepcopy(kept))
