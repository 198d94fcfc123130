"""assemble: put the written sections together: what was shown stays cited, what was not is dropped, with a notice."""

import asyncio
import re
import time
from collections.abc import Mapping

from langgraph.runtime import Runtime

from stepresearch.nodes.citations.marks import (
    citable,
    sentences_with_ids,
    with_warnings,
    without_marks,
)
from stepresearch.nodes.citations.resolution import (
    cited_text,
    dropped,
    without_invented,
    without_title,
)
from stepresearch.nodes.conversation.shared_context import keep_shared_context
from stepresearch.nodes.state.options import Options
from stepresearch.nodes.state.schema import Notice, PassageRecord, ResearchState, ResearchUpdate, Section
from stepresearch.nodes.state.usage import since
from stepresearch.nodes.writing.absence_words import says_absent
from stepresearch.nodes.writing.boilerplate import without_addresses, without_boilerplate
from stepresearch.nodes.writing.caveats import with_caveats
from stepresearch.nodes.writing.repetition import told_once
from stepresearch.tools.toolbox import Toolbox

_PASSAGE = re.compile(r"\b[Pp]assages?\b(?! of\b)|段落|片段")


async def assemble(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the sections with every citation resolved to a passage."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    sections, notices = await asyncio.to_thread(resolved_sections, state)
    return ResearchUpdate(
        sections=sections,
        dossier_key=await keep_shared_context(state, archive, toolbox),
        usage={"assemble": since(begun_s)},
        notices=notices,
    )


def resolved_sections(state: ResearchState) -> tuple[dict[str, Section], list[Notice]]:
    """Return the sections that the model wrote as the report has them, in the order of the outline, and notices."""
    written = {plan["section_id"]: state["sections"][plan["section_id"]] for plan in state["outline"]}
    texts: dict[str, str] = {}
    notices: list[Notice] = []
    for section_id, section in written.items():
        if section["by"] == "model":
            text = without_title(without_boilerplate(section["text"]), section["title"])
            texts[section_id], told = _shown_only(without_addresses(text), section["title"], citable(state))
            notices += told
    sections = {
        section_id: Section(
            section_id=section_id,
            title=written[section_id]["title"],
            text=with_caveats(for_readers(text), state),
            by="model",
        )
        for section_id, text in told_once(texts).items()
    }
    return sections, notices


def _shown_only(text: str, title: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[Notice]]:
    """A section's text with citations of what was shown, without sentences that cite only what was not, and notices.

    Such sentences stay, with a mark, where nothing else would.
    """
    left, invented = without_invented(text, passages)
    resolved_text, unknown = cited_text(left or text, passages)
    notices = [dropped(unknown, title)] if unknown else []
    if not left:
        return with_warnings(resolved_text, {without_marks(one) for one in invented}), notices
    told = "Cut from “{}”, since all that it cites was never shown: “{}”."
    notices += [Notice(node="assemble", kind="citation", text=told.format(title, one)) for one in invented]
    return resolved_text, notices


def for_readers(text: str) -> str:
    """Return a text in which what is not known is not in the sources: readers know no passages."""
    for sentence in sentences_with_ids(text):
        if not sentence.ids and _PASSAGE.search(sentence.text) and says_absent(sentence.text):
            text = text.replace(sentence.text, _PASSAGE.sub(_source_for, sentence.text))
    return text


def _source_for(passage: re.Match[str]) -> str:
    word = passage[0]
    if not word.isascii():
        return "来源"
    return ("Source" if word[0] == "P" else "source") + ("s" if word.endswith("s") else "")
