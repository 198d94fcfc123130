"""What the Markdown of a section becomes."""

import pytest
from doubles.finished import ATTACKS

from stepresearch.app.report.prose import Block, Run, parse, placeholder, words_of


def test_emphasis_and_code_become_styles_of_runs() -> None:
    (paragraph,) = parse("plain **strong *both*** `code`")
    assert paragraph.runs == (
        Run("plain "),
        Run("strong ", strong=True),
        Run("both", strong=True, emphasis=True),
        Run(" "),
        Run("code", code=True),
    )


def test_a_placeholder_becomes_a_citation_in_its_place() -> None:
    (paragraph,) = parse(f"It opened{placeholder(3)}. It cost much{placeholder(4)}.")
    assert [run.citation for run in paragraph.runs if run.citation] == [3, 4]
    assert words_of(paragraph.runs) == "It opened. It cost much."


def test_a_citation_in_code_is_still_a_citation() -> None:
    (paragraph,) = parse(f"`x{placeholder(1)}`")
    assert paragraph.runs == (Run("x", code=True), Run("", citation=1))


def test_lists_keep_their_items_and_what_is_in_them() -> None:
    (outer,) = parse("1. one\n   - inner\n2. two")
    assert outer.kind == "ordered"
    assert [block.kind for block in outer.parts[0]] == ["paragraph", "list"]
    assert outer.parts[0][1].parts == ((Block("paragraph", (Run("inner"),)),),)


def test_a_table_keeps_rows_and_cells() -> None:
    (table,) = parse("| a | b |\n| - | - |\n| 1 | 2 |")
    assert [[words_of(cell.runs) for cell in row] for row in table.parts] == [["a", "b"], ["1", "2"]]


def test_headings_quotations_rules_and_code_are_kept_apart() -> None:
    blocks = parse("### Cost\n\n> said\n\n---\n\n    code\n")
    assert [block.kind for block in blocks] == ["heading", "quote", "rule", "code"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_more_than_words(attack: str) -> None:
    words = "".join(words_of(block.runs) for block in parse(attack))
    for sign in ("<", "](", "{{"):
        assert words.count(sign) == attack.replace("&lt;", "<").count(sign)
