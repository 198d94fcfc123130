"""The outline of the report, with the headings of the plan."""

from stepresearch.nodes.report import headed
from stepresearch.nodes.state.schema import SectionPlan, Task

ASKED = "What did the bridge cost?"


def outline(title: str) -> list[SectionPlan]:
    return [SectionPlan(section_id="X1", title=title, task_ids=["T1"], finding_ids=[])]


def tasks(title: str) -> list[Task]:
    return [Task(task_id="T1", title=title, question=ASKED, queries=[], settled=False)]


def test_a_section_has_the_heading_of_its_part_and_keeps_its_question() -> None:
    (section,) = headed(outline(ASKED), tasks("cost of the bridge"))
    assert (section["title"], section.get("question")) == ("Cost of the bridge", ASKED)


def test_without_a_heading_the_question_heads_the_section() -> None:
    assert headed(outline(ASKED), tasks("")) == outline(ASKED)


def test_a_section_that_the_question_prescribes_keeps_its_title() -> None:
    assert headed(outline("Costs"), tasks("Cost of the bridge")) == outline("Costs")
