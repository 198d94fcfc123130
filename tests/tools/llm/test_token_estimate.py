from stepresearch.tools.llm.token_estimate import TokenEstimate, estimate_tokens


def test_scripts_are_told_apart() -> None:
    assert estimate_tokens("word " * 400) == 500
    assert estimate_tokens("研究" * 65) == 100
    assert estimate_tokens("слово" * 44) == 100
    assert estimate_tokens("2026") == 4


def test_the_first_count_sets_the_ratio_and_later_ones_move_it_a_little() -> None:
    estimate, text = TokenEstimate(), "word " * 400
    estimate.learn(text, 1000)
    assert estimate.tokens(text) == 1000
    estimate.learn(text, 500)
    assert estimate.tokens(text) == 900


def test_a_short_text_or_an_absurd_count_teaches_little() -> None:
    estimate, text = TokenEstimate(), "word " * 400
    estimate.learn("word", 90)
    assert estimate.tokens(text) == 500
    estimate.learn(text, 10**6)
    assert estimate.tokens(text) == 2500
