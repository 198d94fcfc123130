import pytest

from stepresearch.text.claims.negation import denied_sentence


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (
            "The ship entered service in the spring.",
            "It was May. The ship did not enter service in the spring.",
        ),
        ("The Council has not approved the revised budget.", "The Council has approved the revised budget."),
        ("该项目使用了中央财政资金。", "该项目没有使用中央财政资金。"),
    ],
)
def test_a_sentence_that_turns_another_around_is_denied_by_it(sentence: str, text: str) -> None:
    denied = denied_sentence(sentence, text)
    assert denied is not None
    assert denied in text


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("The ferry cut noise and saved fuel.", "The ferry not only cut noise but also saved fuel."),
        ("The ship entered service in the spring.", "The ship did not enter service until the spring."),
        ("The Council rejected the revised budget.", "The Council did not accept the revised budget."),
        (
            "The ship crossed the Sound in February.",
            "The ship crossed the Sound in February and did not stop.",
        ),
        (
            "The ship crosses the Sound at night.",
            "The ship does not cross the Sound. The ship crosses the Sound at night.",
        ),
    ],
)
def test_a_sentence_that_can_be_true_beside_another_is_not_denied(sentence: str, text: str) -> None:
    assert denied_sentence(sentence, text) is None
