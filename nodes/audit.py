"""audit: gather the verdicts, mark what stays unsupported, and finish the report."""

import asyncio
import time

from langchain_core.messages import AIMessage

from stepresearch.nodes.check import BATCH, CheckTask, SentenceToCheck
from stepresearch.nodes.citations import sentences_with_ids
from stepresearch.nodes.rendering import render
from stepresearch.nodes.state import Notice, ResearchState, ResearchUpdate
from stepresearch.nodes.usage import since

UNSUPPORTED = "⚠"


async def audit(state: ResearchState) -> ResearchUpdate:
    """Return the finished report; a sentence that its passages do not support carries a mark in the text."""
    begun_s = time.time()
    failed = [check for check in state["checks"].values() if check["verdict"] not in ("supported", "partly")]
    notices = [
        Notice(
            node="audit",
            kind="citation",
            text=f"Not supported by its source: {check['sentence']} ({check['reason']})",
        )
        for check in failed
    ]
    finished = await asyncio.to_thread(render, state, {check["sentence"] for check in failed})
    return ResearchUpdate(
        report=finished,
        messages=[AIMessage(content=finished["markdown"], id=f"report-{state['started_s']}")],
        usage={"audit": since(begun_s)},
        notices=notices,
    )


def batches(state: ResearchState) -> list[CheckTask]:
    """Return the cited sentences of the summary and the sections in batches, with the passages that they cite."""
    written = {"summary": state["summary"]} | {key: part["text"] for key, part in state["sections"].items()}
    cited = [
        SentenceToCheck(
            sentence_id=f"{section_id}.{number}",
            section_id=section_id,
            text=sentence.text,
            passage_ids=list(sentence.ids),
        )
        for section_id, text in written.items()
        for number, sentence in enumerate(sentences_with_ids(text), 1)
        if sentence.ids
    ]
    return [
        _batch(f"B{first // BATCH + 1}", cited[first : first + BATCH], state)
        for first in range(0, len(cited), BATCH)
    ]


def _batch(batch_id: str, sentences: list[SentenceToCheck], state: ResearchState) -> CheckTask:
    wanted = {passage_id for sentence in sentences for passage_id in sentence["passage_ids"]}
    passages = {key: passage for key, passage in state["passages"].items() if key in wanted}
    return CheckTask(batch_id=batch_id, sentences=sentences, passages=passages, options=state["options"])
