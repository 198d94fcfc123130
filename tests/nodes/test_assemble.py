"""What of the written sections comes into the report."""

from stepresearch.nodes.assemble import for_readers, resolved_sections
from stepresearch.nodes.state.schema import Brief, Ledger, PassageRecord, ResearchState, Section, SectionPlan

PASSAGE = PassageRecord(passage_id="S3.1", source_id="S3", start=0, end=9, heading="", text="It has 62 cars.")
KNOWN = "若两船未能正常运营，280万欧元的补助将不予支付 [S3.1]。"
INVENTED = "根据未公开的消息，该项目将于2027年取消 [S77.1]。"


def assembled(*texts: str) -> tuple[list[str], list[str]]:
    """The texts of sections as the report has them, and the notices."""
    plans = [
        SectionPlan(section_id=f"X{n}", title="风险", task_ids=[], finding_ids=[]) for n in range(len(texts))
    ]
    sections = {
        plan["section_id"]: Section(section_id=plan["section_id"], title="风险", text=text, by="model")
        for plan, text in zip(plans, texts, strict=True)
    }
    state = ResearchState(
        outline=plans,
        sections=sections,
        passages={"S3.1": PASSAGE},
        shown={"S3.1": [0]},
        findings={},
        ledger=Ledger(groups={}, copies={}, claims=[], disagreements=[]),
        brief=Brief(objective="", language="zh", scope="", implied=[], answers=[]),
    )
    written, notices = resolved_sections(state)
    return [section["text"] for section in written.values()], [notice["text"] for notice in notices]


def test_a_sentence_whose_only_citation_was_never_shown_is_cut_and_named() -> None:
    texts, notices = assembled(f"{KNOWN}{INVENTED}来源没有说明结果。")
    assert texts == [f"{KNOWN}来源没有说明结果。"]
    assert notices == [f"Cut from “风险”, since all that it cites was never shown: “{INVENTED}”."]


def test_where_nothing_else_is_left_such_a_sentence_stays_with_a_mark() -> None:
    texts, notices = assembled(INVENTED)
    assert texts == ["根据未公开的消息，该项目将于2027年取消 ⚠。"]
    assert notices == ["Citations of S77.1 in “风险” name nothing that was shown; dropped."]


def test_a_sentence_keeps_the_citation_that_was_shown_and_loses_the_other() -> None:
    texts, notices = assembled("It has 62 cars [S3.1, S77.1].")
    assert texts == ["It has 62 cars [S3.1]."]
    assert notices == ["Citations of S77.1 in “风险” name nothing that was shown; dropped."]


def test_chatter_addresses_and_the_title_around_a_section_go() -> None:
    texts, _ = assembled(
        f"好的，以下是该部分的内容：\n\n## 风险\n\n{KNOWN}详见 https://example.com/a 。\n\n希望这对您有帮助！"
    )
    assert texts == [KNOWN]


def test_what_an_earlier_section_said_is_not_said_again() -> None:
    texts, notices = assembled(KNOWN, f"{KNOWN}It has 62 cars [S3.1].")
    assert texts == [KNOWN, "It has 62 cars [S3.1]."]
    assert notices == []


def test_what_no_passage_says_no_source_says() -> None:
    assert for_readers("How much power it needs, no passage says.") == (
        "How much power it needs, no source says."
    )
    assert for_readers("这些段落没有说明结果。") == "这些来源没有说明结果。"


def test_a_passage_that_is_no_source_stays_a_passage() -> None:
    for text in ("The passage of the strait takes an hour.", "The passages say it [S3.1]."):
        assert for_readers(text) == text
