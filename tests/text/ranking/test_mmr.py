from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.ranking.mmr import select_diverse

CATS = frozenset({"cat", "fur"})
DOGS = frozenset({"dog", "bone"})
ITEMS = st.lists(st.tuples(st.floats(-5, 50), st.frozensets(st.sampled_from("abcde"))), max_size=8)


def test_a_different_item_comes_before_a_copy_of_the_best() -> None:
    assert select_diverse([3.0, 2.9, 2.0], [CATS, CATS, DOGS], count=2, trade_off=0.5) == [0, 2]


def test_relevance_alone_ranks_by_relevance() -> None:
    assert select_diverse([1.0, 3.0, 2.0], [CATS, CATS, CATS], count=3, trade_off=1.0) == [1, 2, 0]


def test_of_equals_the_first_comes_first() -> None:
    assert select_diverse([1.0, 1.0], [DOGS, CATS], count=1) == [0]


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert select_diverse([], [], count=3) == []


@given(ITEMS, st.integers(0, 10))
def test_the_most_relevant_leads_and_none_is_chosen_twice(
    items: list[tuple[float, frozenset[str]]], count: int
) -> None:
    relevance = [value for value, _ in items]
    chosen = select_diverse(relevance, [terms for _, terms in items], count=count)

    assert len(chosen) == len(set(chosen)) == min(count, len(items))
    assert not chosen or relevance[chosen[0]] == max(relevance)


@given(ITEMS, st.floats(0.5, 100))
def test_the_scale_of_relevance_does_not_matter(
    items: list[tuple[float, frozenset[str]]], factor: float
) -> None:
    terms = [term_set for _, term_set in items]
    relevance = [round(value) for value, _ in items]
    doubled = [value * 2 for value in relevance]

    assert select_diverse(relevance, terms, count=3) == select_diverse(doubled, terms, count=3)
