"""Which claims of the ledger a report shows as its key claims."""

from typing import Any, cast

from stepresearch.nodes.rendering.key_claims import MAX_KEY_CLAIMS, key_claims
from stepresearch.nodes.state.schema import ResearchState

RANKS = {"contested": 2, "resolved": 2, "outdated": 1, "corroborated": 2, "single_source": 1}


def ledger(*claims: tuple[str, str, str], summary: str = "", text: str = "", **more: Any) -> ResearchState:
    """A state with claims (text, passage, verdict), numbered from 1, a short answer and one section."""
    state = {
        "summary": summary,
        "outline": [{"section_id": "X1"}],
        "sections": {"X1": {"text": text}},
        "passages": dict.fromkeys(passage for _, passage, _ in claims),
        "findings": {f"F{n}": {"passage_ids": [passage]} for n, (_, passage, _) in enumerate(claims, 1)},
        "ledger": {
            "disagreements": more.get("disagreements", []),
            "claims": [
                {
                    "claim_id": f"C{n}",
                    "finding_ids": [f"F{n}"],
                    "supported_by": more.get("supported_by", {}).get(n, []),
                    "text": said,
                    "verdict": verdict,
                    "groups": ["G"] * RANKS[verdict],
                }
                for n, (said, _, verdict) in enumerate(claims, 1)
            ],
        },
    }
    return cast("ResearchState", state)


def dispute(resolution: str, *sides: tuple[list[str], int]) -> dict[str, Any]:
    """A disagreement whose sides have these findings and so many independent groups."""
    return {
        "resolution": resolution,
        "sides": [{"finding_ids": own, "groups": ["G"] * count} for own, count in sides],
    }


def chosen(state: ResearchState) -> list[str]:
    return [claim["claim_id"] for claim in key_claims(state)[0]]


TRUST = ("The Trust forecasts 52.6 million euros at completion.", "S2.5", "contested")
AUDITOR = ("The Auditor estimates 58.3 million euros at completion.", "S4.3", "contested")
OLD = ("The programme is estimated at 34.5 million euros.", "S1.5", "outdated")
SPENT = ("By March 2026 the programme had cost 47.9 million euros.", "S2.4", "corroborated")
ASKED = ("The Trust wants 6.4 million euros more from the Council.", "S2.6", "single_source")
WORDS = [
    "alder",
    "birch",
    "cedar",
    "elm",
    "fir",
    "hazel",
    "larch",
    "maple",
    "oak",
    "pine",
    "rowan",
    "spruce",
    "willow",
    "yew",
]
NOISE = ("The noise at the quay was measured by residents.", "S2.6", "corroborated")


def test_of_a_disagreement_there_is_the_side_that_holds() -> None:
    settled = [dispute("newer", (["F2"], 1), (["F1"], 2))]
    assert chosen(ledger(OLD, AUDITOR, disagreements=settled)) == ["C2"]


def test_of_an_open_disagreement_there_is_the_best_supported_side_though_the_text_does_not_cite_it() -> None:
    state = ledger(TRUST, AUDITOR, disagreements=[dispute("open", (["F1"], 1), (["F2"], 2))])
    assert (chosen(state), [one["claim_id"] for one in key_claims(state)[1]]) == (["C2"], ["C1"])


def test_a_claim_that_is_a_side_of_two_disagreements_brings_no_second_side_in() -> None:
    both = [dispute("newer", (["F2"], 1), (["F3"], 1)), dispute("open", (["F1"], 1), (["F2"], 1))]
    assert chosen(ledger(TRUST, AUDITOR, OLD, disagreements=both)) == ["C1"]


def test_a_side_is_told_by_a_sentence_that_stands_alone_and_is_no_row_of_a_table() -> None:
    claims = (
        ("It was 17 March 2025, and the first car aboard was the vet's.", "S20.1", "contested"),
        ("The log has her first passengers on 17 March 2025.", "S7.6", "contested"),
        ("First ship in service | October 2023", "S1.4", "contested"),
    )
    sides = [dispute("open", (["F3"], 3), (["F1", "F2"], 2))]
    assert chosen(ledger(*claims, disagreements=sides)) == ["C2"]


def test_each_figure_of_the_short_answer_has_its_claim_before_others_that_are_better_supported() -> None:
    told = [(f"{word.title()} {word}s {word}ed.", "S2.6", "corroborated") for word in WORDS]
    summary = "It has cost 47.9 million euros [S2.4]; the Trust asks for 6.4 million euros [S2.6]."
    state = ledger(*told, SPENT, ASKED, summary=summary)
    assert len(chosen(state)) == MAX_KEY_CLAIMS
    assert {f"C{len(told) + 1}", f"C{len(told) + 2}"} <= set(chosen(state))


def test_what_the_short_answer_cites_comes_before_what_a_section_cites() -> None:
    told = [(f"Harbour {word}: {n} metres of it.", "S9.1", "corroborated") for n, word in enumerate(WORDS)]
    state = ledger(*told, NOISE, summary="It is loud [S2.6].", text="It is long [S9.1].")
    assert f"C{len(told) + 1}" in chosen(state)
    assert len(chosen(state)) == MAX_KEY_CLAIMS


def test_claims_of_which_the_text_cites_no_passage_are_no_key_claims() -> None:
    assert chosen(ledger(SPENT, NOISE, text="It has cost much [S2.4].")) == ["C1"]
    assert chosen(ledger(SPENT, NOISE, text="Nothing is cited.")) == []


def test_of_claims_that_support_each_other_or_say_the_same_there_is_one() -> None:
    longer = (
        "By March 2026 the programme had cost 47.9 million, more than 46.2 million.",
        "S4.1",
        "single_source",
    )
    text = "It has cost much [S2.4, S4.1, S2.6]."
    assert chosen(ledger(SPENT, longer, text=text)) == ["C1"]
    assert chosen(ledger(SPENT, NOISE, text=text)) == ["C1", "C2"]
    assert chosen(ledger(SPENT, NOISE, text=text, supported_by={2: ["F1"]})) == ["C1"]


def test_a_sentence_that_leans_on_another_goes_where_a_claim_says_the_same() -> None:
    leaning = ("It had cost 47.9 million euros by March 2026, the programme.", "S2.4", "corroborated")
    alone = (SPENT[0], "S2.4", "single_source")
    assert chosen(ledger(leaning, alone, text="It has cost much [S2.4].")) == ["C2"]
    assert chosen(ledger(leaning, text="It has cost much [S2.4].")) == ["C1"]


def test_the_row_of_a_table_is_no_key_claim() -> None:
    row = ("Hulls | 19.8 million | 2023", "S8.5", "corroborated")
    assert chosen(ledger(row, summary="The hulls cost 19.8 million [S8.5].")) == []


def test_the_doubtful_come_first() -> None:
    sides = [dispute("open", (["F2"], 1), (["F3"], 1))]
    state = ledger(
        SPENT, TRUST, AUDITOR, summary="It has cost 47.9 million euros [S2.4].", disagreements=sides
    )
    assert chosen(state) == ["C2", "C1"]


SHIP = ("The ship displaced 1.19 million litres of diesel and used 4.86 GWh of electricity.", "S5.2")
FERRY = "The ferry displaced 1.19 million litres of diesel in the year to 31 March 2026."


def test_the_same_figure_of_the_same_thing_stands_once_though_one_names_the_day() -> None:
    state = ledger((*SHIP, "corroborated"), (FERRY, "S3.2", "corroborated"), text="It sails [S5.2, S3.2].")
    assert len(chosen(state)) == 1


def test_the_same_figure_of_another_year_is_another_claim() -> None:
    other = FERRY.replace("2026", "2025")
    state = ledger((FERRY, "S3.2", "corroborated"), (other, "S5.2", "corroborated"), text="It [S5.2, S3.2].")
    assert len(chosen(state)) == 2


def test_what_was_noted_comes_before_what_is_quoted_and_a_figure_before_none() -> None:
    claims = [
        ("We measured the noise of alder.", "S1.1", "single_source"),
        ("Noise fell by 11 dB at birch.", "S1.2", "single_source"),
        ("The council of elm resolved to wait.", "S1.3", "single_source"),
    ]
    state = ledger(*claims, text="It [S1.1, S1.2, S1.3].")
    state["findings"]["F3"]["verbatim"] = False
    assert chosen(state) == ["C3", "C2", "C1"]
