from typing import Any

import pytest

from stepresearch.nodes.citations.marks import (
    before_stops,
    citable,
    cited_ids,
    replace_marks,
    sentences_with_ids,
    with_warnings,
    without_marks,
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("It cost 4 [S1.2].", ["S1.2"]),
        ("It cost 4 (S1.2).", ["S1.2"]),
        ("It cost 4【S1.2】.", ["S1.2"]),
        ("它花费四亿（S1.2）。", ["S1.2"]),
        ("It cost 4 [S1.2, S3.4; S5].", ["S1.2", "S3.4", "S5"]),
        ("它花费四亿[S1.2、S3.4]。", ["S1.2", "S3.4"]),
        ("It cost 4 [S1.2][S3.4] [S1.2].", ["S1.2", "S3.4"]),
        ("It cost 4 [ S1.2 ].", ["S1.2"]),
        ("It cost 4 [1], S1.2 and [S].", []),
        ("[Section 3.2] says so [T1.2].", []),
    ],
)
def test_ids_are_found_in_all_brackets_that_models_write(text: str, ids: list[str]) -> None:
    assert cited_ids(text) == ids


def test_words_without_their_citations_are_what_was_said() -> None:
    assert without_marks("It cost 4 [S1.2][S3] million (S4.1).") == "It cost 4 million."
    assert without_marks("它花费四亿【S1.2】。") == "它花费四亿。"


def test_a_run_of_citations_is_replaced_once_with_the_words_before_it() -> None:
    seen: list[tuple[list[str], str]] = []

    def render(ids: list[str], words: str) -> str:
        seen.append((ids, words))
        return "*"

    assert replace_marks("One [S1] [S2.1]. Two [S3].", render) == "One*. Two*."
    assert seen == [(["S1", "S2.1"], "One"), (["S3"], ". Two")]


def test_each_sentence_has_its_own_citations_wherever_they_stand() -> None:
    text = "# Heading [S9]\nOne [S1.1]. Two. [S2.1] Three [S3.1, S4.1].\n它花费四亿。[S5.1]没有更多。"
    found = [(one.text, one.ids) for one in sentences_with_ids(before_stops(text))]
    assert found == [
        ("One.", ("S1.1",)),
        ("Two.", ("S2.1",)),
        ("Three.", ("S3.1", "S4.1")),
        ("它花费四亿。", ("S5.1",)),
        ("没有更多。", ()),
    ]


@pytest.mark.parametrize("text", ["It cost 4 [S1.1]. It is old.", "It cost [S1.1] 4 [S2.1]. It is old."])
def test_a_warning_stands_within_the_sentence_that_is_doubted_and_no_other(text: str) -> None:
    warned = with_warnings(text, {"It cost 4."})
    assert warned == text.replace(". It is", " ⚠. It is")


def test_a_warning_leaves_lines_and_their_spaces_as_they_are() -> None:
    text = "- “One.” [S1.1]  \n  *about*\n\n- “Two.” [S2.1]"
    assert with_warnings(text, {"nothing of it"}) == text


def test_what_was_neither_shown_nor_found_cannot_be_cited() -> None:
    state: Any = {
        "passages": {"S1.1": {}, "S1.2": {}, "S2.1": {}},
        "shown": ["S1.1"],
        "findings": {"F1": {"passage_ids": ["S2.1"]}},
    }
    assert list(citable(state)) == ["S1.1", "S2.1"]


def test_a_warning_belongs_to_its_own_sentence() -> None:
    assert with_warnings("它很贵。Bouvier 很忙。", {"它很贵。"}) == "它很贵 ⚠。Bouvier 很忙。"
