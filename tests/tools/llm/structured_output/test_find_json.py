import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepresearch.text.language.visible_characters import visible_characters
from stepresearch.tools.llm.structured_output.find_json import find_json

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")).map(visible_characters),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcü", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)
objects = st.dictionaries(st.text("abcü", min_size=1), plain, min_size=1, max_size=4)


def only(text: str) -> Any:
    (found,) = find_json(text).values
    return found.value


@given(objects)
def test_json_to_the_letter_is_read_as_the_standard_library_reads_it(value: dict[str, Any]) -> None:
    (found,) = find_json(f"Here it is:\n```json\n{json.dumps(value)}\n```\n").values
    assert (found.value, found.was_repaired) == (value, False)


@given(objects, st.data())
def test_no_beginning_of_an_object_is_ever_taken_for_whole(
    value: dict[str, Any], data: st.DataObject
) -> None:
    whole = json.dumps(
        value, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.sampled_from([None, 1]))
    )
    beginning = whole[: data.draw(st.integers(1, len(whole) - 1))]
    found = find_json(beginning)
    assert found.values == []
    assert found.is_cut


@given(st.text("{}[]\"':,\\/*#ntue01 \n“”", max_size=60))
def test_no_text_breaks_the_reader_and_what_it_finds_is_plain(text: str) -> None:
    for found in find_json(text).values:
        assert text[found.end - len(found.text) : found.end] == found.text
        json.dumps(found.value, allow_nan=False).encode()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ("{'a': 'it\\'s', b: True, 'c': None}", {"a": "it's", "b": True, "c": None}),
        ('{"a": 1, // why\n /* more */ "b": 2 # end\n}', {"a": 1, "b": 2}),
        ('{"a": "x"\n"b": "y"}', {"a": "x", "b": "y"}),
        ('{"a": ["x" "y"]}', {"a": ["x", "y"]}),
        ('{"a": "he said "hi" to me", "b": 1}', {"a": 'he said "hi" to me', "b": 1}),
        ('{"a": "C:\\dir"}', {"a": "C:\\dir"}),
        ("{“a”: “b”}", {"a": "b"}),
        ('{"a": "b\nc\td"}', {"a": "b\nc\td"}),
        ('{"a": NaN, "b": -Infinity}', {"a": None, "b": None}),
        ('{"a": 123456789012345678901}', {"a": 123456789012345678901.0}),
        ('{"a": "x\\u0000y\\ud83dz"}', {"a": "xy\ufffdz"}),
        ('{"a": "x\\u001b[31my\\u202ez"}', {"a": "x[31myz"}),
        ('I read [1] and {this}: {"a": 1}', {"a": 1}),
    ],
)  # fmt: skip
def test_what_models_write_in_place_of_json_is_read_as_meant(text: str, value: Any) -> None:
    assert only(text) == value


def test_an_inner_object_of_a_broken_one_is_no_answer() -> None:
    found = find_json('{"items": [{"a": 1}, {"a": two}]}')
    assert found.values == []
    assert "no value" in found.fault


def test_prose_full_of_braces_costs_little_and_holds_nothing() -> None:
    assert find_json("{ " * 20_000).values == []
    assert find_json("[" * 20_000).values == []
