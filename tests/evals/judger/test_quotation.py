import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.evals.judger.quotation import find_quotation, occurrences

REPORT = """# Costs

The ferry **cost** 41.5&nbsp;million
euros [1](https://norr.example/a_(b)), [S3.2] said "the harbour board"—far above plan.

| Year | Cost |
| --- | --- |
| 2019 | 41.5 million |

渡轮的造价为４１．５百万欧元，比计划高得多。
"""


@pytest.mark.parametrize(
    "quotation",
    [
        "The ferry cost 41.5 million euros, said “the harbour board” - far above plan.",
        "the FERRY cost 41.5 million euros",
        "The ferry cost … far above plan",
        "The ferry **cost** 41.5 million\neuros [1]",
        "2019 | 41.5 million",
        "渡轮的造价为41.5百万欧元",
        "造价为 ４１．５ 百万",
    ],
)
def test_a_quotation_is_found_however_it_is_typed(quotation: str) -> None:
    assert find_quotation(quotation, REPORT)


@pytest.mark.parametrize(
    "quotation",
    [
        "The ferry cost 415 million euros",
        "The ferry cost 41.5 million dollars",
        "far above plan … The ferry cost",
        "the harbour board denied it",
        "",
        "…",
        "cost",
        "造价",
        "渡轮的造价为41.6百万欧元",
    ],
)
def test_what_the_report_does_not_say_is_not_found(quotation: str) -> None:
    assert find_quotation(quotation, REPORT) is None


def test_the_place_of_a_quotation_is_that_in_the_report_as_it_stands() -> None:
    found = find_quotation("ferry cost 41.5 million euros", REPORT)
    assert found
    assert REPORT[found.start : found.end] == found.text
    assert found.text.startswith("ferry **cost** 41.5")


def test_every_occurrence_of_a_text_is_found() -> None:
    text = "The report states the cost."
    assert len(occurrences(text, f"{text} Other words. The report  *states* the cost.")) == 2


@given(st.text(max_size=200), st.data())
def test_every_slice_long_enough_is_found_and_lies_within_the_report(
    report: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(report)))
    end = data.draw(st.integers(start, len(report)))
    found = find_quotation(report[start:end], report)
    assert found is None or report[found.start : found.end] == found.text


@given(st.lists(st.sampled_from(["ferry", "harbour", "造价", "41.5"]), min_size=6, max_size=30), st.data())
def test_words_in_their_order_are_found_whatever_separates_them(
    words: list[str], data: st.DataObject
) -> None:
    spaces = st.sampled_from([" ", "\n", " **", "_ ", "\u00a0", "  "])
    report = "".join(word + data.draw(spaces) for word in words)
    assert find_quotation(" ".join(words), report)
