from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.chunking import Passage, cut_passages
from stepresearch.text.language.layout_blocks import Kind, blocks
from stepresearch.text.language.sentences import split_sentences

SENTENCE = "The quick brown fox jumps over the lazy dog near the old mill today. "
LINES = st.text(alphabet=st.sampled_from("ab C1.。！中か，-|#\t \n"), max_size=400) | st.text()


def slices(text: str, passages: list[Passage]) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages]


def weight(text: str) -> float:
    return sum(2.5 if "\u4e00" <= char <= "\u9fff" or "\u3041" <= char <= "\u3096" else 1 for char in text)


def test_short_paragraphs_under_one_heading_are_one_passage() -> None:
    text = "# Bath\n\nFirst paragraph.\n\nSecond paragraph.\n\n# York\n\nThird."

    assert slices(text, cut_passages(text)) == ["First paragraph.\n\nSecond paragraph.", "Third."]


def test_a_passage_knows_the_headings_above_it() -> None:
    text = "Lead.\n# Bath\n## History\nRoman.\n### Baths\nHot.\n## Today\nBusy.\n# York\nCold."

    assert [passage.heading for passage in cut_passages(text)] == [
        "",
        "Bath › History",
        "Bath › History › Baths",
        "Bath › Today",
        "York",
    ]


def test_a_long_paragraph_is_cut_between_sentences_near_the_target() -> None:
    text = SENTENCE * 40
    parts = slices(text, cut_passages(text))

    assert all(part.endswith("today.") and part.startswith("The quick") for part in parts)
    assert all(500 <= len(part) <= 700 for part in parts[:-1])
    assert sum(part.count("today.") for part in parts) == 40


def test_a_paragraph_below_the_limit_stays_whole() -> None:
    text = SENTENCE * 15

    assert slices(text, cut_passages(text)) == [text.strip()]


def test_a_list_stays_with_the_line_that_introduces_it() -> None:
    items = "\n".join(f"- item {number}: {SENTENCE}" for number in range(9))
    text = f"{SENTENCE * 9}\n\nThe following are needed:\n{items}\n\n{SENTENCE * 9}"

    assert slices(text, cut_passages(text))[1] == f"The following are needed:\n{items}".strip()


def test_a_long_table_is_cut_between_rows() -> None:
    text = "\n".join(f"| row {number} | {SENTENCE} |" for number in range(60))
    parts = slices(text, cut_passages(text))

    assert len(parts) > 5
    assert all(part.startswith("| row") and part.endswith("|") for part in parts)


def test_chinese_passages_are_shorter_in_characters() -> None:
    text = "量子计算机利用量子叠加与纠缠来处理信息，被认为是下一代计算技术。" * 60
    parts = slices(text, cut_passages(text))

    assert all(part.endswith("。") and 150 <= len(part) <= 300 for part in parts[:-1])


def test_a_sentence_beyond_the_limit_is_cut_at_a_space() -> None:
    text = "word " * 900
    parts = slices(text, cut_passages(text))

    assert all(len(part) <= 1200 and set(part.split()) == {"word"} for part in parts)


def test_a_sentence_without_a_space_is_cut_at_the_limit() -> None:
    assert [len(part) for part in slices("x" * 3000, cut_passages("x" * 3000))] == [1200, 1200, 600]


def test_each_part_of_a_long_table_names_its_columns_and_its_unit() -> None:
    rows = "\n".join(f"Plant {number} | {number * 37} | {number}%" for number in range(4000))
    text = f"# Output\n\nTable 4. Output by plant\n\n(in thousand tonnes)\n\nPlant | Output | Share\n{rows}"
    first, *rest = cut_passages(text)

    assert text[first.start : first.end].startswith(
        "Table 4. Output by plant\n\n(in thousand tonnes)\n\nPlant | Output"
    )
    assert first.heading == "Output"
    assert len(rest) > 50
    assert {passage.heading for passage in rest} == {
        "Output › Table 4. Output by plant › (in thousand tonnes) › Plant | Output | Share"
    }


def test_a_chinese_table_keeps_the_unit_above_it() -> None:
    rows = "\n".join(f"{year} | {year * 3} | {year * 2}" for year in range(1900, 2020))
    text = f"近年的收入情况。\n\n单位：万元\n年份 | 收入 | 成本\n{rows}"

    assert cut_passages(text)[-1].heading == "单位：万元 › 年份 | 收入 | 成本"


def test_a_head_of_years_is_a_head() -> None:
    rows = "\n".join(
        f"Harbour {name} | {number} | {number + 1}" for number, name in enumerate("abcdefgh" * 20)
    )

    assert cut_passages(f"Harbour | 2023 | FY2024\n{rows}")[-1].heading == "Harbour | 2023 | FY2024"


def test_a_row_of_figures_is_no_head() -> None:
    rows = "\n".join(f"Plant {number} | {number * 37} | {number}%" for number in range(400))

    assert {passage.heading for passage in cut_passages(rows)} == {""}


def test_rows_that_name_their_values_have_no_head() -> None:
    rows = "\n".join(f"plant: A{number} | output: {number} | share: {number}%" for number in range(400))

    assert {passage.heading for passage in cut_passages(rows)} == {""}


def test_each_part_of_a_long_list_names_what_it_lists() -> None:
    items = "\n".join(f"- Berth {number} was dredged in May." for number in range(200))
    text = f"The port has grown. The following berths were dredged last year:\n{items}"

    assert {passage.heading for passage in cut_passages(text)[1:]} == {
        "The following berths were dredged last year"
    }


def test_a_nested_item_names_the_item_above_it() -> None:
    items = "\n".join(f"  - Berth {number} was dredged in May." for number in range(200))

    assert cut_passages(f"- North quay:\n{items}")[-1].heading == "North quay"


def test_a_caption_stays_with_its_table_after_a_long_paragraph() -> None:
    rows = "\n".join(f"Plant {number} | {number * 37} | {number}%" for number in range(8))
    text = f"{SENTENCE * 9}\n\nOutput by plant\nPlant | Output | Share\n{rows}"

    assert slices(text, cut_passages(text))[-1].startswith("Output by plant\nPlant | Output")


def test_a_document_of_one_sentence_is_cut() -> None:
    text = "and the quay was lengthened, " * 10_500

    assert all(200 <= len(part) <= 1200 for part in slices(text, cut_passages(text))[:-1])


@given(LINES, st.integers(5, 40), st.integers(40, 80))
def test_every_character_but_headings_and_space_is_in_exactly_one_passage(
    text: str, target: int, limit: int
) -> None:
    covered = [0] * len(text)
    for passage in cut_passages(text, target_chars=target, max_chars=limit):
        for at in range(passage.start, passage.end):
            covered[at] += 1
    headings = {
        at for block in blocks(text) if block.kind is Kind.HEADING for at in range(block.start, block.end)
    }

    for at, char in enumerate(text):
        if at in headings:
            assert covered[at] == 0
        elif not char.isspace():
            assert covered[at] == 1


@given(LINES, st.integers(5, 40), st.integers(40, 80))
def test_no_passage_exceeds_the_limit_or_has_space_around(text: str, target: int, limit: int) -> None:
    for part in slices(text, cut_passages(text, target_chars=target, max_chars=limit)):
        assert part
        assert part == part.strip()
        assert weight(part) <= limit


@given(LINES)
def test_a_passage_never_ends_inside_a_sentence_that_fits(text: str) -> None:
    ends = {passage.end for passage in cut_passages(text, target_chars=30, max_chars=80)}

    for span in split_sentences(text):
        if weight(text[span.start : span.end]) <= 80:
            assert not any(span.start < end < span.end for end in ends)
