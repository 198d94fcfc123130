import pytest

from stepresearch.nodes.writing.caveat_labels import doubt, without_caveats


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
@pytest.mark.parametrize("resolution", ["open", "newer", "primary"])
def test_a_doubt_can_be_taken_out_again(language: str, resolution: str) -> None:
    assert (
        without_caveats(f"It cost 41 million{doubt(language, resolution)} in 2019.")
        == "It cost 41 million in 2019."
    )


def test_brackets_of_the_writer_stay() -> None:
    assert without_caveats("It cost 41 million (about 5 a head).") == "It cost 41 million (about 5 a head)."
