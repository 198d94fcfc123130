from typing import Any

from doubles.judge import sides_in
from doubles.model_server import spoken

from stepresearch.evals.judger.rubric import criterion
from stepresearch.evals.pairwise.asking import compare_both_ways, score_both
from stepresearch.evals.pairwise.verdicts import Outcome

TASK = "What did the bridge cost?"
GOOD = "The bridge cost 41 million euros. The bridge opened in May 2019, a year late."
POOR = "Nothing is known here."


async def test_the_better_report_wins_in_both_orders_with_a_reason_in_each_dimension(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        pair = await compare_both_ways(judge.calls, "t", TASK, GOOD, POOR)
    assert pair.outcome is Outcome.WIN
    assert pair.straight
    assert set(pair.straight.dimensions) == {"completeness", "depth", "fitness", "readability"}
    shown = {sides_in(request["messages"][1]["content"]).left for request in server.requests}
    assert shown == {GOOD, POOR}


async def test_a_judge_without_a_usable_answer_leaves_the_pair_open(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = lambda _request: spoken("I cannot say.")
        pair = await compare_both_ways(judge.calls, "t", TASK, GOOD, POOR)
    assert pair.outcome is None
    assert pair.fault


async def test_race_scores_both_reports_on_all_criteria_in_one_call_by_their_weights(open_judge: Any) -> None:
    criteria = [criterion("a", "Is complete.", 0.75), criterion("b", "Is clear.", 0.25)]
    async with open_judge() as (judge, server):
        left, right = await score_both(judge.calls, TASK, GOOD, POOR, criteria)
    assert (left, right) == (8, 4)
    assert len(server.requests) == 1
