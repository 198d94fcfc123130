"""check: hold a batch of cited sentences against the passages that they cite."""

import time
from typing import Any

from typing_extensions import TypedDict

from stepresearch.nodes.floors.check import draft_check
from stepresearch.nodes.state import Check, PassageRecord, ResearchUpdate
from stepresearch.nodes.usage import since

BATCH = 12


class SentenceToCheck(TypedDict):
    """A cited sentence of the written report."""

    sentence_id: str
    section_id: str
    text: str
    passage_ids: list[str]


class CheckTask(TypedDict):
    """A batch of sentences and the passages that they cite."""

    batch_id: str
    sentences: list[SentenceToCheck]
    passages: dict[str, PassageRecord]
    options: dict[str, Any]


async def check(task: CheckTask) -> ResearchUpdate:
    """Return a verdict for each sentence of the batch."""
    begun_s = time.time()
    checks = {item["sentence_id"]: _checked(item, task["passages"]) for item in task["sentences"]}
    return ResearchUpdate(checks=checks, usage={f"check:{task['batch_id']}": since(begun_s)})


def _checked(item: SentenceToCheck, passages: dict[str, PassageRecord]) -> Check:
    cited = [passages[passage_id]["text"] for passage_id in item["passage_ids"] if passage_id in passages]
    verdict = draft_check(item["text"], cited)
    return Check(
        sentence_id=item["sentence_id"],
        section_id=item["section_id"],
        sentence=item["text"],
        passage_ids=item["passage_ids"],
        verdict=verdict.verdict,
        quote=verdict.quote,
        reason=verdict.reason,
    )
