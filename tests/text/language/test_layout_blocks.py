from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.layout_blocks import Kind, blocks


def test_lines_are_told_apart_by_what_they_are() -> None:
    text = "# Title\nA line\nand more\n- item\n  its end\n| a | b |\n\n1946 was a year\n#hashtag"

    assert [(block.kind, text[block.start : block.end]) for block in blocks(text)] == [
        (Kind.HEADING, "# Title"),
        (Kind.PARAGRAPH, "A line\nand more"),
        (Kind.ITEM, "- item\n  its end"),
        (Kind.ROW, "| a | b |"),
        (Kind.PARAGRAPH, "1946 was a year\n#hashtag"),
    ]


def test_the_body_starts_after_the_mark() -> None:
    text = "## Title\n* item\n（一）条\ntext"

    assert [text[block.body : block.end] for block in blocks(text)] == ["Title", "item", "条", "text"]


@given(st.text(alphabet="a1 #-|\n\t.中、\r\u2028") | st.text())
def test_every_character_but_space_is_in_exactly_one_block(text: str) -> None:
    at = 0
    for block in blocks(text):
        assert text[at : block.start].strip() == ""
        assert block.start <= block.body < block.end
        at = block.end
    assert text[at:].strip() == ""


def test_a_paragraph_with_a_bar_in_it_is_no_table_row() -> None:
    text = "It cost 5 million. By Ann Lee | 13 April 2026 It was late. Nobody knew why. It is now open."
    row = "Annual report. See page 4. | 13 April 2026"

    assert [block.kind for block in blocks(text)] == [Kind.PARAGRAPH]
    assert [block.kind for block in blocks(row)] == [Kind.ROW]
