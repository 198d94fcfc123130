"""DeepResearch Bench II: criteria taken from an expert's article, which the report itself must not use."""

from collections.abc import Iterator
from pathlib import Path

from stepresearch.evals.judger.rubric import Criterion, criterion
from stepresearch.evals.tasks.records import Record, one_file, records_of, unique
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.text.language.language import detect_language

HINT = "It is imlrz/DeepResearch-Bench-II on GitHub: tasks_and_rubrics.jsonl."


def load_deepresearch_bench_2(path: Path) -> TaskSet:
    """Load DeepResearch Bench II (arXiv 2601.08536).

    Each criterion is worth 1 where it is met, 0 where it is not, and -1 where it is met by a source that is blocked; the score
    is the share of 1. `meta["blocked_urls"]` has the blocked addresses.

    Raises:
        ConfigError: The data cannot be used.
    """
    file = one_file(path, "tasks_and_rubrics.jsonl", hint=HINT)
    tasks = unique((_task(one) for one in records_of(file)), lambda task: task.task_id, str(file))
    return TaskSet("drb2", "DeepResearch Bench II", tasks, "by task")


def _task(record: Record) -> Task:
    prompt = record.get("prompt", str)
    content = Record(record.get("content", dict), f"{record.origin}, content")
    rubric = Record(content.get("rubric", dict), f"{content.origin}, rubric")
    blocked = content.value.get("blocked") or {}
    urls = [str(url) for url in blocked.get("urls") or []]
    meta = {
        "topic": record.value.get("theme", ""),
        "licence": record.value.get("license", ""),
        "blocked_urls": urls,
    }
    language = str(record.value.get("language") or detect_language(prompt))
    return Task(record.id("idx", "id"), language, prompt, tuple(_criteria(rubric)), meta)


def _criteria(rubric: Record) -> Iterator[Criterion]:
    for dimension in rubric.value:
        for number, text in enumerate(rubric.get(dimension, list), 1):
            inner = Record({"text": text}, f"{rubric.origin}, {dimension} {number}")
            yield criterion(f"{dimension}-{number}", inner.get("text", str), 1, axis=dimension)
