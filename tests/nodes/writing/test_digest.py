"""What of the sections the short answer and the judge are shown."""

import pytest

from stepresearch.nodes.conversation.answer_schemas import SummarySentence
from stepresearch.nodes.state.schema import Section
from stepresearch.nodes.writing.digest import MAX_LINES, section_digest


def lines(text: str) -> list[str]:
    return section_digest([Section(section_id="X1", title="Cost", text=text, by="model")])


def test_a_line_stands_between_its_first_source_and_the_passages_that_its_sentence_cites() -> None:
    assert lines("It cost 47.9 million [S2.4] of 46.2 [S4.1, S4.2].") == [
        "## Cost",
        "[S2] It cost 47.9 million of 46.2. [S2.4, S4.1, S4.2]",
    ]


def test_the_first_sentence_and_what_is_not_known_are_shown_though_they_cite_nothing() -> None:
    text = "One ship sails. It came in 2025 [S2.1]. Some like it. The sources do not say when the other will."
    assert lines(text) == [
        "## Cost",
        "(no source) One ship sails.",
        "[S2] It came in 2025. [S2.1]",
        "(no source) The sources do not say when the other will.",
    ]


@pytest.mark.parametrize(
    "unknown",
    [
        "The sources shown do not say which dates it gave.",
        "The sources give no cost of stopping.",
        "No source shows who is against it.",
        "It is not known when it will end.",
        "The sum could not be found.",
        "来源没有说明索赔的结果。",
        "目前尚不清楚何时完工。",
        "费用未披露。",
    ],
)
def test_what_is_not_known_is_seen_however_it_is_said(unknown: str) -> None:
    assert lines(f"它花费4790万欧元 [S2.4]。居民喜欢它。{unknown}")[2:] == [f"(no source) {unknown}"]


def test_other_sentences_that_cite_nothing_are_left_out() -> None:
    assert (
        len(lines("It cost 4 million [S1.1]. The report names its parts. It is not the first. 船不多。")) == 2
    )


def test_a_sentence_that_leans_on_the_one_before_it_brings_that_along() -> None:
    text = "It costs much. The Trust counts 4.7 million [S2.5]. The Auditor's figure is higher. It includes 3.1 million [S4.3]."
    assert lines(text)[2:] == [
        "[S2] The Trust counts 4.7 million. [S2.5]",
        "(no source) The Auditor's figure is higher.",
        "[S4] It includes 3.1 million. [S4.3]",
    ]


def test_as_many_passages_are_named_as_a_sentence_of_the_short_answer_may_cite() -> None:
    limit = SummarySentence.model_json_schema()["properties"]["passage_ids"]["maxItems"]
    ids = [f"S1.{n}" for n in range(1, limit + 2)]
    assert (
        lines(f"It cost 4 million [{', '.join(ids)}].")[1]
        == f"[S1] It cost 4 million. [{', '.join(ids[:limit])}]"
    )


def test_of_a_long_section_figures_come_first_and_the_unknown_stays() -> None:
    plain = " ".join(f"The {word} is late [S1.1]." for word in ("arm", "grid", "ship", "fence", "store"))
    figures = " ".join(f"Part {n} cost {n} million [S1.{n}]." for n in range(1, 11))
    shown = lines(f"It is late. {plain} {figures} No source gives the sum.")
    assert len(shown) == 1 + MAX_LINES
    assert shown[1] == "(no source) It is late."
    assert shown[-1] == "(no source) No source gives the sum."
    assert all("million" in line for line in shown[2:-1])


def test_without_a_citation_in_any_section_there_is_nothing_to_sum_up() -> None:
    assert lines("The sources do not say.") == []
