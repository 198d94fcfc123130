import pytest
from doubles.records import finding

from stepresearch.nodes.state.schema import (
    Brief,
    Disagreement,
    Ledger,
    ResearchState,
    Resolution,
    Side,
    Source,
)
from stepresearch.nodes.writing.caveats import with_caveats
from stepresearch.text.language.sentences import split_sentences

FIRST = "The bridge cost 48 million euros."
SECOND = "The bridge cost 41 million euros."


def disputed(language: str = "en", resolution: Resolution = "open", *more: Disagreement) -> ResearchState:
    sides = [
        Side(value="48 million euros", finding_ids=["F1"], groups=["G1"]),
        Side(value="41 million euros", finding_ids=["F2"], groups=["G2"]),
    ]
    dispute = Disagreement(dispute_id="D1", measure="bridge cost", sides=sides, resolution=resolution)
    return ResearchState(
        brief=Brief(objective="", language=language, scope="", implied=[], answers=[]),
        findings={"F1": finding("F1", FIRST, "S1.1"), "F2": finding("F2", SECOND, "S2.1")},
        sources={"S1": Source(published="2023-01-01"), "S2": Source(published="2019-05-04")},
        ledger=Ledger(groups={}, copies={}, claims=[], disagreements=[dispute, *more]),
    )


def test_a_sentence_that_repeats_a_disputed_figure_says_so_and_names_the_other() -> None:
    told = with_caveats("The bridge cost 41 million euros [S2.1].", disputed())
    assert told == (
        "The bridge cost 41 million euros [S2.1] (disputed). (Another source gives 48 million euros [S1.1].)"
    )


def test_an_older_figure_says_so_in_its_own_sentence_so_that_what_follows_keeps_its_subject() -> None:
    text = "The bridge cost 41 million euros [S2.1]. It carries trams [S2.1]."
    assert with_caveats(text, disputed(resolution="newer")) == (
        "The bridge cost 41 million euros [S2.1] (older figure). (The newer figure is 48 million euros [S1.1].) "
        "It carries trams [S2.1]."
    )


def test_of_several_figures_the_doubt_stands_behind_the_one_it_is_about() -> None:
    text = "The bridge cost 41 million euros [S2.1] and carries 12,000 cars a day [S3.1]."
    told = with_caveats(text, disputed(resolution="newer"))
    assert (
        told == "The bridge cost 41 million euros [S2.1] (older figure) and carries 12,000 cars a day [S3.1]."
    )


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 the bridge cost 41 million euros [S2.1].",
        "By the count of May 2018 it cost 41 million euros.",
    ],
)
def test_a_sentence_that_dates_its_older_figure_is_left_alone(text: str) -> None:
    assert with_caveats(text, disputed(resolution="newer")) == text


def test_a_later_date_does_not_say_that_a_figure_is_older() -> None:
    told = with_caveats("By 2024 the bridge cost 41 million euros [S2.1].", disputed(resolution="newer"))
    assert "(older figure)" in told


@pytest.mark.parametrize(
    "text",
    [
        "The auditor puts it at 48 million euros [S1.1]. However, the bridge cost 41 million euros by its builder [S2.1].",
        "It cost 48 million euros [S1.1], and the bridge cost 41 million euros [S2.1].",
        "The cost of the bridge is disputed. It cost 41 million euros [S2.1].",
    ],
)
def test_nothing_is_added_where_the_other_value_is_set_against_it_or_a_dispute_was_just_told(
    text: str,
) -> None:
    assert with_caveats(text, disputed()) == text


def test_a_figure_that_is_told_as_if_it_held_is_doubted_though_the_paragraph_gave_the_other_one() -> None:
    text = "The auditor puts it at 48 million euros [S1.1]. The bridge cost 41 million euros [S2.1]."
    assert with_caveats(text, disputed(resolution="newer")) == (
        "The auditor puts it at 48 million euros [S1.1]. The bridge cost 41 million euros [S2.1] (older figure)."
    )


def test_a_dispute_about_what_was_said_before_is_none_about_this_figure() -> None:
    text = "This is disputed: a report on the bridge gives 9 lanes. The bridge cost 41 million euros [S2.1]."
    assert "euros [S2.1] (disputed). (Another source" in with_caveats(text, disputed())


def test_a_value_that_the_paragraph_goes_on_to_give_is_not_given_twice() -> None:
    after = "The auditor estimates 48 million euros for it [S3.1]."
    told = with_caveats(f"The bridge cost 41 million euros [S2.1]. {after}", disputed())
    assert told.startswith("The bridge cost 41 million euros [S2.1] (disputed). The auditor estimates")


def test_a_newer_figure_that_is_itself_disputed_is_not_offered() -> None:
    sides = [
        Side(value="48 million euros", finding_ids=["F1"], groups=["G1"]),
        Side(value="52 million euros", finding_ids=["F1"], groups=["G2"]),
    ]
    rival = Disagreement(dispute_id="D2", measure="bridge cost", sides=sides, resolution="open")
    told = with_caveats("The bridge cost 41 million euros [S2.1].", disputed("en", "newer", rival))
    assert told == "The bridge cost 41 million euros [S2.1] (older figure)."


def test_a_sentence_that_says_itself_that_it_is_disputed_is_left_alone() -> None:
    text = "Sources disagree: it cost 41 million or 48 million euros in 2019 [S1.1]."
    assert with_caveats(text, disputed()) == text


def test_a_sentence_on_something_else_is_left_alone() -> None:
    text = "The bridge has 41 lamps [S1.1]. It opened in 2019 [S1.1]."
    assert with_caveats(text, disputed()) == text


def test_the_word_of_doubt_stands_outside_a_quotation() -> None:
    told = with_caveats("“The bridge cost 41 million euros.” [S2.1]", disputed())
    quoted = told[told.index("“") + 1 : told.index("”")]
    assert quoted in SECOND
    assert told.endswith("” [S2.1] (disputed). (Another source gives 48 million euros [S1.1].)")


def test_a_chinese_report_is_told_in_chinese() -> None:
    told = with_caveats("The bridge cost 41 million euros [S2.1].", disputed("zh"))
    assert told.endswith("（存在争议）.（另一来源给出 48 million euros [S1.1]。）")


def test_the_other_value_is_a_sentence_of_its_own() -> None:
    told = with_caveats("The bridge cost 41 million euros [S2.1]. It carries trams [S2.1].", disputed())
    sentences = [told[span.start : span.end] for span in split_sentences(told)]
    assert sentences == [
        "The bridge cost 41 million euros [S2.1] (disputed).",
        "(Another source gives 48 million euros [S1.1].)",
        "It carries trams [S2.1].",
    ]


@pytest.mark.parametrize("subject", ["The shareholders say the bridge", "By a different count the bridge"])
def test_words_that_only_look_like_doubt_are_none(subject: str) -> None:
    told = with_caveats(f"{subject} cost 41 million euros [S2.1].", disputed(resolution="newer"))
    assert "(older figure)" in told


def test_a_longer_number_that_ends_like_the_other_value_does_not_give_it() -> None:
    text = "The bridge cost 41 million euros [S2.1]. The tunnel cost 148 million euros [S3.1]."
    assert "(Another source gives 48 million euros [S1.1].)" in with_caveats(text, disputed())


def test_the_other_value_in_other_words_is_not_given_twice() -> None:
    text = "The bridge cost 41 million euros [S2.1]. Its auditor puts it at €48m [S3.1]."
    told = with_caveats(text, disputed())
    assert told.startswith("The bridge cost 41 million euros [S2.1] (disputed). Its auditor")


@pytest.mark.parametrize("resolution", ["open", "newer", "primary"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_doubted_once_is_not_doubted_again(language: str, resolution: Resolution) -> None:
    state = disputed(language, resolution)
    once = with_caveats("The bridge cost 41 million euros [S2.1]. It carries trams [S2.1].", state)
    assert with_caveats(once, state) == once


def disputing(first: str, second: str, claims: tuple[str, str]) -> ResearchState:
    state = disputed()
    for side, value in zip(state["ledger"]["disagreements"][0]["sides"], (first, second), strict=True):
        side["value"] = value
    for one, claim in zip(state["findings"].values(), claims, strict=True):
        one["claim"] = one["quote"] = claim
    return state


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened to its first cars in May 2019 [S1.1].",
        "The bridge opened to its first cars on 3 May 2019 at a cost of 41 million euros [S1.1].",
    ],
)
def test_a_date_is_never_told_to_be_doubted(text: str) -> None:
    claims = (
        "The bridge opened to its first cars in May 2019.",
        "The bridge opened to its first cars on 30 June 2019.",
    )
    state = disputing("May 2019", "30 June 2019", claims)
    assert with_caveats(text, state) == text


def test_a_sentence_that_repeats_a_dispute_in_words_is_not_given_the_words_of_the_other() -> None:
    claims = (
        "All 13 missing lamps were sold in May 2019.",
        "The bridge has 97 lamps of its own, of which 61 burn.",
    )
    text = "All 13 missing lamps were sold in May 2019 [S1.1]. The bridge has 97 lamps of its own, 61 of which burn."
    assert with_caveats(text, disputing(*claims, claims)) == text


def test_a_sentence_that_holds_the_digits_but_not_the_figure_is_left_alone() -> None:
    claims = "On time were 97.4 percent of the trams.", "On time were 93 percent of the trams."
    text = "Of the trams on time there were 97.4 tonnes [S1.1]."
    assert with_caveats(text, disputing("97.4 percent", "93 percent", claims)) == text


def test_the_earlier_values_of_a_series_are_not_told_to_be_older() -> None:
    state = disputed(resolution="newer")
    state["ledger"]["disagreements"][0]["series"] = True
    text = "The bridge cost 41 million euros [S2.1]."
    assert with_caveats(text, state) == text


def test_in_a_table_the_doubt_stands_behind_the_figure_in_its_cell_and_nothing_behind_the_row() -> None:
    row = "| Bridge cost | 41 million euros | 2019 | [S2.1] |"
    assert with_caveats(row, disputed()) == "| Bridge cost | 41 million euros (disputed) | 2019 | [S2.1] |"


def test_a_row_that_has_both_values_stays_as_it_is() -> None:
    row = "| Bridge cost | 41 million euros | 48 million euros | [S2.1] |"
    assert with_caveats(row, disputed()) == row
