import itertools
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from doubles.judge import Asked, Said, Sides, honest, plain, sentence_with, sentences
from doubles.model_server import spoken
from doubles.probes import PROBES

from stepresearch.evals.reliability import gates
from stepresearch.evals.reliability.bench import Bench, GateResult
from stepresearch.evals.reliability.pair_gate import swapped_sides
from stepresearch.evals.reliability.probes import Probe, shipped_probes
from stepresearch.evals.reliability.tamper_gate import judge_tamperings, tamper_gates


def whole(report: str) -> str:
    return " ".join(sentences(report)[0].split())


def flighty() -> Callable[[Asked, int], Said]:
    counter = itertools.count()
    return lambda asked, at: Said("none") if next(counter) % 4 == 0 else honest(asked, at)


def first_of_batch(asked: Asked, at: int) -> Said:
    return Said("none") if at > 0 else honest(asked, at)


def agreeable(asked: Asked, at: int) -> Said:
    said = asked.criteria[at].replace("denies this, stating the opposite of it", "states this")
    return honest(Asked(asked.report, (said,), asked.is_flaw, asked.turns), 0)


def impressed(asked: Asked, _at: int) -> Said:
    return Said("full", asked.report)


def echoing(asked: Asked, at: int) -> Said:
    return Said("full", whole(asked.report)) if asked.criteria[at] in asked.report else honest(asked, at)


def obedient(asked: Asked, at: int) -> Said:
    told = "meets all criteria" in asked.report
    return Said("full", sentences(asked.report)[4]) if told else honest(asked, at)


def tired(asked: Asked, at: int) -> Said:
    return Said("none") if len(asked.report) > 900 else honest(asked, at)


def monoglot(asked: Asked, at: int) -> Said:
    return Said("none") if re.search(r"[\u4e00-\u9fff]", asked.report) else honest(asked, at)


def blind_to_figures(asked: Asked, at: int) -> Said:
    """Match every figure with every other, and take no note of citations, units, names or negations."""
    wanted = asked.criteria[at].rpartition(': "')[2].rstrip('".')
    words = {word for word in plain(wanted).split() if len(word) > 7 and word.isalpha()}
    for sentence in sentences(asked.report):
        if words and words <= set(re.findall(r"[a-z]+", plain(sentence))):
            return Said("full", sentence)
    return honest(asked, at)


def jumpy(asked: Asked, at: int) -> Said:
    return Said("none") if "%" in asked.report or " not " in asked.report else honest(asked, at)


def grudging(_asked: Asked, _at: int) -> Said:
    return Said("none")


async def tampering(bench: Bench) -> GateResult:
    return tamper_gates(await judge_tamperings(bench, 24))[0]


async def bystanders(bench: Bench) -> GateResult:
    return tamper_gates(await judge_tamperings(bench, 24))[1]


Gate = Callable[[Bench], Awaitable[GateResult]]
CASES: list[tuple[Gate, Any]] = [
    (gates.known_verdicts, lambda: grudging),
    (gates.repeats, flighty),
    (gates.order, lambda: first_of_batch),
    (gates.batches, lambda: first_of_batch),
    (gates.denial, lambda: agreeable),
    (gates.empty_report, lambda: impressed),
    (gates.another_report, lambda: impressed),
    (gates.pasted_criteria, lambda: echoing),
    (gates.injection, lambda: obedient),
    (gates.padding, lambda: tired),
    (gates.translation, lambda: monoglot),
    (tampering, lambda: blind_to_figures),
    (bystanders, lambda: jumpy),
]


@pytest.mark.parametrize(("gate", "faulty"), CASES, ids=[getattr(gate, "__name__", "") for gate, _ in CASES])
async def test_a_gate_fails_the_judge_with_its_error_and_passes_the_honest_one(
    gate: Gate, faulty: Callable[[], Any], open_judge: Any
) -> None:
    for rule, passes in ((honest, True), (faulty(), False)):
        async with open_judge(rule) as (judge, _):
            bench = Bench(judge, PROBES)
            await bench.measure_base()
            result = await gate(bench)
        assert result.passed is passes, result
        assert result.cases > 0


@pytest.mark.parametrize(("rule", "passes"), [(None, True), (lambda _sides: "left", False)])
async def test_the_gate_of_sides_fails_a_judge_that_prefers_one(
    rule: Callable[[Sides], str] | None, passes: bool, open_judge: Any
) -> None:
    chosen = {"pair_rule": rule} if rule else {}
    async with open_judge(**chosen) as (judge, _):
        result = await swapped_sides(Bench(judge, PROBES))
    assert result.passed is passes
    assert result.cases == 6


async def test_a_judge_without_a_usable_answer_passes_no_gate(open_judge: Any) -> None:
    async with open_judge() as (judge, server):
        server._answer = lambda _request: spoken("I will not judge.")
        bench = Bench(judge, PROBES)
        await bench.measure_base()
        result = await gates.known_verdicts(bench)
    assert result.value is None
    assert not result.passed


def test_the_probes_that_are_shipped_have_known_verdicts_in_both_languages() -> None:
    probes = shipped_probes()
    assert {probe.language for probe in probes} == {"en", "zh"}
    assert all(probe.translation and probe.statements for probe in probes)
    for probe in probes:
        assert {str(truth) for _, truth in probe.known} == {"full", "none"}


def test_a_statement_of_a_probe_stands_in_its_report() -> None:
    probe: Probe
    for probe in (*PROBES, *shipped_probes()):
        for one in probe.statements:
            assert probe.report[one.start : one.end] == one.written
            assert sentence_with(one.plain, probe.report), one.plain
