"""How far an answer in another language than the report's can be told."""

import pytest

from stepresearch.nodes.conversation.language_check import language_fault


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What would the programme cost at completion?", "zh"),
        ("Which risks of the programme remain open today, and who says so by name?", "de"),
        (
            "主要风险有哪些？这些风险由谁承担，何时能够解决，费用由谁支付，来源对此有何说法？还有哪些分歧没有解决，议会何时作出决定？",
            "en",
        ),
    ],
)
def test_a_text_in_another_language_is_named(text: str, language: str) -> None:
    assert language_fault(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("主要风险有哪些？", "zh"),
        ("Retrieval-Augmented Generation benchmarks 2025", "zh"),
        ("GPT-4 vs Claude?", "zh"),
        ("What did it cost?", "de"),
        ("What would the programme cost at completion?", "vi"),
    ],
)
def test_names_and_short_texts_tell_nothing(text: str, language: str) -> None:
    assert language_fault(text, language) is None
