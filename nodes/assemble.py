"""assemble: put the written sections together: what was shown stays cited, what was not is dropped, with a notice."""

import asyncio
import re
import time
from collections.abc import Mapping

from langgraph.runtime import Runtime

from stepresearch.nodes.chatter import without_addresses, without_chatter
from stepresearch.nodes.citations import (
    before_stops,
    citable,
    cited_ids,
    replace_marks,
    sentences_with_ids,
    with_warnings,
    without_marks,
)
from stepresearch.nodes.cuts import cut
from stepresearch.nodes.dossier import keep_dossier
from stepresearch.nodes.doubts import with_doubts
from stepresearch.nodes.findings import resolved
from stepresearch.nodes.options import Options
from stepresearch.nodes.repetition import told_once
from stepresearch.nodes.state import Notice, PassageRecord, ResearchState, ResearchUpdate, Section
from stepresearch.nodes.told_lines import says_unknown
from stepresearch.nodes.usage import since
from stepresearch.text.markdown import without_links
from stepresearch.tools.toolbox import Toolbox

_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_PASSAGE = re.compile(r"\b[Pp]assages?\b(?! of\b)|段落|片段")
_OWN_TARGET = re.compile(r"(?<=\])\((?:https?://|www\.|#)[^()\s]*\)")
"""The address that a model gives to a citation of its own, as in `[S3.2](https://…)`."""


async def assemble(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the sections with every citation resolved to a passage."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    sections, notices = await asyncio.to_thread(resolved_sections, state)
    return ResearchUpdate(
        sections=sections,
        dossier_key=await keep_dossier(state, archive, toolbox),
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
            text = without_title(without_chatter(section["text"]), section["title"])
            texts[section_id], told = _shown_only(without_addresses(text), section["title"], citable(state))
            notices += told
    sections = {
        section_id: Section(
            section_id=section_id,
            title=written[section_id]["title"],
            text=with_doubts(for_readers(text), state),
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


def without_invented(text: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return a text without the sentences that cite, and of whose citations none was shown, and these, with their ids."""
    invented: list[str] = []

    def is_invented(sentence: str) -> bool:
        ids = cited_ids(sentence)
        found, _ = resolved(ids, without_marks(sentence), passages)
        invented.extend([sentence] if ids and not found else [])
        return bool(ids) and not found

    return cut(before_stops(_OWN_TARGET.sub("", text)), is_invented), invented


def cited_text(text: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return a model's text with citations as ids of passages and without links of its own, and the unknown ids."""
    unknown: list[str] = []

    def passage_marks(ids: list[str], words: str) -> str:
        found, missing = resolved(ids, words.rsplit("\n", 1)[-1], passages)
        unknown.extend(missing)
        return f" [{', '.join(found)}]" if found else ""

    own = before_stops(_OWN_TARGET.sub("", text))
    return replace_marks(own, passage_marks, plain=without_links).strip(), list(dict.fromkeys(unknown))


def for_readers(text: str) -> str:
    """Return a text in which what is not known is not in the sources: readers know no passages."""
    for sentence in sentences_with_ids(text):
        if not sentence.ids and _PASSAGE.search(sentence.text) and says_unknown(sentence.text):
            text = text.replace(sentence.text, _PASSAGE.sub(_source_for, sentence.text))
    return text


def _source_for(passage: re.Match[str]) -> str:
    word = passage[0]
    if not word.isascii():
        return "来源"
    return ("Source" if word[0] == "P" else "source") + ("s" if word.endswith("s") else "")


def dropped(unknown: list[str], where: str) -> Notice:
    """Return the notice that citations were dropped."""
    told = f"Citations of {', '.join(unknown)} in “{where}” name nothing that was shown; dropped."
    return Notice(node="assemble", kind="citation", text=told)


def without_title(text: str, title: str) -> str:
    """Return a section without a heading that repeats its title; other headings go below those of the report."""
    first, _, rest = text.strip().partition("\n")
    if first.startswith("#") or first.strip("*: ").casefold() == title.casefold():
        text = rest
    return _HEADING.sub("### ", text.strip())
