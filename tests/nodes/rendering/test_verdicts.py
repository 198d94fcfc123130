"""Which sentences of a report rest on a disputed claim."""

from typing import Any, cast

import pytest

from stepresearch.nodes.rendering.verdicts import Disputes
from stepresearch.nodes.state.schema import Check, ResearchState

CLAIMS = {
    "F1": ("We forecast a cost at completion of €52.6 million.", "S2.5", "contested"),
    "F2": ("We estimate that the programme will cost €58.3 million at completion.", "S4.3", "contested"),
    "F3": ("The ship displaced 1.19 million litres of diesel.", "S9.2", "resolved"),
    "F4": ("The ferry saved 1.9 million litres of diesel.", "S13.1", "contested"),
}
SIDES = (("open", "€52.6 million", "F1", "€58.3 million", "F2"),)
SETTLED = (("primary", "1.19 million litres", "F3", "1.9 million litres", "F4"),)


def disputes() -> Disputes:
    findings = {
        key: {"claim": said, "quote": said, "passage_ids": [own]} for key, (said, own, _) in CLAIMS.items()
    }
    disagreements: list[Any] = [
        {"resolution": how, "sides": [_side(a, first), _side(b, second)]}
        for how, a, first, b, second in (*SIDES, *SETTLED)
    ]
    claims = [{"finding_ids": [key], "verdict": verdict} for key, (_, _, verdict) in CLAIMS.items()]
    state = {"findings": findings, "ledger": {"claims": claims, "disagreements": disagreements}}
    return Disputes(cast("ResearchState", state))


def _side(value: str, finding_id: str) -> dict[str, Any]:
    return {"value": value, "finding_ids": [finding_id]}


def rests(sentence: str, *passage_ids: str, quote: str = "Something else.", cited: str = "") -> bool:
    check = cast("Check", {"sentence": sentence, "passage_ids": list(passage_ids), "quote": quote})
    return disputes().are_under(check, [cited] if cited else passage_ids)


@pytest.mark.parametrize(
    ("sentence", "passage_ids"),
    [
        ("It asks for €6.4 million and forecasts €52.6 million.", ("S2.4", "S2.5")),
        ("The programme will cost €58.3 million at completion.", ("S15.1",)),
        ("A wire report gives 1.9 million litres.", ("S13.1",)),
    ],
)
def test_a_sentence_with_the_value_of_a_disputed_side_rests_on_it_whatever_is_quoted(
    sentence: str, passage_ids: tuple[str, ...]
) -> None:
    assert rests(sentence, *passage_ids)


@pytest.mark.parametrize(
    ("sentence", "passage_ids"),
    [
        ("The study gives 1.19 million litres.", ("S9.2",)),
        ("The arm costs €0.7 million.", ("S2.5",)),
        ("Fish worth €52.6 million were landed.", ("S6.1",)),
        ("It costs €152.6 million.", ("S2.5",)),
    ],
)
def test_a_sentence_with_another_value_or_on_another_thing_does_not(
    sentence: str, passage_ids: tuple[str, ...]
) -> None:
    assert not rests(sentence, *passage_ids)


def test_a_sentence_whose_quotation_is_disputed_rests_on_it() -> None:
    assert rests("It is dear.", "S2.5", quote=CLAIMS["F1"][0])


def test_of_several_citations_the_one_that_gives_the_value_is_meant() -> None:
    told = "It asks for €6.4 million and forecasts €52.6 million."
    assert rests(told, "S2.5", "S2.6", cited="S2.5")
    assert not rests(told, "S2.5", "S2.6", cited="S2.6")
