import pytest

from stepresearch.text.language.stop_words import QUESTION_WORDS, STOP_WORDS, chinese_chunks


def test_all_lists_are_casefolded_so_that_lookups_hit() -> None:
    words = QUESTION_WORDS.union(*STOP_WORDS.values())

    assert [word for word in words if word != word.casefold()] == []


@pytest.mark.parametrize(
    ("run", "chunks"),
    [
        ("量子计算的最新进展有哪些", ["量子计算", "最新进展"]),
        ("比较北京和上海", ["北京", "上海"]),
        ("他的目的是和平", ["目的", "和平"]),
        ("请问珠穆朗玛峰有多少米", ["珠穆朗玛峰", "米"]),
        ("为什么", []),
    ],
)
def test_a_run_is_cut_at_stop_phrases_only(run: str, chunks: list[str]) -> None:
    assert chinese_chunks(run) == chunks
