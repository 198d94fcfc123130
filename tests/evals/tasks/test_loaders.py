import json
from pathlib import Path
from typing import Any

import pytest

from stepresearch.evals.judger.verdicts import Kind
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.tools.errors import ConfigError

RUBRICS: list[dict[str, Any]] = [
    {"criterion": "Names the cost.", "weight": 5.0, "axis": "Explicit Criteria"},
    {"criterion": "Is vague.", "weight": -3.0, "axis": "Communication Quality"},
    {"criterion": "Has a date.", "weight": 0.0, "axis": "Implicit Criteria"},
]
CHECKLIST = {
    "id": 7,
    "question": "What did the bridge cost?",
    "checklist": [
        {"id": n, "item": one["criterion"], "weight": one["weight"]} for n, one in enumerate(RUBRICS)
    ],
    "metadata": {"domain": "Transport", "rubrics_original": RUBRICS},
}
BENCH: dict[str, Any] = {
    "id": 3,
    "prompt": "桥梁的造价是多少？",
    "dimension_weight": {"insight": 0.6, "readability": 0.4},
    "criterions": {
        "insight": [{"criterion": "Explains why.", "explanation": "With causes.", "weight": 1.0}],
        "readability": [
            {"criterion": "Is clear.", "weight": 0.75},
            {"criterion": "Has headings.", "weight": 0.25},
        ],
    },
}
BENCH_2: dict[str, Any] = {
    "id": "task7",
    "idx": 1,
    "language": "zh",
    "theme": "Finance",
    "license": "CC BY 4.0",
    "prompt": "请撰写报告。",
    "content": {
        "rubric": {"info_recall": ["States A.", "States B."], "presentation": ["Has a table."]},
        "blocked": {"title": "Article", "urls": ["https://mdpi.example/1529"]},
    },
}
MIRO = [
    {"id": 1, "annotation": {"language": "zh", "domain": "science"}, "rewritten_query": "量子引力是什么？"},
    {"id": 2, "annotation": {"language": "en", "domain": "finance"}, "rewritten_query": "What of inflation?"},
]


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


def test_research_rubrics_gives_each_criterion_its_weight_kind_and_axis(tmp_path: Path) -> None:
    (task,) = load_set("researchrubrics", lines(tmp_path / "ResearchRubrics.jsonl", CHECKLIST).parent).tasks
    assert (task.task_id, task.language, task.meta["domain"]) == ("7", "en", "Transport")
    assert [(one.weight, one.kind, one.axis) for one in task.criteria] == [
        (5, Kind.POSITIVE, "Explicit Criteria"),
        (-3, Kind.NEGATIVE, "Communication Quality"),
        (0, Kind.POSITIVE, "Implicit Criteria"),
    ]


def test_research_rubrics_is_read_as_its_authors_publish_it(tmp_path: Path) -> None:
    row = {"sample_id": "s1", "prompt": "What did the bridge cost?", "rubrics": RUBRICS}
    (task,) = load_set("researchrubrics", lines(tmp_path / "any.jsonl", row)).tasks
    assert task.task_id == "s1"
    assert [one.axis for one in task.criteria] == [one["axis"] for one in RUBRICS]


@pytest.mark.parametrize("name", ["rigorousbench", "researcherbench"])
def test_checklists_without_axes_are_read(tmp_path: Path, name: str) -> None:
    row = {**CHECKLIST, "metadata": {}}
    (task,) = load_set(name, lines(tmp_path / "x.jsonl", row)).tasks
    assert {one.axis for one in task.criteria} == {""}


def test_deepresearch_bench_weighs_a_criterion_by_its_share_of_the_whole(tmp_path: Path) -> None:
    lines(tmp_path / "query.jsonl", {"id": 3, "topic": "Transport", "language": "zh", "prompt": "…"})
    (task,) = load_set("drb", lines(tmp_path / "criteria.jsonl", BENCH).parent).tasks
    assert (task.language, task.meta["topic"]) == ("zh", "Transport")
    assert [one.weight for one in task.criteria] == pytest.approx([0.6, 0.3, 0.1])
    assert task.criteria[0].explanation == "With causes."


def test_deepresearch_bench_2_keeps_what_a_report_must_not_use(tmp_path: Path) -> None:
    (task,) = load_set("drb2", lines(tmp_path / "tasks_and_rubrics.jsonl", BENCH_2)).tasks
    assert [(one.axis, one.weight) for one in task.criteria] == [
        ("info_recall", 1),
        ("info_recall", 1),
        ("presentation", 1),
    ]
    assert (task.task_id, task.meta["blocked_urls"]) == ("1", ["https://mdpi.example/1529"])


def test_adr_takes_the_chinese_prompts_of_both_sets(tmp_path: Path) -> None:
    (tmp_path / "drb").mkdir()
    lines(tmp_path / "drb" / "criteria.jsonl", BENCH, {**BENCH, "id": 4, "prompt": "What did it cost?"})
    (tmp_path / "mirobench_text.json").write_text(json.dumps(MIRO))
    tasks = load_set("adr", tmp_path).tasks
    assert [task.task_id for task in tasks] == ["drb-3", "miro-1"]
    assert all(task.language == "zh" and not task.criteria for task in tasks)


def test_a_folder_of_ones_own_is_a_set(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(
        "prompt: What has the ferry cost?\nrubric:\n  - text: Names the cost.\n    weight: 3\n"
        "  - {text: Is vague., weight: 2, kind: negative}\n"
    )
    (tmp_path / "bridge.json").write_text('{"prompt": "桥？",\n\t"rubric": ["Names the bridge."]}')
    (tmp_path / "notes.txt").write_text("not a task")
    tasks = load_set("own", tmp_path).tasks
    assert [(task.task_id, task.language, len(task.criteria)) for task in tasks] == [
        ("bridge", "zh", 1),
        ("ferry", "en", 2),
    ]


BROKEN = [
    ("researchrubrics", "{", "line 1 is no JSON"),
    ("researchrubrics", "[1]", "line 1 is no JSON object"),
    ("researchrubrics", "", "holds no task"),
    ("researchrubrics", json.dumps(CHECKLIST) + "\n" + json.dumps(CHECKLIST), "two tasks with the id '7'"),
    ("researchrubrics", json.dumps({**CHECKLIST, "question": ""}), "'question' must be a str"),
    ("researchrubrics", json.dumps({**CHECKLIST, "checklist": CHECKLIST["checklist"][:1]}), "1 items, its"),  # type: ignore[index] # - a list
    ("researchrubrics", json.dumps({"id": 1, "prompt": "P?", "rubrics": [{"criterion": "A", "weight": "x"}]}), "must be a number"),
    ("researchrubrics", json.dumps({"id": 1, "prompt": "P?", "rubrics": [{"criterion": "A", "weight": -1}]}), "positive weight"),
    ("drb", json.dumps({**BENCH, "dimension_weight": {"insight": 1}}), "differ"),
    ("drb2", json.dumps({**BENCH_2, "content": 3}), "'content' must be a dict"),
    ("miroeval", json.dumps({"id": 1}), "'rewritten_query'"),
    ("own", "prompt: [", "is no YAML"),
    ("own", "prompt: P?\nrubrik: []", "'rubrik', which is not known"),
    ("own", "prompt: P?\nrubric: []", "holds no rubric"),
    ("own", "- 1", "must hold a task"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), BROKEN, ids=lambda value: str(value)[:30])
def test_data_that_cannot_be_used_is_refused_with_the_place(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    path = tmp_path / "data.txt"
    path.write_text(text)
    with pytest.raises(ConfigError, match=told) as raised:
        load_set(name, path)
    assert "data.txt" in str(raised.value)


def test_an_unknown_set_is_told_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="researchrubrics"):
        load_set("researchrubric", tmp_path)


@pytest.mark.parametrize("name", ["researchrubrics", "drb", "drb2", "miroeval", "adr"])
def test_a_folder_without_the_data_is_told_with_where_it_is_published(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match=r"Give a folder|It is"):
        load_set(name, tmp_path)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ResearchRubrics.jsonl"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(ConfigError, match="not UTF-8"):
        load_set("researchrubrics", path)
