from typing import Any

import pytest
from doubles.model_server import spoken

from stepresearch.evals.comparison.compare import Comparing, Comparison, Protocol
from stepresearch.evals.comparison.page import as_json, as_markdown, plot
from stepresearch.evals.comparison.systems import System
from stepresearch.evals.judge_model import JudgeRecord
from stepresearch.evals.judger.rubric import criterion
from stepresearch.evals.prices import PriceList
from stepresearch.evals.reports import Report
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError

RECORD = JudgeRecord("double", "http://localhost/v1", 0.0, 1, True, "abc", "0")
GOOD = "The bridge cost 41 million euros. The bridge opened in May 2019, a year late."
POOR = "Nothing is known here of what was asked."
PRICES = PriceList.model_validate({"name": "Own GPU", "currency": "RMB", "source": "https://p.example", "date": "2026-11-20", "machine_hour": 18})  # fmt: skip


def tasks(count: int) -> list[Task]:
    rubric = (
        criterion("cost", 'The report says "the bridge cost 41 million euros".', 3, axis="Facts"),
        criterion("open", 'The report says "opened in May 2019".', 1, axis="Form"),
    )
    return [Task(f"t{n}", "en", f"What of the bridge number {n}?", rubric) for n in range(count)]


def system(name: str, text: str, count: int, **usage: float) -> System:
    reports = {f"t{n}": Report(f"t{n}", f"{text}\n\nEdition {n}.", dict(usage)) for n in range(count)}
    return System(name, reports, PRICES if name == "good" else None)


async def compared(judge: Any, protocol: Protocol, *systems: System, count: int = 8) -> Comparison:
    return await Comparing(judge, RECORD, "passes all gates", "Bridges").run(protocol, systems, tasks(count))


async def test_by_rubric_the_better_system_wins_and_its_score_has_an_interval_and_axes(
    open_judge: Any,
) -> None:
    async with open_judge() as (judge, _):
        found = await compared(
            judge, Protocol.RUBRIC, system("good", GOOD, 8, seconds=200), system("poor", POOR, 8)
        )
    assert [one.value for one in found.standings] == [1.0, 0.0]
    assert found.standings[0].axes == {"Facts": (1.0, 1.0), "Form": (1.0, 1.0)}
    (duel,) = found.duels
    assert (duel.wins, duel.ties, duel.losses) == (8, 0, 0)
    assert duel.told.startswith("good is better than poor")


async def test_side_by_side_equal_systems_are_said_to_be_no_different(open_judge: Any) -> None:
    async with open_judge() as (judge, _):
        found = await compared(judge, Protocol.ADR, system("one", GOOD, 8), system("two", GOOD, 8))
    (duel,) = found.duels
    assert duel.ties == 8
    assert "No significant difference" in duel.told


async def test_a_judge_that_prefers_a_side_makes_ties_and_no_winner(open_judge: Any) -> None:
    async with open_judge(pair_rule=lambda _sides: "left") as (judge, _):
        found = await compared(judge, Protocol.ADR, system("good", GOOD, 8), system("poor", POOR, 8))
    assert found.duels[0].ties == 8
    assert not any(pair.is_consistent for pair in found.duels[0].pairs)


async def test_three_systems_give_three_duels(open_judge: Any) -> None:
    systems = (system("good", GOOD, 2), system("poor", POOR, 2), system("same", GOOD, 2))
    async with open_judge() as (judge, _):
        found = await compared(judge, Protocol.ADR, *systems, count=2)
    assert [(one.first, one.second) for one in found.duels] == [
        ("good", "poor"),
        ("good", "same"),
        ("poor", "same"),
    ]


async def test_against_a_reference_the_score_is_a_share_in_both_orders(open_judge: Any) -> None:
    systems = (system("reference", GOOD, 3), system("poor", POOR, 3), system("equal", GOOD, 3))
    async with open_judge() as (judge, _):
        found = await compared(judge, Protocol.RACE, *systems, count=3)
    assert [(one.name, one.value) for one in found.standings] == [
        ("poor", pytest.approx(1 / 3)),
        ("equal", 0.5),
    ]


async def test_only_tasks_that_all_systems_answered_are_compared_and_the_others_named(
    open_judge: Any,
) -> None:
    async with open_judge() as (judge, _):
        found = await compared(
            judge, Protocol.RUBRIC, system("good", GOOD, 3), system("poor", POOR, 2), count=4
        )
    assert [task.task_id for task in found.tasks] == ["t0", "t1"]
    assert found.left_out == ("t2", "t3")


async def test_an_unusable_judge_leaves_scores_open_and_claims_no_difference(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = lambda _request: spoken("no")
        found = await compared(
            judge, Protocol.RUBRIC, system("good", GOOD, 2), system("poor", POOR, 2), count=2
        )
    assert [one.value for one in found.standings] == [None, None]
    assert "No significant difference" in found.duels[0].told
    assert "0.0 to 100.0" in as_markdown(found)


async def test_the_page_says_what_is_not_known_and_where_prices_are_from(open_judge: Any) -> None:
    async with open_judge() as (judge, _):
        found = await compared(
            judge, Protocol.RUBRIC, system("good", GOOD, 2, seconds=200), system("poor", POOR, 2), count=2
        )
    page = as_markdown(found)
    assert "| good | 200 s | n. a. | n. a. | n. a. | n. a. | 1 RMB | Own GPU" in page
    assert "| poor | n. a. |" in page
    assert "none stated" in page
    assert as_json(found)["systems"][0]["cost"] == 1.0
    assert plot(found).count("<circle") == 2


async def test_one_system_is_no_comparison(open_judge: Any) -> None:
    async with open_judge() as (judge, _):
        with pytest.raises(ConfigError, match="at least two"):
            await compared(judge, Protocol.ADR, system("good", GOOD, 2))


async def test_a_protocol_that_needs_criteria_says_so(open_judge: Any) -> None:
    bare = [Task("t0", "en", "What?")]
    async with open_judge() as (judge, _):
        comparing = Comparing(judge, RECORD, "", "Bare")
        with pytest.raises(ConfigError, match="needs tasks with criteria"):
            await comparing.run(Protocol.RACE, (system("a", GOOD, 1), system("b", GOOD, 1)), bare)
