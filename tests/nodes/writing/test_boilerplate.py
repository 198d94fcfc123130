"""What is said around a text goes, and what is said in it stays."""

import pytest

from stepresearch.nodes.writing.boilerplate import without_addresses, without_boilerplate

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
    assert without_boilerplate(f"{opening}\n\n{BODY}") == BODY


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
    assert without_boilerplate(f"{BODY}\n\n{closing}") == BODY
    assert without_boilerplate(f"{BODY} {closing}") == BODY


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
    assert without_boilerplate(text) == text


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


def test_a_fence_around_the_whole_text_goes() -> None:
    assert without_boilerplate(f"```markdown\n{BODY}\n```") == BODY


def test_a_fence_inside_the_text_stays() -> None:
    text = f"{BODY}\n\n```\ncode\n```"
    assert without_boilerplate(text) == text


@pytest.mark.parametrize(
    "listed",
    [
        "**Sources:**\n- [S4.1] Coldplay\n- [S2.1] Speed of Sound",
        "**来源：**\n- [S4.1] Coldplay\n- [S2.1] Speed of Sound",
        "### References\n\n1. The audit letter, 2026\n2. The annual report",
        "参考来源：[1]",
        "Sources: [S1.1], [S1.2]",
        "来源：[S1.1]；[S1.2]",
    ],
)
def test_a_list_of_sources_of_its_own_at_the_end_goes(listed: str) -> None:
    assert without_boilerplate(f"{BODY}\n\n{listed}") == BODY


@pytest.mark.parametrize(
    "text",
    [
        "Sources differ:\n- The Trust says 52.6 million [S1.1].\n- The Auditor says 58.3 million [S1.2].",
        "Sources:\n- The grant pays 14.0 million [S1.1].\n- The loan pays 18.0 million [S1.2].",
        "It cost more [S1.1].\n来源：挪威银行的贷款。",
    ],
)
def test_a_list_of_what_sources_say_stays(text: str) -> None:
    assert without_boilerplate(text) == text


@pytest.mark.parametrize(
    "aside",
    [
        "As an AI language model, I cannot verify the current line-up.",
        "作为一个人工智能语言模型，我无法核实目前的阵容。",
        "This section will discuss the costs of the programme.",
        "In this section, we look at the costs.",
        "本节将介绍该项目的费用。",
    ],
)
def test_what_the_model_says_of_itself_or_of_its_section_goes_wherever_it_stands(aside: str) -> None:
    assert without_boilerplate(f"{aside} {BODY}") == BODY
    assert without_boilerplate(f"{BODY} {aside}") == BODY


@pytest.mark.parametrize(
    "text",
    [
        "As an AI company, Norr AG sells maps [S1.1].",
        "This section of the line will open in May [S1.1].",
        "In this section of the river the current is strong.",
        "本节车厢将于五月投入使用 [S1.1]。",
    ],
)
def test_what_only_sounds_so_stays(text: str) -> None:
    assert without_boilerplate(text) == text
