import json

import pytest
from pydantic import ValidationError

from stepresearch.nodes.state.options import Options, options_from


def test_options_go_through_json_unchanged() -> None:
    options = Options(docs="folder", search=["documents"], max_calls=3, length="long")
    assert options_from(json.loads(json.dumps(options.model_dump()))) == options


def test_no_record_means_the_defaults() -> None:
    assert options_from(None) == options_from({}) == Options()


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_sources": 0},
        {"max_minutes": 0},
        {"max_rounds": 11},
        {"length": "huge"},
        {"max_price": -1.0},
        {"speed": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_option_out_of_its_bounds_or_unknown_is_refused(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        Options(**wrong)


def test_every_option_says_what_it_is_for_in_the_form() -> None:
    members = Options.model_json_schema()["properties"]
    assert [name for name, member in members.items() if not member.get("description")] == []
