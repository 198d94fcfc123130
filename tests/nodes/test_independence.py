from stepresearch.nodes.independence import copies_of, copy_groups, independent_groups
from stepresearch.nodes.state import Source


def source(number: int, url: str, published: str | None = None) -> Source:
    return Source(source_id=f"S{number}", url=url, published=published, status="read")


SOURCES = {
    "S1": source(1, "https://news.example.com/a", "2021-05-01"),
    "S2": source(2, "https://other.example.org/b", "2020-01-01"),
    "S3": source(3, "https://blog.example.com/c", "2019"),
    "S4": source(4, "file:///docs/a.md"),
    "S5": source(5, "file:///docs/b.md"),
}


def test_pages_of_one_owner_are_one_source_and_files_are_not() -> None:
    groups = independent_groups(SOURCES, SOURCES, [])
    assert list(groups.values()) == [["S3", "S1"], ["S2"], ["S4"], ["S5"]]


def test_copies_are_one_source_and_the_earliest_stands_for_them() -> None:
    groups = independent_groups(SOURCES, SOURCES, [["S1", "S2"]])
    assert groups["G1"] == ["S3", "S2", "S1"]


def test_the_earliest_of_copies_is_the_original_and_undated_ones_never_are() -> None:
    assert copies_of([["S1", "S2"], ["S4", "S3"]], SOURCES) == {"S1": "S2", "S4": "S3"}


def test_of_copies_of_one_date_or_of_none_the_most_official_is_the_original() -> None:
    for published in ("2021-05-01", None):
        kinds = {"S1": "user", "S2": "press", "S3": "government"}
        sources = {
            key: Source(source_id=key, url=f"https://{key}.example/", published=published, authority=kind)
            for key, kind in kinds.items()
        }
        assert copies_of([["S1", "S2", "S3"]], sources) == {"S2": "S3", "S1": "S3"}


def test_an_earlier_copy_is_the_original_however_official_a_later_one_is() -> None:
    early = Source(source_id="S1", url="https://a.example/", published="2020", authority="user")
    late = Source(source_id="S2", url="https://b.example/", published="2021", authority="government")
    assert copies_of([["S2", "S1"]], {"S1": early, "S2": late}) == {"S2": "S1"}


def test_pages_with_nearly_one_text_are_copies() -> None:
    text = " ".join(f"The bridge number {n} has its own story of stone and steel." for n in range(40))
    assert copy_groups({"S1": text, "S2": "Something else entirely. " * 30, "S3": f"{text} Reprinted."}) == [
        ["S1", "S3"]
    ]


def test_no_source_makes_no_group() -> None:
    assert independent_groups({}, [], []) == {}
