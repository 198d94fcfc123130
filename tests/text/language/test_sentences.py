import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.sentences import split_sentences

TEXTS = (
    st.text(alphabet=st.sampled_from("aB1 .!?\n#-|“”()。！；中かД[]\t\"'…*\r\u2028"), max_size=80) | st.text()
)


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith of Apple Inc. met J. A. Kim at 5 p.m. Monday in the U.S. Senate.",
        "See No. 5, Fig. 3 and pp. 12 of Scott v. Sandford, e.g. for details.",
        "It grew by 3.5 percent to 1.250.000 at example.com in version 2.0.1.",
        "It was born on Jan. 5 in St. Louis, near Mt. Hood.",
        '"Is it Stoopid?" was asked by Michael.',
        "Teen Titans Go! is a series.",
        "Ősi et al. (2012) proposed it.",
        "Am 3. Oktober 1990 war im 20. Jahrhundert z. B. Dr. Kohl dabei.",
        "А. С. Пушкин родился в Москве.",
        "他说：“我来了”，然后走了。",
        "《你好吗？》是一本书。",
        "The result... was known.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["He lives in the U.S.", "The house is old."],
        ["They chose plan B.", "Then it rained."],
        ["It ended in 1945.", "12 people came."],
        ['"Stop."', "She left.", "(It is so.)", "Really?!", "Yes."],
        ["It is so.[12]", "It is not. [S3.2]", "It may be.[[4]](https://a.b/c_d)", "End."],
        ["Er kam.", "Äpfel fielen."],
        ["هل هذا سؤال؟", "نعم."],
        ["यह है।", "वह है।"],
    ],
)
def test_sentences_end_at_their_stops(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["我来了。", "你呢？", "好！", "第一；第二。"],
        ["他说：“我来了。”", "然后走了（真的。）", "完。"],
        ["これは文です。", "次の文です！"],
        ["真的吗?", "是的!", "好"],
        ["增长3.5%。[1]", "下降。"],
    ],
)
def test_wide_stops_end_sentences_without_space(parts: list[str]) -> None:
    assert sentences("".join(parts)) == parts


def test_a_line_end_inside_a_paragraph_does_not_end_a_sentence_and_a_blank_line_does() -> None:
    assert sentences("One line\ngoes on. Two\n\nThree\r\n \r\nfour") == [
        "One line\ngoes on.",
        "Two",
        "Three",
        "four",
    ]


def test_a_heading_stands_alone() -> None:
    assert sentences("# Early life\nBorn in Bath.\n## Dr. No\nA film") == [
        "# Early life",
        "Born in Bath.",
        "## Dr. No",
        "A film",
    ]


def test_items_of_a_list_are_sentences_without_their_marks() -> None:
    text = "We need:\n- flour\n- milk. Cold.\n1. First\n   go on\n2) Then\n一、最后\n（二）完"

    assert sentences(text) == ["We need:", "flour", "milk.", "Cold.", "First\n   go on", "Then", "最后", "完"]


def test_a_row_of_a_table_is_one_sentence_and_its_rule_is_none() -> None:
    text = "| City | No. One. |\n|---|---|\n| Bath. A | 5 |\nName | Age\nA\tB\nAfter"

    assert sentences(text) == ["| City | No. One. |", "| Bath. A | 5 |", "Name | Age", "A\tB", "After"]


@given(TEXTS)
def test_sentences_are_in_order_inside_the_text_and_hold_no_space_around(text: str) -> None:
    at = 0
    for span in split_sentences(text):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        at = span.end


@given(st.text(alphabet="abE .!?\n中。"))
def test_no_letter_is_outside_the_sentences(text: str) -> None:
    inside = "".join(sentences(text))

    assert [char for char in inside if char.isalpha()] == [char for char in text if char.isalpha()]


def test_a_long_run_of_references_after_a_stop_belongs_to_its_sentence() -> None:
    text = "The cable is late. [S4.3, S21.2, S6.4, S15.2, S16.11, S17.2] It costs more."
    first, second = split_sentences(text)
    assert text[first.start : first.end].endswith("S17.2]")
    assert text[second.start : second.end] == "It costs more."


def test_a_clause_behind_a_chinese_semicolon_keeps_its_subject_and_its_citation() -> None:
    text = "全县弃光率2025年为7.8%；2026年上半年为9.4% [S1.1]。另有9起火情。"
    assert [text[span.start : span.end] for span in split_sentences(text)] == [
        "全县弃光率2025年为7.8%；2026年上半年为9.4% [S1.1]。",
        "另有9起火情。",
    ]
