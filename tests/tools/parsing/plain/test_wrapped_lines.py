import textwrap

import pytest

from stepresearch.tools.parsing.plain.wrapped_lines import joined_paragraphs, rejoined

PROSE = (
    "The new quay was opened after two seasons of piling, and the yard handed over the last of the four berths in the "
    "week that it had promised. The cranes were tested under full load, with a surveyor on board."
)
CHINESE = "本次检查覆盖全市十二个排水片区，共抽查管网二百三十公里，发现破损点四十七处，其中三十九处已于当月完成修复，其余列入下一年度计划。"


@pytest.mark.parametrize("width", [50, 66, 78])
def test_lines_broken_at_a_width_are_one_paragraph_again(width: int) -> None:
    assert rejoined(textwrap.fill(PROSE, width)) == PROSE


def test_chinese_lines_are_joined_without_a_space() -> None:
    lines = [CHINESE[at : at + 30] for at in range(0, len(CHINESE), 30)]

    assert rejoined("\n".join(lines)) == CHINESE


def test_items_headings_and_labels_stay_apart_from_a_wrapped_text() -> None:
    broken = textwrap.fill(PROSE, 60)
    items = "- Berth 1 has 14 metres of water and is open to\n  tankers\n- Berth 2 is closed"
    text = f"Opening of the quay\n\nStatus: final\nBerths: 4\n\n{broken}\n\n{items}"

    assert rejoined(text) == (
        f"Opening of the quay\n\nStatus: final\nBerths: 4\n\n{PROSE}\n\n"
        "- Berth 1 has 14 metres of water and is open to tankers\n- Berth 2 is closed"
    )


def test_columns_held_apart_by_spaces_become_rows() -> None:
    table = "Berth      Depth     Length\nNorth      14.2      310\nSouth      9.0       180"

    assert (
        rejoined(f"Depths (m)\n{table}")
        == "Depths (m)\nBerth | Depth | Length\nNorth | 14.2 | 310\nSouth | 9.0 | 180"
    )


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\nA lot.",
        "12 Quay Street\nPort Aldous\nTel. 555 01",
        "Roses are red\nviolets are blue",
        f"{PROSE}\n\n{PROSE}",
        "def f(x):\n    return x\n\nf(1)",
    ],
)
def test_a_text_that_was_not_broken_at_a_width_stays_as_it_is(text: str) -> None:
    assert rejoined(text) == text


def test_a_word_cut_by_a_hyphen_is_whole_again() -> None:
    text = (
        "The new quay was opened after two seasons of piling, and the con-\n"
        "tractor handed over the last of the four berths in the week that\n"
        "it had promised, and so the cranes were tested under full load."
    )

    assert "and the contractor handed over" in rejoined(text)


def test_paragraphs_of_one_line_each_are_joined_up_to_an_empty_one() -> None:
    lines = textwrap.wrap(PROSE, 60)

    assert joined_paragraphs(["Opening of the quay", "", *lines, "", *lines]) == [
        "Opening of the quay",
        PROSE,
        PROSE,
    ]


def test_real_paragraphs_stay_apart() -> None:
    assert joined_paragraphs([PROSE, "", PROSE, "Short one.", PROSE]) == [PROSE, PROSE, "Short one.", PROSE]
