"""The result of an evaluation as JSON, for programs and for looking each verdict up."""

from dataclasses import asdict
from typing import Any

from stepresearch.evals.evaluation import Evaluation, TaskResult
from stepresearch.evals.judger.score import Score, scores_by_axis
from stepresearch.evals.judger.verdicts import Judgement

FORMAT = 1


def as_json(result: Evaluation) -> dict[str, Any]:
    """Return a result with every judgement, JSON-able."""
    low, high = result.sampling_interval
    return {
        "format": FORMAT,
        "title": result.title,
        "mapping": str(result.mapping),
        "judge": asdict(result.judge),
        "trust": result.trust,
        "score": _score(result.score),
        "interval_95": [low, high],
        "axes": {
            axis: {**_score(score), "tasks": count} for axis, (score, count) in result.by_axis().items()
        },
        "tasks": [_task(one, result) for one in result.tasks],
        "without_report": list(result.without_report),
        "spent": asdict(result.spent),
        "saved": asdict(result.saved),
        "price": result.price,
    }


def _task(one: TaskResult, result: Evaluation) -> dict[str, Any]:
    return {
        "task_id": one.task.task_id,
        "language": one.task.language,
        "prompt": one.task.prompt,
        "meta": dict(one.task.meta),
        "score": _score(one.score),
        "axes": {
            axis: _score(score)
            for axis, score in scores_by_axis(one.task.criteria, one.samples[0], result.mapping).items()
        },
        "criteria": [
            {
                "criterion_id": criterion.criterion_id,
                "text": criterion.text,
                "weight": criterion.weight,
                "kind": str(criterion.kind),
                "axis": criterion.axis,
                "judgements": [_judgement(sample[number]) for sample in one.samples],
            }
            for number, criterion in enumerate(one.task.criteria)
        ],
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        "value": score.value,
        "lowest": score.lowest,
        "highest": score.highest,
        "missing": score.missing,
        "fatal": score.is_fatal,
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    told = asdict(judgement)
    told.pop("criterion_id")
    return {name: value for name, value in told.items() if value not in ((), "", False)}
