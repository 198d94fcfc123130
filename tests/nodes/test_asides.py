import pytest

from stepresearch.nodes.asides import doubt, gives_other_value, other_value, without_doubts


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
@pytest.mark.parametrize("resolution", ["open", "newer", "primary"])
def test_a_doubt_can_be_taken_out_again(language: str, resolution: str) -> None:
    assert (
        without_doubts(f"It cost 41 million{doubt(language, resolution)} in 2019.")
        == "It cost 41 million in 2019."
    )


def test_brackets_of_the_writer_stay() -> None:
    assert without_doubts("It cost 41 million (about 5 a head).") == "It cost 41 million (about 5 a head)."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_aside_with_the_other_value_is_known_as_one(language: str) -> None:
    assert gives_other_value(other_value(language, "open", "48 million (2020)").strip())


def test_a_sentence_that_says_more_is_no_aside() -> None:
    assert not gives_other_value("(Another source gives 48 million.) It is the auditor's.")
    assert not gives_other_value("Another source gives 48 million.")
