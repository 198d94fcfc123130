from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups, independent_groups
from stepresearch.nodes.state.schema import Source


def source(number: int, url: str, published: str | None = None, author: str | None = None) -> Source:
    return Source(source_id=f"S{number}", url=url, published=published, status="read", author=author)


def groups_of(*members: Source, texts: tuple[str, ...] = ()) -> list[list[str]]:
    sources = {one["source_id"]: one for one in members}
    told = texts or ("",) * len(members)
    return list(independent_groups(sources, dict(zip(sources, told, strict=True)), []).values())


SOURCES = {
    "S1": source(1, "https://news.example.com/a", "2021-05-01"),
    "S2": source(2, "https://other.example.org/b", "2020-01-01"),
    "S3": source(3, "https://blog.example.com/c", "2019"),
    "S4": source(4, "file:///docs/a.md"),
    "S5": source(5, "file:///docs/b.md"),
}
TEXTS = dict.fromkeys(SOURCES, "")
WIRE = "{} 4.2 million pounds, 12,000 cars, 330 days and 7.5 tonnes are what the council of Harwick told."


def test_pages_of_one_owner_are_one_source_and_files_without_an_owner_are_not() -> None:
    groups = independent_groups(SOURCES, TEXTS, [])
    assert list(groups.values()) == [["S3", "S1"], ["S2"], ["S4"], ["S5"]]


def test_copies_are_one_source_and_the_earliest_stands_for_them() -> None:
    groups = independent_groups(SOURCES, TEXTS, [["S1", "S2"]])
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
    assert independent_groups({}, {}, []) == {}


def test_files_of_one_author_are_one_source() -> None:
    trust, same, other = (
        source(n, f"file:///docs/{n}.html", author=author)
        for n, author in enumerate(("Norr Harbour Trust", "NORR  HARBOUR TRUST", "The Auditor"), 1)
    )
    assert groups_of(trust, other, same) == [["S1", "S2"], ["S3"]]


def test_a_file_without_an_author_is_of_whom_its_letterhead_names() -> None:
    annual = source(1, "file:///docs/a.md", author="Norr Harbour Trust")
    release, tender, other = (source(n, f"file:///docs/{n}.txt") for n in (2, 3, 4))
    paper = "NORR HARBOUR TRUST\nPRESS RELEASE\n\nNorr Harbour Trust has bought a ship."
    story = "Norr Harbour Trust has bought a ship, as neighbours of the quay were told."
    assert groups_of(annual, release, tender, other, texts=("", paper, paper[:30] + paper, story)) == [
        ["S1", "S2", "S3"],
        ["S4"],
    ]


def test_who_saved_a_paper_that_does_not_name_him_owns_nothing() -> None:
    files = [source(n, f"file:///docs/{n}.docx", author="Jane Clerk") for n in (1, 2, 3, 4)]
    told = ("From: Jane Clerk", "Jane Clerk, 9 May", "Minutes", "A story")
    assert groups_of(*files, texts=told) == [["S1", "S2"], ["S3"], ["S4"]]


def test_what_a_program_writes_for_an_author_owns_nothing() -> None:
    files = [source(n, f"file:///docs/{n}.docx", author="Microsoft Office User") for n in (1, 2)]
    assert groups_of(*files) == [["S1"], ["S2"]]


def test_two_sites_that_print_one_author_stay_independent() -> None:
    pages = [source(n, f"https://paper{n}.example/a", author="Anna Reid") for n in (1, 2)]
    assert groups_of(*pages) == [["S1"], ["S2"]]


def test_two_papers_with_one_agency_and_its_figures_are_one_source() -> None:
    pages = [source(n, f"https://paper{n}.example/a") for n in (1, 2, 3)]
    told = (
        "HARWICK (Skua Wire) - It is 12,000, 4.2, 330, 7.5.",
        WIRE.format("From Skua Wire and our staff\n"),
    )
    assert groups_of(*pages, texts=(*told, WIRE.format("From our own staff\n"))) == [["S1", "S2"], ["S3"]]


def test_two_stories_of_one_agency_with_figures_of_their_own_stay_apart() -> None:
    pages = [source(n, f"https://paper{n}.example/a") for n in (1, 2)]
    other = "HARWICK (Skua Wire) - Of 8,400 lambs 310 were sold at 92.5 pounds."
    assert groups_of(*pages, texts=(WIRE.format("(Skua Wire) -"), other)) == [["S1"], ["S2"]]
