from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.ranking.bm25 import BM25

WORDS = st.lists(st.sampled_from("abcdefg"), max_size=12)


def test_the_document_with_the_rare_word_comes_first() -> None:
    scores = BM25([["the", "cat"], ["the", "dog"], ["the", "bird"]]).scores(["the", "dog"])

    assert max(range(3), key=scores.__getitem__) == 1


def test_of_two_documents_with_a_word_the_shorter_scores_higher() -> None:
    short, long, _ = BM25([["cat", "sat"], ["cat", "sat", "on", "a", "mat"], ["dog"]]).scores(["cat"])

    assert short > long > 0


def test_a_score_is_the_formula_worked_by_hand() -> None:
    # ln(1 + (2 - 1 + 0.5) / (1 + 0.5)) = ln 2; count 1 in a document of mean length: 2.2 / (1 + 1.2) = 1
    scores = BM25([["a", "b"], ["c", "d"]]).scores(["a"])

    assert [round(score, 6) for score in scores] == [0.693147, 0.0]


def test_without_documents_there_are_no_scores() -> None:
    assert BM25([]).scores(["a"]) == []


@given(st.lists(WORDS, max_size=6), WORDS)
def test_a_score_is_positive_exactly_where_a_term_is_shared(
    documents: list[list[str]], query: list[str]
) -> None:
    scores = BM25(documents).scores(query)

    assert [score > 0 for score in scores] == [bool(set(document) & set(query)) for document in documents]


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_the_rarer_a_term_the_higher_its_idf(documents: list[list[str]]) -> None:
    index = BM25(documents)
    containing = {term: sum(term in document for document in documents) for term in "abcdefgh"}

    by_count = sorted(containing, key=lambda term: containing[term])
    assert [index.idf(term) for term in by_count] == sorted(map(index.idf, by_count), reverse=True)
