"""A section's text: which of a model's answers are refused."""

import pytest

from stepresearch.nodes.section import fault_of

ENGLISH = "The programme had cost €47.9 million by 31 March 2026, and that is more than the Council approved [S3.4]."
CHINESE = "该计划最初预计耗资3450万欧元 [S9.5]，而目前批准的预算为4620万欧元，并网原定于2025年10月完成，现推迟至2027年3月，两艘船的承诺日期在来源中没有说明 [S3.4]。"


def test_a_section_in_another_language_than_asked_is_refused_by_name() -> None:
    assert fault_of(CHINESE, "en") == "It is written in Chinese, and English was asked for."
    assert fault_of(ENGLISH, "zh") == "It is written in English, and Chinese was asked for."


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (CHINESE, "zh"), (ENGLISH, "vi"), ("Sollan Kestrel [S3.1].", "de")],
)
def test_a_section_whose_language_fits_or_cannot_be_told_is_taken(text: str, language: str) -> None:
    assert fault_of(text, language) is None


def test_a_section_of_nothing_but_citations_is_empty() -> None:
    assert fault_of(" [S3.1] ", "en") == "The section is empty."
