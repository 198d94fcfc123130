"""A section: which of a model's answers are refused, and what its writer is told."""

import pytest

from stepresearch.nodes.conversation.prompt_parts import length_of
from stepresearch.nodes.section import MAX_NOTED, fault_of, noted_lines
from stepresearch.nodes.state.schema import Finding, SectionPlan

ENGLISH = "The programme had cost €47.9 million by 31 March 2026, and that is more than the Council approved [S3.4]."
CHINESE = "该计划最初预计耗资3450万欧元 [S9.5]，而目前批准的预算为4620万欧元，并网原定于2025年10月完成，现推迟至2027年3月，两艘船的承诺日期在来源中没有说明 [S3.4]。"


def test_a_section_in_another_language_than_asked_is_refused_by_name() -> None:
    assert fault_of(CHINESE, "en") == "it is written in Chinese, and English was asked for"
    assert fault_of(ENGLISH, "zh") == "it is written in English, and Chinese was asked for"


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (CHINESE, "zh"), (ENGLISH, "fi"), ("Sollan Kestrel [S3.1].", "de")],
)
def test_a_section_whose_language_fits_or_cannot_be_told_is_taken(text: str, language: str) -> None:
    assert fault_of(text, language) is None


def test_a_section_of_nothing_but_citations_is_empty() -> None:
    assert fault_of(" [S3.1] ", "en") == "the section is empty"


def test_a_section_that_says_one_sentence_again_and_again_is_refused() -> None:
    assert fault_of("红隼号一年替代柴油119万升 [S7.2]。" * 12, "zh") == (
        "it says the same sentences again and again; say each thing once"
    )


def test_a_length_is_counted_in_characters_where_words_are_not_spaced() -> None:
    assert [length_of(250, language) for language in ("en", "zh", "ja", "vi")] == [
        "250 words",
        "420 characters",
        "420 characters",
        "250 words",
    ]


def test_a_writer_is_reminded_of_what_the_model_noted_for_its_part_and_of_no_quotation() -> None:
    findings = {
        f"F{n}": Finding(
            finding_id=f"F{n}",
            task_id="T1",
            claim=f"Claim {n}.",
            passage_ids=[f"S1.{n}"],
            quote="",
            verbatim=n == 1,
            score=1,
            round=1,
        )
        for n in range(1, 12)
    }
    plan = SectionPlan(section_id="X1", title="", task_ids=["T1"], finding_ids=["F3", "F1", "F2"])
    assert noted_lines(plan, findings) == ["[S1] Claim 3. [S1.3]", "[S1] Claim 2. [S1.2]"]
    plan["finding_ids"] = [*findings]
    assert len(noted_lines(plan, findings)) == MAX_NOTED
