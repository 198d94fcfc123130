"""Rows of a table that a writer copied into running text."""

import pytest

from stepresearch.nodes.writing.table_rows import rows_told

TABLE = "| Year | Buses |\n| --- | --- |\n| 2025 | 44 |\n| 2026 | 46 |"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The fleet grew [S1.1]. | Fleet, Lund | 46 buses | 2026 | [S1.2].",
            "The fleet grew [S1.1]. Fleet, Lund: 46 buses, 2026 [S1.2].",
        ),
        ("| Fleet, Lund | 46 buses |", "Fleet, Lund: 46 buses"),
        (
            "| Fleet | 4.6 % | [S1.1] This is disputed [S1.2]. | Depots | 3 | [S1.3].",
            "Fleet: 4.6 % [S1.1]. This is disputed [S1.2]. Depots: 3 [S1.3].",
        ),
        ("车队扩大了。| 车队 | 46辆 | [S1.2]", "车队扩大了。车队: 46辆 [S1.2]"),
    ],
)
def test_a_row_within_a_paragraph_or_alone_is_told_in_words(text: str, told: str) -> None:
    assert rows_told(text) == told


@pytest.mark.parametrize(
    "text", [TABLE, f"As follows:\n\n{TABLE}\n\nIt grew.", "a | b", "It cost |x| euros."]
)
def test_tables_and_single_bars_stay(text: str) -> None:
    assert rows_told(text) == text
