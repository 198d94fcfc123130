from hypothesis import given
from hypothesis import strategies as st

from stepresearch.nodes.planning.queries import Wanted, nearest_tasks, new_queries, open_queries
from stepresearch.nodes.state.schema import Query, ResearchState, Task


def wanted(*texts: str) -> list[Wanted]:
    return [Wanted(text, ("T1",), "why") for text in texts]


def test_queries_get_ids_in_order_that_go_on_from_the_known_ones() -> None:
    first = new_queries({}, wanted("bridge cost", "bridge builder"), round_number=1)
    second = new_queries(first, wanted("bridge repairs"), round_number=2)
    assert (list(first), list(second)) == (["Q1", "Q2"], ["Q3"])
    assert second["Q3"]["round"] == 2


def test_a_query_in_another_order_case_or_inflection_is_the_same_query() -> None:
    known = new_queries({}, wanted("Costs of the Brenna bridge"), round_number=1)
    assert new_queries(known, wanted("brenna BRIDGE cost", "bridge brenna costs"), round_number=2) == {}


def test_a_query_without_a_word_is_left_out() -> None:
    assert new_queries({}, wanted("", "  ", "?!…"), round_number=1) == {}


def test_a_name_of_small_words_can_be_searched_for() -> None:
    assert new_queries({}, wanted("The Who"), round_number=1)["Q1"]["text"] == "The Who"


def test_chinese_queries_are_told_apart() -> None:
    assert len(new_queries({}, wanted("大桥 成本", "大桥 开通时间"), round_number=1)) == 2


@given(st.lists(st.text(max_size=20), max_size=8))
def test_asking_again_adds_nothing(texts: list[str]) -> None:
    known = new_queries({}, wanted(*texts), round_number=1)
    assert new_queries(known, wanted(*texts), round_number=2) == {}


def test_a_query_is_open_until_it_has_its_answer() -> None:
    state = ResearchState(
        queries={"Q1": Query(query_id="Q1", text="a", answer_key="k"), "Q2": Query(query_id="Q2", text="b")}
    )
    assert [query["query_id"] for query in open_queries(state)] == ["Q2"]
    assert open_queries(ResearchState()) == []


def test_a_query_serves_the_open_task_that_shares_most_words_with_it() -> None:
    tasks = [
        Task(task_id="T1", question="What did the bridge cost?", queries=[], settled=True),
        Task(task_id="T2", question="Who built the bridge?", queries=[], settled=False),
    ]
    assert nearest_tasks("cost of the bridge", tasks) == ("T2",)
    assert nearest_tasks("weather", tasks) == ()
