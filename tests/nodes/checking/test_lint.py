"""What is wrong with a written text whatever its passages say."""

import pytest

from stepresearch.nodes.checking.lint import form_faults

CITED = "乐队于1996年在伦敦组建 [S4.1]。"
ENGLISH = "The song was played on the radio with Lamacq on 19 April 2005, the day of its release."


def test_a_figure_without_a_source_is_named() -> None:
    uncited = "The band has sold over 100 million records."
    assert form_faults(f"It is British [S1.1]. {uncited}", "en") == [f"No source is cited: {uncited}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The cost is disputed.",
        "It began in 2019.",
        "The sources do not say what the 28 trips cost.",
        "It cost 41 million euros [S1.1].",
    ],
)
def test_a_sentence_without_a_figure_or_with_a_source_or_on_what_is_not_known_is_none(sentence: str) -> None:
    assert form_faults(sentence, "en") == []


def test_a_sentence_in_another_language_is_named() -> None:
    (fault,) = form_faults(f"{CITED}\n\n{ENGLISH[:-1]} [S2.1].", "zh")
    assert fault == f"It is written in English, and Chinese was asked for: {ENGLISH}"


def test_a_quotation_may_be_in_any_language() -> None:
    assert form_faults(f"专辑说明写道：“{ENGLISH}” [S2.1]。", "zh") == []


def test_a_text_full_of_faults_names_a_few() -> None:
    text = " ".join(f"It sold {count} million records." for count in range(20, 40))
    assert len(form_faults(text, "en")) == 4


def test_a_sentence_with_two_faults_is_named_once() -> None:
    assert len(form_faults("The band has sold over 100 million records in all of the world.", "zh")) == 1
