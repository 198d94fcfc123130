"""Reducers may meet an update twice, split, or in pieces: the state is the same."""

import json

from hypothesis import given
from hypothesis import strategies as st
from langgraph.types import Overwrite

from stepresearch.nodes.state.reducers import fresh, is_fresh, merge_records, plain, union

FIELDS = st.dictionaries(st.sampled_from("xyz"), st.integers(0, 3), max_size=3)
RECORDS = st.dictionaries(st.sampled_from("abc"), st.none() | FIELDS, max_size=3)
LISTS = st.lists(st.integers(0, 4), unique=True, max_size=5)


@given(RECORDS, RECORDS, RECORDS)
def test_merging_is_associative(a: dict, b: dict, c: dict) -> None:
    assert merge_records(merge_records(a, b), c) == merge_records(a, merge_records(b, c))


@given(RECORDS, RECORDS)
def test_merging_twice_is_merging_once(a: dict, b: dict) -> None:
    once = merge_records(a, b)
    assert merge_records(once, b) == once


@given(RECORDS, RECORDS)
def test_merging_changes_neither_side(a: dict, b: dict) -> None:
    before = repr((a, b))
    merge_records(a, b)["new"] = {}
    assert repr((a, b)) == before


def test_a_record_is_merged_field_by_field_and_the_new_field_wins() -> None:
    assert merge_records({"a": {"x": 1, "y": 1}}, {"a": {"y": 2}}) == {"a": {"x": 1, "y": 2}}


def test_nothing_is_merged_as_no_record() -> None:
    assert merge_records(None, None) == {}
    assert union(None, None) == []


@given(LISTS, LISTS, LISTS)
def test_a_union_is_associative(a: list, b: list, c: list) -> None:
    assert union(union(a, b), c) == union(a, union(b, c))


@given(LISTS, LISTS)
def test_a_union_twice_is_a_union_once_and_keeps_the_order(a: list, b: list) -> None:
    once = union(a, b)
    assert union(once, b) == once
    assert once[: len(a)] == a


def test_null_in_a_records_place_changes_nothing() -> None:
    assert merge_records({"a": {"x": 1}}, {"a": None, "b": None}) == {"a": {"x": 1}}


def test_a_value_that_replaces_what_was_there_is_json_and_known_in_every_form() -> None:
    assert json.loads(json.dumps(fresh({"a": {}}))) == fresh({"a": {}})
    assert is_fresh(fresh({}))
    assert is_fresh(Overwrite({}))
    assert is_fresh({"value": {}, "type": "__overwrite__"})
    assert not is_fresh({"F1": {}})
    assert plain(fresh([1])) == plain(Overwrite([1])) == plain([1]) == [1]
