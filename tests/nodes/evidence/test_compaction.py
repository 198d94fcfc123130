"""What becomes of a conversation that outgrew the window."""

from stepresearch.nodes.evidence.compaction import compacted
from stepresearch.nodes.state.schema import Finding, PassageRecord, ResearchState, Source
from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.fake import FakeModel


def state(turns: int) -> ResearchState:
    talk = [Message(role="user", content="word " * 400), Message(role="assistant", content="Read.")] * turns
    text = "The harbour has 12 berths since 2024."
    return ResearchState(
        question="How many berths has the harbour?",
        transcript=[Message(role="system", content="You research."), *talk],
        sources={
            "S1": Source(
                source_id="S1", title="Harbour", url="http://h.example/", site="h.example", published="2024"
            )
        },
        passages={
            "S1.1": PassageRecord(
                passage_id="S1.1", source_id="S1", start=0, end=len(text), heading="", text=text
            )
        },
        findings={
            "F1": Finding(
                finding_id="F1",
                task_id="T1",
                claim=text,
                passage_ids=["S1.1"],
                quote=text,
                verbatim=True,
                score=1.0,
                round=1,
            )
        },
    )


async def test_a_conversation_that_fits_stays_byte_for_byte() -> None:
    given = state(turns=2)
    conversation, notices = await compacted(given, FakeModel(window_tokens=32_000))
    assert conversation == given["transcript"]
    assert notices == []


async def test_one_that_leaves_no_room_keeps_findings_and_their_passages() -> None:
    given = state(turns=40)
    conversation, (notice,) = await compacted(given, FakeModel(window_tokens=16_000))
    assert conversation[0] == given["transcript"][0]
    assert [message["role"] for message in conversation] == ["system", "user", "assistant"]
    assert "12 berths since 2024. [S1.1]" in conversation[1]["content"]
    assert "[S1.1]\nThe harbour has 12 berths" in conversation[1]["content"]
    assert "16,000" in notice["text"]
