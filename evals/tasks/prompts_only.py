"""Sets of prompts without criteria: their reports are compared with each other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from stepresearch.evals.tasks.deepresearch_bench import load_deepresearch_bench
from stepresearch.evals.tasks.records import Record, one_file, records_of, unique
from stepresearch.evals.tasks.task import Task, TaskSet
from stepresearch.text.language.language import detect_language
from stepresearch.tools.errors import ConfigError

ADR_HINT = "Give a folder with drb/ (DeepResearch Bench), mirobench_text.json (MiroEval), or both."


def load_miro_eval(path: Path) -> TaskSet:
    """Load the text prompts of MiroEval (MiroMindAI, Apache 2.0).

    Raises:
        ConfigError: The data cannot be used.
    """
    names = ("mirobench_text.json", "rubrics/mirobench_text.json")
    file = one_file(path, *names, hint="It is MiroMindAI/MiroEval on GitHub: mirobench_text.json.")
    tasks = unique((_miro_task(one) for one in records_of(file)), lambda task: task.task_id, str(file))
    return TaskSet("miroeval", "MiroEval", tasks, "Apache 2.0")


def load_adr(path: Path) -> TaskSet:
    """Load real Chinese prompts for the protocol of ADR-Bench (arXiv 2512.20491, section 6), whose own were never released.

    Raises:
        ConfigError: The folder has neither set, or no Chinese prompt.
    """
    return TaskSet(
        "adr", "ADR protocol over Chinese prompts", unique(_adr(path), lambda task: task.task_id, str(path))
    )


def _adr(path: Path) -> Iterator[Task]:
    has_drb = any((path / name).is_file() for name in ("drb/criteria.jsonl", "criteria.jsonl"))
    has_miro = any((path / name).is_file() for name in ("mirobench_text.json", "rubrics/mirobench_text.json"))
    if not has_drb and not has_miro:
        raise ConfigError(f"{str(path)!r} holds no prompts for ADR.", hint=ADR_HINT)
    if has_drb:
        bench = load_deepresearch_bench(path / "drb" if (path / "drb").is_dir() else path)
        yield from (
            Task(f"drb-{one.task_id}", one.language, one.prompt, meta={"domain": one.meta["topic"]})
            for one in bench.tasks
            if one.language == "zh"
        )
    if has_miro:
        yield from (
            replace(one, task_id=f"miro-{one.task_id}")
            for one in load_miro_eval(path).tasks
            if one.language == "zh"
        )


def _miro_task(record: Record) -> Task:
    prompt = record.get("rewritten_query", str)
    told = record.value.get("annotation") or {}
    return Task(
        record.id("id"),
        str(told.get("language") or detect_language(prompt)),
        prompt,
        meta={"domain": str(told.get("domain", "")), "category": str(told.get("category", ""))},
    )
