"""ResearchRubrics, RigorousBench and ResearcherBench.

Each line is `{id, question, checklist: [{id, item, weight}], metadata}`, the form of BaleChen/Mr-Dre. ResearchRubrics is
also read as its authors publish it: `{sample_id, prompt, rubrics: [{criterion, weight, axis}]}`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stepresearch.evals.judger.rubric import Criterion, check_rubric, criterion
from stepresearch.evals.tasks.records import Record, one_file, records_of, unique
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.text.language.language import detect_language
from stepresearch.tools.errors import ConfigError


def load_research_rubrics(path: Path) -> TaskSet:
    """Load ResearchRubrics (Scale AI, arXiv 2511.07685).

    Raises:
        ConfigError: The data cannot be used.
    """
    hint = "It is published as ScaleAI/researchrubrics on Hugging Face; give its .jsonl file."
    file = one_file(path, "ResearchRubrics.jsonl", "researchrubrics.jsonl", "processed_data.jsonl", hint=hint)
    return TaskSet("researchrubrics", "ResearchRubrics", _tasks(file), "MIT")


def load_rigorous_bench(path: Path) -> TaskSet:
    """Load RigorousBench (arXiv 2510.02190).

    Raises:
        ConfigError: The data cannot be used.
    """
    file = one_file(path, "RigorousBench.jsonl", hint="It is in BaleChen/Mr-Dre on GitHub.")
    return TaskSet("rigorousbench", "RigorousBench", _tasks(file), "MIT")


def load_researcher_bench(path: Path) -> TaskSet:
    """Load ResearcherBench (arXiv 2507.16280).

    Raises:
        ConfigError: The data cannot be used.
    """
    file = one_file(path, "ResearcherBench.jsonl", hint="It is in BaleChen/Mr-Dre on GitHub.")
    return TaskSet("researcherbench", "ResearcherBench", _tasks(file), "MIT")


def _tasks(file: Path) -> tuple[Task, ...]:
    return unique((_task(one) for one in records_of(file)), lambda task: task.task_id, str(file))


def _task(record: Record) -> Task:
    is_original = "rubrics" in record.value
    prompt = record.get("prompt" if is_original else "question", str)
    criteria = tuple(_original(record) if is_original else _checklist(record))
    check_rubric(criteria, record.origin)
    meta = record.value if is_original else dict(record.value.get("metadata") or {})
    told = {name: value for name, value in meta.items() if isinstance(value, str) and name != "prompt"}
    return Task(record.id("id", "sample_id"), detect_language(prompt), prompt, criteria, told)


def _checklist(record: Record) -> Iterator[Criterion]:
    metadata = record.value.get("metadata") or {}
    # The original rows, which alone name the axis, stand in the same order.
    originals: list[dict[str, Any]] = metadata.get("rubrics_original") or []
    entries = record.get("checklist", list)
    if originals and len(originals) != len(entries):
        raise ConfigError(
            f"{record.origin}: the checklist has {len(entries)} items, its original {len(originals)} rubrics."
        )
    for number, entry in enumerate(entries):
        axis = str(originals[number].get("axis", "")) if originals else ""
        yield _criterion(entry, "item", record, str(entry.get("id", number)), axis)


def _original(record: Record) -> Iterator[Criterion]:
    for number, entry in enumerate(record.get("rubrics", list)):
        yield _criterion(entry, "criterion", record, str(number), str(entry.get("axis", "")))


def _criterion(entry: dict[str, Any], member: str, record: Record, criterion_id: str, axis: str) -> Criterion:
    inner = Record(entry, f"{record.origin}, criterion {criterion_id}")
    return criterion(criterion_id, inner.get(member, str), inner.number("weight"), axis=axis)
