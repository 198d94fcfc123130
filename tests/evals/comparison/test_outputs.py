import json
from pathlib import Path
from typing import Any

import pytest

from stepresearch.evals.comparison.outputs import load_outputs, outputs_of
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.errors import ConfigError

PROMPT = "What did the Alder Bridge cost?"
TASKS = (Task("7", "en", PROMPT), Task("8", "en", "When did it open?"))
TEXT = "The bridge cost 4.2 million crowns."
STREAM = "\n\n".join(
    f"event: message_chunk\ndata: {json.dumps({'agent': agent, 'content': content})}"
    for agent, content in (("planner", "A plan."), ("reporter", "The bridge cost "), ("reporter", "4.2 million crowns."))
)  # fmt: skip

FORMS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "text": ("7.md", TEXT, {}),
    "DeepResearch Bench": ("out.jsonl", {"id": 7, "prompt": PROMPT, "article": TEXT}, {}),
    "StepDeepResearch": (
        "7.json",
        {"task_id": "7", "prompt": PROMPT, "output": {"final_answer": TEXT}, "metadata": {"duration_seconds": 81.5}},
        {"seconds": 81.5},
    ),
    "gpt-researcher": (
        "task_1_alder.json",
        {"timestamp": "x", "events": [], "content": {"query": PROMPT, "report": TEXT, "costs": 0.11}},
        {"price": 0.11},
    ),
    "open_deep_research": (
        "state.json",
        {"messages": [{"type": "human", "content": PROMPT}], "final_report": TEXT},
        {},
    ),
    "deer-flow": ("state.json", {"research_topic": PROMPT, "final_report": TEXT}, {}),
    "stepresearch": (
        "run.json",
        {"question": PROMPT, "report": {"markdown": TEXT}, "spent": {"seconds": 30.0, "prompt_tokens": 900}},
        {"seconds": 30.0, "prompt_tokens": 900},
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_output_of_a_system_becomes_a_report_on_its_task(form: str, tmp_path: Path) -> None:
    name, content, usage = FORMS[form]
    (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
    assert [one.form for one in outputs_of(tmp_path)] == [form]
    report = load_outputs(tmp_path, TASKS)["7"]
    assert (report.text, report.usage) == (TEXT, usage)


def test_the_event_stream_of_deer_flow_is_put_together(tmp_path: Path) -> None:
    (tmp_path / "7.txt").write_text(STREAM)
    assert load_outputs(tmp_path, TASKS)["7"].text == TEXT


def test_the_usage_beside_a_report_is_read(tmp_path: Path) -> None:
    (tmp_path / "idx-7.md").write_text(TEXT)
    (tmp_path / "idx-7.usage.json").write_text('{"seconds": 12, "status": "ok", "completion_tokens": 40}')
    assert load_outputs(tmp_path, TASKS)["7"].usage == {"seconds": 12, "completion_tokens": 40}


def test_an_answer_that_a_system_never_gave_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "7.json").write_text('{"task_id": "7", "prompt": "", "output": {"final_answer": null}}')
    (tmp_path / "8.md").write_text(TEXT)
    assert set(load_outputs(tmp_path, TASKS)) == {"8"}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"other.md": TEXT}, "no report on any of the 2 tasks"),
        ({"7.md": TEXT, "b.jsonl": json.dumps({"id": 7, "article": TEXT})}, "two reports on the task '7'"),
        ({"7.json": "{"}, "is no JSON"),
    ],
)
def test_a_folder_that_cannot_be_used_is_told(files: dict[str, str], told: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError, match=told):
        load_outputs(tmp_path, TASKS)
