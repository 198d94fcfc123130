"""assemble: put the written sections together; citations that name nothing shown are dropped, with a notice."""

import asyncio
import re
import time
from collections.abc import Mapping

from langgraph.runtime import Runtime

from stepresearch.nodes.citations import before_stops, replace_marks
from stepresearch.nodes.dossier import keep_dossier
from stepresearch.nodes.doubts import with_doubts
from stepresearch.nodes.findings import resolved
from stepresearch.nodes.options import Options
from stepresearch.nodes.state import Notice, PassageRecord, ResearchState, ResearchUpdate, Section
from stepresearch.nodes.usage import since
from stepresearch.text.markdown import without_links
from stepresearch.tools.toolbox import Toolbox

_HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
_OWN_TARGET = re.compile(r"(?<=\])\((?:https?://|www\.|#)[^()\s]*\)")
"""The address that a model gives to a citation of its own, as in `[S3.2](https://…)`."""


async def assemble(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the sections with every citation resolved to a passage."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    sections: dict[str, Section] = {}
    notices: list[Notice] = []
    for section_id, section in state["sections"].items():
        if section["by"] == "floor":
            continue
        text, unknown = cited_text(without_title(section["text"], section["title"]), state["passages"])
        told = await asyncio.to_thread(with_doubts, text, state)
        sections[section_id] = Section(section_id=section_id, title=section["title"], text=told, by="model")
        notices += [dropped(unknown, section["title"])] if unknown else []
    return ResearchUpdate(
        sections=sections,
        dossier_key=await keep_dossier(state, archive, toolbox),
        usage={"assemble": since(begun_s)},
        notices=notices,
    )


def cited_text(text: str, passages: Mapping[str, PassageRecord]) -> tuple[str, list[str]]:
    """Return a model's text with citations as ids of passages and without links of its own, and the unknown ids."""
    unknown: list[str] = []

    def passage_marks(ids: list[str], words: str) -> str:
        found, missing = resolved(ids, words.rsplit("\n", 1)[-1], passages)
        unknown.extend(missing)
        return f" [{', '.join(found)}]" if found else ""

    own = before_stops(_OWN_TARGET.sub("", text))
    return replace_marks(own, passage_marks, plain=without_links).strip(), list(dict.fromkeys(unknown))


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
