"""Brings what other systems write into one form: a report, the task it answers, and what making it took.

Known are plain Markdown or text, the lines of DeepResearch Bench (`{id, prompt, article}`, which open_deep_research's own
evaluation also writes), the state of open_deep_research and deer-flow (`final_report`), deer-flow's event stream,
gpt-researcher's log (`content: {query, report, costs}`) and StepDeepResearch's runner (`output: {final_answer}`).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stepresearch.evals.reports import ENDINGS, USAGE_ENDING, Report, file_stem
from stepresearch.evals.tasks.records import parsed, read_text
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError

DATA_ENDINGS = (".json", ".jsonl", ".sse")


@dataclass(frozen=True, slots=True)
class Output:
    """What a system wrote on a task.

    Attributes:
        text: The report; empty where it gave none.
        form: Of which system the file is.
        task_id: As the file names it; empty where it does not.
        prompt: The same.
        usage: What making it took, as far as the file says.
    """

    text: str
    form: str
    task_id: str = ""
    prompt: str = ""
    usage: dict[str, Any] = field(default_factory=dict)


def load_outputs(folder: Path, tasks: Sequence[Task]) -> dict[str, Report]:
    """Return the reports of a system on these tasks, matched by id, then by prompt.

    Raises:
        ConfigError: The folder has a report on none of them, two on one, or a file that cannot be read.
    """
    if not folder.exists():
        raise ConfigError(
            f"{str(folder)!r} does not exist.", hint="Name the folder or file with a system's reports."
        )
    by_id = {file_stem(task.task_id): task.task_id for task in tasks}
    by_prompt = {_squeezed(task.prompt): task.task_id for task in tasks}
    found: dict[str, Report] = {}
    for one in outputs_of(folder):
        task_id = by_id.get(file_stem(one.task_id)) or by_prompt.get(_squeezed(one.prompt))
        if task_id is None or not one.text.strip():
            continue
        if task_id in found:
            raise ConfigError(f"{str(folder)!r} has two reports on the task {task_id!r}.")
        found[task_id] = Report(task_id, one.text, one.usage)
    if not found:
        named = ", ".join(f"{stem}.md" for stem in list(by_id)[:3])
        raise ConfigError(
            f"{str(folder)!r} has no report on any of the {len(tasks)} tasks.",
            hint=f"Reports are matched by their file's name ({named}), or by id or prompt inside.",
        )
    return found


def outputs_of(path: Path) -> Iterator[Output]:
    """Yield what a folder or file of a system holds; files of other kinds are passed over.

    Raises:
        ConfigError: A JSON file cannot be read.
    """
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        ending = file.suffix.lower()
        if not file.is_file() or file.name.endswith(USAGE_ENDING):
            continue
        if ending in ENDINGS:
            text = read_text(file)
            yield _event_stream(text, file.stem) or Output(
                text, "text", _stem(file), usage=_usage_beside(file)
            )
        elif ending in DATA_ENDINGS:
            yield from _of_json(file)


def _of_json(file: Path) -> Iterator[Output]:
    text = read_text(file)
    if file.suffix.lower() == ".sse":
        found = _event_stream(text, file.stem)
        yield from [found] if found else []
        return
    if file.suffix.lower() == ".jsonl":
        lines = [
            (line, f"{file}, line {number}")
            for number, line in enumerate(text.split("\n"), 1)
            if line.strip()
        ]
        values = [parsed(line, origin) for line, origin in lines]
    else:
        value = parsed(text, str(file))
        values = value if isinstance(value, list) else [value]
    for one in values:
        found = _known(one, _stem(file))
        if found is not None:
            yield found


def _known(value: Any, stem: str) -> Output | None:
    if not isinstance(value, dict):
        return None
    return next((found for read in _FORMS if (found := read(value, stem)) is not None), None)


def _drb(value: dict[str, Any], _stem: str) -> Output | None:
    if not isinstance(value.get("article"), str):
        return None
    return Output(
        value["article"], "DeepResearch Bench", _text(value, "id"), _text(value, "prompt"), _usage(value)
    )


def _step(value: dict[str, Any], stem: str) -> Output | None:
    output, metadata = value.get("output"), value.get("metadata")
    if not isinstance(output, dict) or "final_answer" not in output:
        return None
    seconds = metadata.get("duration_seconds") if isinstance(metadata, dict) else None
    usage = {**_usage(value), **({"seconds": seconds} if isinstance(seconds, int | float) else {})}
    return Output(str(output["final_answer"] or ""), "StepDeepResearch", _text(value, "task_id") or stem, _text(value, "prompt"), usage)  # fmt: skip


def _gpt_researcher(value: dict[str, Any], stem: str) -> Output | None:
    content = value.get("content") if isinstance(value.get("content"), dict) else value
    assert isinstance(content, dict)
    if not isinstance(content.get("report"), str):
        return None
    usage = _usage(content)
    costs = content.get("costs", content.get("research_costs"))
    if isinstance(costs, int | float) and not isinstance(costs, bool):
        usage["price"] = costs
    return Output(content["report"], "gpt-researcher", stem, _text(content, "query"), usage)


def _final_report(value: dict[str, Any], stem: str) -> Output | None:
    """Read the state of open_deep_research or deer-flow, which name the report alike."""
    inner = value.get("values") if isinstance(value.get("values"), dict) else value
    assert isinstance(inner, dict)
    if not isinstance(inner.get("final_report"), str):
        return None
    form = "deer-flow" if "research_topic" in inner or "plan_iterations" in inner else "open_deep_research"
    prompt = _text(inner, "research_topic") or _first_message(inner)
    return Output(inner["final_report"], form, _text(inner, "id") or stem, prompt, _usage(inner))


def _our_run(value: dict[str, Any], stem: str) -> Output | None:
    report = value.get("report")
    if not isinstance(report, dict) or not isinstance(report.get("markdown"), str):
        return None
    spent = value.get("spent")
    usage = dict(spent) if isinstance(spent, dict) else {}
    return Output(report["markdown"], "stepresearch", stem, _text(value, "question"), usage)


_FORMS: tuple[Callable[[dict[str, Any], str], Output | None], ...] = (
    _our_run,
    _drb,
    _step,
    _gpt_researcher,
    _final_report,
)


def _event_stream(text: str, stem: str) -> Output | None:
    """Read deer-flow's replay: server-sent events, of which the reporter's chunks are the report."""
    if not text.startswith("event: "):
        return None
    chunks: list[str] = []
    for line in text.splitlines():
        if not line.startswith("data: "):
            continue
        try:
            event = json.loads(line.removeprefix("data: "))
        except ValueError:
            continue
        if isinstance(event, dict) and event.get("agent") == "reporter":
            chunks.append(str(event.get("content") or ""))
    return Output("".join(chunks), "deer-flow", stem)


def _first_message(state: dict[str, Any]) -> str:
    messages = state.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return _text(first, "content") if isinstance(first, dict) else ""


_COUNTED = ("seconds", "calls", "prompt_tokens", "cached_tokens", "completion_tokens", "searches", "price")


def _usage(value: dict[str, Any]) -> dict[str, Any]:
    """Return the figures that a file gives in our names, beside the report or under `usage`."""
    inner = value.get("usage")
    told = {**value, **(inner if isinstance(inner, dict) else {})}
    return {
        name: told[name]
        for name in _COUNTED
        if isinstance(told.get(name), int | float) and not isinstance(told.get(name), bool)
    }


def _usage_beside(file: Path) -> dict[str, Any]:
    beside = file.with_name(f"{file.stem}{USAGE_ENDING}")
    if not beside.is_file():
        return {}
    value = parsed(read_text(beside), str(beside))
    return _usage(value) if isinstance(value, dict) else {}


def _stem(file: Path) -> str:
    return file.stem.removeprefix("idx-")


def _text(value: dict[str, Any], name: str) -> str:
    found = value.get(name)
    return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold() or "\0"
