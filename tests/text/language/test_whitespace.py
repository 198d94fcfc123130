import re

from stepresearch.text.language.whitespace import folded, spaced_anyhow


def test_words_are_found_across_line_breaks_and_their_signs_are_no_pattern() -> None:
    assert re.search(spaced_anyhow("cost (in all) 4.2"), "It cost\n  (in all)\t4.2 million")
    assert not re.search(spaced_anyhow("cost 4.2"), "It cost 412")


def test_whitespace_is_folded() -> None:
    assert folded("  one\n\t two ") == "one two"
