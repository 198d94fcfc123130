"""check: hold a batch of cited sentences against the passages that they cite."""

import asyncio
import time
from collections.abc import Iterable

from langgraph.runtime import Runtime

from stepresearch.nodes.checking.absence_statements import Statement
from stepresearch.nodes.checking.judge import Judge
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import AbsenceCheck, ResearchUpdate, UsageRecord
from stepresearch.nodes.state.tasks import CheckTask, SentenceToCheck
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.absence_words import may_say_absent, says_absent
from stepresearch.tools.toolbox import Toolbox


async def check(task: CheckTask, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return a verdict for each sentence of the batch, and the sentences that its reader says tell of something missing.

    Code compares figures, names and quotations, and the model, which is told what that did not find, decides.
    """
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=task["started_s"])
    model, conversation = await open_shared_context(task["dossier_key"], archive, toolbox)
    judge = Judge(task["passages"], task["sources"], task["question"], shown=task["shown"])
    judged = await judge.judge(
        task["sentences"], model if task["by_model"] else None, conversation, task["uncited"]
    )
    step = f"check:{task['batch_id']}"
    usage: dict[str, UsageRecord] = {step: since(begun_s)}
    usage |= {f"{step}:leaf": judged.usage} if judged.usage else {}
    return ResearchUpdate(
        checks=judged.checks,
        absences=await asyncio.to_thread(_named, judged.missing),
        usage=usage,
        notices=list(judged.notices),
    )


def _named(missing: Iterable[SentenceToCheck]) -> dict[str, AbsenceCheck]:
    """The statements that the reader named and that the word lists do not know; one that cites and denies nothing is none."""
    statements = [
        Statement(one["text"], one["section_id"])
        for one in missing
        if not says_absent(one["text"])
        and (not one["passage_ids"] or may_say_absent(one["text"], is_cited=False))
    ]
    return {
        one.key: AbsenceCheck(
            text=one.text, section_id=one.section_id, subject_id="", verdict="open", passages=0, instead=""
        )
        for one in statements
    }
