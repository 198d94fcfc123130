from typing import Any

import pytest

from stepresearch.evals.judger.measurable import InLanguage
from stepresearch.evals.judger.rubric import read_rubric
from stepresearch.evals.judger.verdicts import Kind
from stepresearch.tools.errors import ConfigError


def test_a_flaw_may_be_told_by_its_kind_or_by_its_weight() -> None:
    entries = [
        {"text": "Names the cost.", "weight": 3},
        {"text": "Names a wrong year.", "weight": -2},
        {"text": "Praises the builder.", "weight": 2, "kind": "negative"},
    ]
    criteria = read_rubric(entries, "r.yaml")
    assert [(one.weight, one.kind) for one in criteria] == [
        (3, Kind.POSITIVE),
        (-2, Kind.NEGATIVE),
        (-2, Kind.NEGATIVE),
    ]


def test_a_plain_text_is_a_criterion_of_weight_one() -> None:
    (one,) = read_rubric(["Names the cost."], "r.yaml")
    assert (one.criterion_id, one.text, one.weight) == ("c1", "Names the cost.", 1)


def test_what_code_decides_can_be_written_out() -> None:
    (one,) = read_rubric([{"text": "Chinese", "measure": {"kind": "language", "code": "zh"}}], "r.yaml")
    assert one.measurable == InLanguage(code="zh")


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([], "holds no rubric"),
        ({"a": 1}, "holds no rubric"),
        ([{"weight": 1}], "criterion 1: text"),
        ([{"text": "A.", "wieght": 1}], "criterion 1: wieght"),
        ([{"text": "A.", "weight": "much"}], "criterion 1: weight"),
        ([{"text": "A.", "weight": float("nan")}], "not a finite number"),
        ([{"text": "A.", "weight": -1, "kind": "positive"}], "is positive and has the weight -1"),
        ([{"text": "A.", "fatal": True}], "fatal but positive"),
        ([{"id": "x", "text": "A."}, {"id": "x", "text": "B."}], "the id 'x'"),
        ([{"text": "A.", "weight": -1}], "no criterion with a positive weight"),
        ([{"text": "A.", "measure": {"kind": "length"}}], "at_least, at_most or both"),
        ([{"text": "A.", "measure": {"kind": "tone"}}], "measure"),
    ],
)
def test_a_rubric_that_cannot_be_used_is_refused_with_the_place(entries: Any, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as raised:
        read_rubric(entries, "r.yaml")
    assert str(raised.value).startswith("r.yaml")
