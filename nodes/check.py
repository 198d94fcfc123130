"""check: hold a batch of cited sentences against the passages that they cite."""

import asyncio
import time

from langgraph.runtime import Runtime

from stepresearch.nodes.checking.sentences import checks_from, judged_by_code, read_afresh
from stepresearch.nodes.conversation.shared_context import open_shared_context
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import (
    ResearchUpdate,
    UsageRecord,
)
from stepresearch.nodes.state.tasks import CheckTask
from stepresearch.nodes.state.usage import since
from stepresearch.tools.toolbox import Toolbox


async def check(task: CheckTask, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return a verdict for each sentence of the batch: by code on figures and quotations, by the model on meaning."""
    begun_s = time.time()
    sentences = task["sentences"]
    by_code = await asyncio.to_thread(
        lambda: [
            judged_by_code(one, task["passages"], task["sources"], task["question"]) for one in sentences
        ]
    )
    archive = toolbox.archive(runtime.store, started_s=task["started_s"])
    model, conversation = await open_shared_context(task["dossier_key"], archive, toolbox)
    by_model = await read_afresh(sentences, model if task["by_model"] else None, conversation)
    checks = checks_from(sentences, by_code, by_model.value, task["passages"])
    step = f"check:{task['batch_id']}"
    usage: dict[str, UsageRecord] = {step: since(begun_s)}
    usage |= {f"{step}:leaf": by_model.usage} if by_model.usage else {}
    return ResearchUpdate(checks=checks, usage=usage, notices=list(by_model.notices))
