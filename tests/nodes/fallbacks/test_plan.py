import pytest

from stepresearch.nodes.fallbacks.plan import draft_plan, wished_tasks
from stepresearch.nodes.planning.question_parts import asked_points

PARTS = [
    ("Who built the bridge?", ["Who built the bridge?"]),
    (
        "What did the Brenna bridge cost, and when did it open?",
        ["What did the Brenna bridge cost", "when did it open?"],
    ),
    (
        "What did it cost; who paid; and why was it late?",
        ["What did it cost", "who paid", "why was it late?"],
    ),
    (
        "What is the status of the cable, which was laid in 2020?",
        ["What is the status of the cable, which was laid in 2020?"],
    ),
    (
        "Write a report on the bridge that covers its cost, its builder, its traffic and the risks.",
        ["its cost", "its builder", "its traffic", "risks"],
    ),
    ("大桥何时开通？由谁建造？", ["大桥何时开通", "由谁建造"]),
    ("布伦纳大桥花费多少，有哪些争议？", ["布伦纳大桥花费多少", "有哪些争议"]),
    ("请写一份关于大桥的报告，包括成本、建造者、交通量和风险。", ["成本", "建造者", "交通量", "风险"]),
    ("bridge", ["bridge"]),
    ("Why?", ["Why?"]),
]


@pytest.mark.parametrize(("question", "parts"), PARTS)
def test_a_question_is_split_along_its_own_words(question: str, parts: list[str]) -> None:
    assert asked_points(question) == parts
    assert [task.question for task in draft_plan(question).tasks] == parts


@pytest.mark.parametrize("question", [question for question, _ in PARTS])
def test_every_part_has_a_query_that_is_not_empty(question: str) -> None:
    assert all(query.strip() for task in draft_plan(question).tasks for query in task.queries)
    assert all(task.queries for task in draft_plan(question).tasks)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What did the Brenna bridge cost, and when did it open?", "Brenna"),
        (
            "Write a report on the bridge that covers its cost, its builder, its traffic and the risks.",
            "bridge",
        ),
        ("请写一份关于大桥的报告，包括成本、建造者、交通量和风险。", "大桥"),
    ],
)
def test_every_first_query_names_the_subject(question: str, subject: str) -> None:
    assert all(subject in task.queries[0] for task in draft_plan(question).tasks)


def test_a_question_of_many_parts_has_seven_tasks_at_most_and_loses_none() -> None:
    question = " ".join(f"What is the role of part {number} of it?" for number in range(12))
    points = asked_points(question)
    assert len(points) == 7
    assert "part 11" in points[-1]


@pytest.mark.parametrize(
    ("wish", "asked"),
    [
        ("Look also at noise", "noise"),
        ("please add something about the noise", "the noise"),
        ("What about repairs?", "repairs?"),
        ("也看看噪音", "噪音"),
        ("repairs since 2020", "repairs since 2020"),
    ],
)
def test_a_wish_is_researched_without_the_words_that_only_ask_for_it(wish: str, asked: str) -> None:
    (task,) = wished_tasks(wish, "What did the Brenna bridge cost?")
    assert task.question == asked
    assert "Brenna" in task.queries[0]


def test_chinese_questions_that_a_pause_mark_parts_are_points_of_their_own() -> None:
    asked = asked_points("青岩镇防洪工程花了多少钱、修了多长堤防、何时完工？")
    assert asked == ["青岩镇防洪工程花了多少钱", "修了多长堤防", "何时完工"]


def test_chinese_things_that_a_pause_mark_parts_stay_one_point() -> None:
    assert asked_points("钢、铝和铜的价格是多少？") == ["钢、铝和铜的价格是多少"]


@pytest.mark.parametrize(
    ("question", "tasks"),
    [
        ("What did the ferry cost, and where do the sources disagree?", ["What did the ferry cost"]),
        ("红隼号的电池容量是多少，各来源是否一致？", ["红隼号的电池容量是多少"]),
        ("Do the sources agree?", ["Do the sources agree?"]),
        (
            "What did the ferry cost, and do reports differ on its noise?",
            ["What did the ferry cost", "do reports differ on its noise?"],
        ),
    ],
)
def test_whether_sources_agree_is_no_task_of_its_own(question: str, tasks: list[str]) -> None:
    assert [task.question for task in draft_plan(question).tasks] == tasks
