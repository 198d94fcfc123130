"""DeepResearch Bench: prompts, and criteria in four weighted dimensions (RACE)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stepresearch.evals.judger.rubric import Criterion, criterion
from stepresearch.evals.tasks.records import Record, one_file, records_of, unique
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.text.language.language import detect_language
from stepresearch.tools.errors import ConfigError

HINT = "It is Ayanami0730/deep_research_bench on GitHub: data/criteria_data/criteria.jsonl and data/prompt_data/query.jsonl."


def load_deepresearch_bench(path: Path) -> TaskSet:
    """Load DeepResearch Bench (arXiv 2506.11763): `criteria.jsonl`, and `query.jsonl` for topic and language where it is there.

    A criterion's weight is its share of the whole: that within its dimension times that of the dimension.

    Raises:
        ConfigError: The data cannot be used.
    """
    file = one_file(path, "criteria.jsonl", "data/criteria_data/criteria.jsonl", hint=HINT)
    queries = _queries(path if path.is_dir() else path.parent)
    tasks = unique((_task(one, queries) for one in records_of(file)), lambda task: task.task_id, str(file))
    return TaskSet("drb", "DeepResearch Bench", tasks, "Apache 2.0")


def _queries(folder: Path) -> dict[str, dict[str, Any]]:
    places = (folder / "query.jsonl", folder / "data" / "prompt_data" / "query.jsonl")
    file = next((place for place in places if place.is_file()), None)
    return {one.id("id"): one.value for one in records_of(file)} if file else {}


def _task(record: Record, queries: dict[str, dict[str, Any]]) -> Task:
    prompt, task_id = record.get("prompt", str), record.id("id")
    query = queries.get(task_id, {})
    shares = record.get("dimension_weight", dict)
    criteria = tuple(_criteria(record, shares))
    language = str(query.get("language") or detect_language(prompt))
    return Task(
        task_id, language, prompt, criteria, {"topic": query.get("topic", ""), "dimension_weight": shares}
    )


def _criteria(record: Record, shares: dict[str, Any]) -> Iterator[Criterion]:
    dimensions = record.get("criterions", dict)
    if dimensions.keys() != shares.keys():
        raise ConfigError(
            f"{record.origin}: the dimensions {sorted(dimensions)} and their weights {sorted(shares)} differ."
        )
    for dimension, entries in dimensions.items():
        whole = sum(entry.get("weight", 0) for entry in entries)
        if not whole > 0:
            raise ConfigError(f"{record.origin}: the weights of {dimension!r} add up to {whole}.")
        for number, entry in enumerate(entries, 1):
            inner = Record(entry, f"{record.origin}, {dimension} {number}")
            share = shares[dimension] * inner.number("weight") / whole
            yield criterion(
                f"{dimension}-{number}",
                inner.get("criterion", str),
                share,
                axis=dimension,
                explanation=str(entry.get("explanation", "")),
            )
