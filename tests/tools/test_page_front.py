import pytest

from stepresearch.tools.page_front import title_beside, title_of
from stepresearch.tools.page_published import find_date

BODY = "The tug costs three hundred euros an hour, and the pilot is paid by the ship that calls for him."


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("Sandvik Towage Ltd\n4 Mole Road, Sandvik\n\nRates of towage", "Rates of towage"),
        ("MINISTRY OF PORTS\n\nRates of towage", "Rates of towage"),
        ("PRESS RELEASE\n\nTowage gets dearer", "Towage gets dearer"),
        ("Rates of towage\n\nPrepared by Ann Odd on 3 May 2024", "Rates of towage"),
        ("DRAFT\n\nRates of towage\n\nVersion: 3", "Rates of towage"),
        ("Rates of towage for ships that call at the\nouter roads in winter", "Rates of towage for ships that call at the outer roads in winter"),
        ("青港市港务局文件\n\n青港发〔2024〕12号\n\n关于调整拖轮收费的通知", "关于调整拖轮收费的通知"),
        ("青港拖轮有限公司\n\n拖轮收费标准", "拖轮收费标准"),
        ("Sandvik Towage Ltd\n4 Mole Road, Sandvik", ""),
        ("Hafenamt Sandvik\n\nSchlepptarif 2024", "Schlepptarif 2024"),
    ],
)  # fmt: skip
def test_the_title_stands_below_the_letterhead_and_beside_stamps_and_dates(front: str, title: str) -> None:
    assert title_of(f"{front}\n\n{BODY}") == title


def test_a_text_that_begins_at_once_has_no_title() -> None:
    assert title_of(f"{BODY}\n\n{BODY}") == ""


@pytest.mark.parametrize(
    "stated", ["Memo template", "Document1", "Microsoft Word - x.doc", "", "Last year's rates"]
)
def test_the_title_above_the_text_wins_over_that_of_a_template(stated: str) -> None:
    assert title_beside(stated, f"Rates of towage\n\n{BODY}") == "Rates of towage"


def test_a_stated_title_that_holds_the_one_above_the_text_is_the_fuller_one() -> None:
    assert title_beside("Sandvik Towage: rates 2024", f"Rates 2024\n\n{BODY}") == "Sandvik Towage: rates 2024"


def test_a_stated_title_is_used_where_none_stands_above_the_text() -> None:
    assert title_beside("Rates of towage", BODY) == "Rates of towage"


@pytest.mark.parametrize(
    ("front", "day"),
    [
        ("Rates of towage\n\nHarbour office, April 14, 2026", "2026-04-14"),
        ("Rates of towage\n\nPrepared by Ann Odd on 3 May 2024", "2024-05-03"),
        ("Rates of towage\n\nAs of 31 December 2023", "2023-12-31"),
        ("Rates of towage\n\nEffective 1 July 2023", "2023-07-01"),
        ("Minutes\n\nHeld on Monday, 6 October 2025", "2025-10-06"),
        ("Tarif\n\nFait à Brest, le 15 janvier 2024", "2024-01-15"),
        ("Schlepptarif\n\nSandvik, den 17. Mai 2024", "2024-05-17"),
        ("拖轮收费标准\n\n编制日期：2023年9月", "2023-09"),
        ("拖轮收费标准\n\n青港发〔2021〕12号", "2021"),
        ("Rates of towage\n\nThe rates of May 3, 2019 were lower.", None),
        ("Rates of towage\n\nReplaced by the rates of 3 May 2025", None),
    ],
)
def test_a_line_above_the_text_dates_the_document_and_a_sentence_does_not(
    front: str, day: str | None
) -> None:
    assert find_date(f"{front}\n\n{BODY}") == day


def test_a_title_may_end_with_the_date() -> None:
    assert find_date(BODY, title="Rates of towage - March 2026") == "2026-03"
    assert find_date(BODY, title="The flood of 3 May 1953 remembered") is None


def test_a_chinese_document_is_dated_below_its_text() -> None:
    text = f"拖轮收费标准\n\n{'拖轮按小时收费，引航员另计。' * 30}\n\n青港市港务局\n\n二〇二四年五月三日"

    assert find_date(text) == "2024-05-03"


def test_the_rest_of_a_wrapped_sentence_is_no_date() -> None:
    assert (
        find_date(
            f"Rates of towage\n\nThe harbour office has kept the same rates of towage since\nMay 3, 2019\n\n{BODY}"
        )
        is None
    )
