from datetime import date

import pytest

from stepresearch.evals.judger.measurable import (
    Dates,
    InLanguage,
    Length,
    Measurable,
    Section,
    Sources,
    Tables,
)
from stepresearch.evals.judger.measurable_text import recognized
from stepresearch.evals.judger.measuring import measure

REPORT = """# Harbour report

## Key risks

The harbour cost 41 million euros in 2019 [1](https://norr.example/a) and opened on 3 May 2020.
See https://norr.example/a and [the minutes](https://council.example/m).

| Year | Cost |
| ---- | ---- |
| 2019 | 41   |
"""


@pytest.mark.parametrize(
    ("measurable", "holds"),
    [
        (InLanguage(code="en"), True),
        (InLanguage(code="zh"), False),
        (Length(at_least=20, at_most=40), True),
        (Length(at_most=10), False),
        (Length(unit="characters", at_least=100, at_most=200), True),
        (Tables(at_least=1), True),
        (Tables(at_least=2), False),
        (Sources(at_least=2, at_most=2), True),
        (Sources(at_least=3), False),
        (Section(title="key  Risks"), True),
        (Section(title="Summary"), False),
        (Dates(earliest=date(2020, 1, 1), latest=date(2020, 12, 31)), True),
        (Dates(earliest=date(2020, 5, 4), latest=date(2021, 12, 31)), False),
        (Dates(earliest=date(2020, 1, 1), latest=date(2020, 12, 31), only=True), False),
        (Dates(earliest=date(2019, 1, 1), latest=date(2020, 12, 31), only=True), True),
    ],
    ids=str,
)
def test_a_report_is_measured_as_its_reader_sees_it(measurable: Measurable, holds: bool) -> None:
    assert measure(measurable, REPORT).holds is holds


def test_a_chinese_character_counts_as_a_word() -> None:
    assert measure(Length(at_least=12, at_most=12), "港口造价为四千一百万欧元。").holds


def test_a_line_of_bars_without_a_head_is_no_table() -> None:
    assert not measure(Tables(at_least=1), "a | b | c\n\nand more").holds


@pytest.mark.parametrize(
    ("text", "measurable"),
    [
        ("The response is written in English.", InLanguage(code="en")),
        ("Is the report written in Chinese?", None),
        ("报告全文使用中文撰写。", InLanguage(code="zh")),
        ("The report does not exceed 1,500 words", Length(at_most=1500)),
        ("The response is under 500 words.", Length(at_most=499)),
        ("The response exceeds 500 words.", Length(at_least=501)),
        ("The response has between 850 and 1100 words.", Length(at_least=850, at_most=1100)),
        ("字数不超过3000字", Length(at_most=3000)),
        ("The response includes a table.", Tables(at_least=1)),
        ("The report cites at least five different sources.", Sources(at_least=5)),
        ("报告至少引用5个来源", None),
        ('The report contains a section titled "Limitations".', Section(title="Limitations")),
    ],
)
def test_a_criterion_that_asks_for_nothing_else_is_recognized(
    text: str, measurable: Measurable | None
) -> None:
    assert recognized(text) == measurable


@pytest.mark.parametrize(
    "text",
    [
        "The response includes a table comparing the costs of each option.",
        "The report cites at least five peer-reviewed sources.",
        "The report cites at least one primary source in English.",
        "The response is written in plain English.",
        "The response contains at most 2,000 words, excluding citations.",
        "The response is written in English and names the cost.",
        "The response uses tables.",
    ],
)
def test_a_criterion_that_asks_for_more_is_left_to_the_judge(text: str) -> None:
    assert recognized(text) is None
