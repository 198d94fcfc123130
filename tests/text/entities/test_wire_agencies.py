import pytest

from stepresearch.text.entities.wire_agencies import agencies


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("LONDON (Reuters) - The bridge will close.", "reuters"),
        ("By our news agency Skua Wire · 20 May 2026", "skua wire"),
        ("From Skua Wire and our own staff", "skua wire"),
        ("A digest for harbour people. Source: Skua Wire.", "skua wire"),
        ("The bridge will close, according to the Associated Press.", "ap"),
        ("The mayor told Reuters on Monday.", "reuters"),
        ("新华社北京3月4日电 大桥将封闭。", "xinhua"),
        ("（新华社）大桥将封闭。", "xinhua"),
        ("据新华社报道，大桥将封闭。", "xinhua"),
        ("来源：中新社", "cns"),
        ("The Reuters building will close.", None),
        ("A wire report (see below) - the bridge will close.", None),
    ],
)
def test_an_agency_is_known_by_dateline_credit_and_attribution(text: str, named: str | None) -> None:
    assert agencies(f"A headline\n\n{text}\n\nMore.") == ({named} if named else set())
