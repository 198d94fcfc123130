"""What is said around a text goes, and what is said in it stays."""

import pytest

from stepresearch.nodes.chatter import without_addresses, without_chatter

BODY = "The programme had cost €47.9 million [S1.1].\n\nThe second ship is late [S1.2]."


@pytest.mark.parametrize(
    "opening",
    [
        "好的，以下是该部分的内容：",
        "以下是本章节的正文：",
        "Sure! Here is the section:",
        "Here's the corrected text.",
        "Certainly.",
        "抱歉，这是更正后的答案：",
        "Sure, this is the section you asked for:",
        "**Here is the requested section on costs:**",
    ],
)
def test_a_line_that_announces_the_text_goes(opening: str) -> None:
    assert without_chatter(f"{opening}\n\n{BODY}") == BODY


@pytest.mark.parametrize(
    "closing",
    [
        "希望这对您有帮助！",
        "如果您有其他问题，请随时告诉我。",
        "I hope this helps!",
        "Let me know if you need more detail.",
        "I hope this helps! Feel free to ask.",
    ],
)
def test_a_last_sentence_that_takes_leave_goes(closing: str) -> None:
    assert without_chatter(f"{BODY}\n\n{closing}") == BODY
    assert without_chatter(f"{BODY} {closing}") == BODY


@pytest.mark.parametrize(
    "text",
    [
        "Here are the main risks:\n- The grid is late [S1.1].",
        "以下是各部分费用：\n- 电网 [S1.1]。",
        "This is part of a wider programme.\nIt cost more [S1.1].",
        "It cost more [S1.1].\nIf you have a permit, ask the harbour office.",
        "It cost more [S1.1].\n如有新的证据，请以公告为准。",
        "以下是主要风险：\n- 电网延误 [S1.1]。",
        "Certainly the report of 2026 says so:\nIt cost more [S1.1].",
        "当然，报告没有说明2026年的结果。\n它花费更多 [S1.1]。",
        "It cost more [S1.1].\n居民希望这条航线能对岛屿有帮助。",
        "It cost more [S1.1].\nThe residents hope this helps the island.",
        "Sure! Here is the section:",
        "I hope this helps!",
    ],
)
def test_what_may_belong_to_the_text_stays(text: str) -> None:
    assert without_chatter(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("它已交付 [S1.1]。详见 https://example.com/merrowick 。它晚了。", "它已交付 [S1.1]。它晚了。"),
        ("It came [S1.1]. See https://example.com/a?b=1. It is late.", "It came [S1.1]. It is late."),
        ("It came (www.example.com) late [S1.1].", "It came late [S1.1]."),
        ("It came, as https://example.com/a says, late.", "It came, as says, late."),
        ("It came.\n- https://example.com/a\n- Late.", "It came.\n- Late."),
    ],
)
def test_bare_addresses_go_and_sentences_that_only_point_to_them(text: str, left: str) -> None:
    assert without_addresses(text) == left


def test_a_text_without_an_address_stays_to_the_letter() -> None:
    assert without_addresses(f"  {BODY}\n") == f"  {BODY}\n"
