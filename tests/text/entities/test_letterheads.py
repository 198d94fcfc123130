import pytest

from stepresearch.text.entities.letterheads import letterhead


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NORR HARBOUR TRUST\nPRESS RELEASE\n\nNorr Harbour Trust has a ship.", "NORR HARBOUR TRUST"),
        ("# NORR HARBOUR TRUST\n\nThe Norr Harbour Trust asks for tenders.", "NORR HARBOUR TRUST"),
        ("PRESS RELEASE\n\nThis press release is free to print.", ""),
        ("ANNUAL REPORT 2025\n\nThis annual report 2025 covers a year.", ""),
        ("NEARLY TWO MILLION LITRES LESS\n\nThe ferry saved diesel.", ""),
        ("Norr Harbour Trust\n\nNorr Harbour Trust has a ship.", ""),
        ("", ""),
    ],
)
def test_a_letterhead_is_a_name_in_capitals_that_the_paper_names_again(text: str, name: str) -> None:
    assert letterhead(text) == name
