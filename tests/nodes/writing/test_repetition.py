"""What is said twice in the sections is told once."""

from stepresearch.nodes.writing.repetition import is_mostly_repetition, told_once

COST = "The programme cost €47.9 million [S1.1]."
LATE = "The second ship is late [S1.2]."


def test_a_sentence_repeated_within_a_text_is_told_once() -> None:
    assert told_once({"X1": " ".join([COST] * 12 + [LATE])}) == {"X1": f"{COST} {LATE}"}


def test_a_short_sentence_counts_where_each_character_tells() -> None:
    assert told_once({"X1": "主要风险有三项。主要风险有三项。"}) == {"X1": "主要风险有三项。"}


def test_a_sentence_of_an_earlier_text_is_not_told_again_whatever_it_cites() -> None:
    again = "The programme cost €47.9 million [S9.9]. It may rise. The programme cost €47.9 million."
    assert told_once({"X1": COST, "X2": again}) == {"X1": COST, "X2": "It may rise."}


def test_a_sentence_that_cites_is_not_dropped_for_one_that_does_not() -> None:
    texts = {"X1": f"The programme cost €47.9 million. {LATE}", "X2": COST}
    assert told_once(texts) == texts


def test_a_text_of_which_nothing_would_be_left_stays_and_tells_its_own_once() -> None:
    assert told_once({"X1": f"{COST} {LATE}", "X2": f"{LATE} {LATE}"}) == {"X1": f"{COST} {LATE}", "X2": LATE}


def test_headings_rows_and_short_words_may_stand_twice() -> None:
    text = "### The cost of it\n| Ship one | late |\n| Ship one | late |\nNo. No.\n### The cost of it"
    assert told_once({"X1": text}) == {"X1": text}


def test_an_item_that_repeats_goes_with_its_mark() -> None:
    assert told_once({"X1": f"- {COST}\n- {LATE}\n- {COST}\n\nEnd."}) == {"X1": f"- {COST}\n- {LATE}\n\nEnd."}


def test_a_text_is_mostly_repetition_where_half_of_its_sentences_say_nothing_new() -> None:
    assert is_mostly_repetition("红隼号一年替代柴油119万升 [S7.2]。" * 12)
    assert not is_mostly_repetition(f"{COST} {LATE} {COST}")
    assert not is_mostly_repetition(f"{COST} {LATE} {COST} Nobody knows why.")
