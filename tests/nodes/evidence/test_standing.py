import pytest

from stepresearch.nodes.evidence.standing import successor_of, told_standing
from stepresearch.nodes.state.schema import Source


def source(name: str, title: str, **keys: str) -> Source:
    return Source(source_id=name, url=f"file:///papers/{name}.rst", title=title, status="read", **keys)  # type: ignore[typeddict-item]  # keys vary


@pytest.mark.parametrize(
    "reference", ["Tariff 2024", "tariff-0014", "14", "Tariff 14", "the Tariff 2024 of the port"]
)
def test_a_reference_finds_the_source_that_it_names(reference: str) -> None:
    old = source("tariff-0007", "Tariff 2021", standing="superseded", superseded_by=reference)
    new = source("tariff-0014", "Tariff 2024")
    is_found = successor_of("old", {"old": old, "new": new, "more": source("notes-0014", "Notes")}) == "new"

    assert is_found == (reference != "the Tariff 2024 of the port")


def test_a_source_that_another_one_replaces_is_superseded_though_it_does_not_say_so() -> None:
    sources = {
        "old": source("rates-1", "Rates 2021"),
        "new": source("rates-2", "Rates 2024", replaces="Rates 2021"),
    }

    assert told_standing("old", sources, "en") == "superseded by “Rates 2024”"
    assert told_standing("new", sources, "en") == ""


def test_what_replaces_a_source_and_was_not_read_is_not_named() -> None:
    sources = {"old": source("rates-1", "Rates 2021", standing="superseded", superseded_by="Rates 2024")}

    assert told_standing("old", sources, "en") == "superseded"


def test_a_withdrawn_source_is_told_in_the_language_of_the_report() -> None:
    assert told_standing("a", {"a": source("a", "A", standing="withdrawn")}, "zh") == "已废止"
