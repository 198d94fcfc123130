"""The finished report as Markdown: ids become numbered links, and code writes what code knows."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from stepresearch.nodes.citations.marks import replace_marks, with_warnings
from stepresearch.nodes.evidence.standing import told_standing
from stepresearch.nodes.locale.labels import counted_with, label, left_out
from stepresearch.nodes.rendering.authorship import is_by_model, told_writers
from stepresearch.nodes.rendering.disagreements import changes, disagreements
from stepresearch.nodes.rendering.independence import one_owner
from stepresearch.nodes.rendering.research_log import research_log
from stepresearch.nodes.rendering.verdicts import cited_sources, missing
from stepresearch.nodes.rendering.verification import RenderedEvidence
from stepresearch.nodes.state.schema import Citation, Report, ResearchState, Source
from stepresearch.text.language.language import is_han
from stepresearch.text.language.markdown import escape
from stepresearch.tools.urls import is_linked
from stepresearch.tools.web.authority import OTHER, TOLD

_BETWEEN_WORDS = (" ", ",", "，", "、", ";", "；", ":", "：")

MAX_TITLE_CHARS = 120
"""Of a title in letters; in Chinese characters half as many."""


def render(state: ResearchState, unsupported: Collection[str] = ()) -> Report:
    """Return the report of a state whose sections are written.

    Sources are numbered in the order in which the text first cites them. Sentences in `unsupported` are marked.
    """
    numbering, evidence = Numbering(state["sources"]), RenderedEvidence(state)
    parts = [
        *_body(state, numbering, unsupported),
        *disagreements(state, numbering.link),
        *changes(state, numbering.link),
        *evidence.claims(numbering.link),
        *_missing(state),
        *_sources(state, numbering, evidence),
        *research_log(state),
        *_notes(state),
    ]
    title = report_title(state)
    asked = label(state["brief"]["language"], "question", question=escape(state["question"]))
    parts = [
        f"# {escape(title)}",
        *([f"*{asked}*"] if title != state["question"] else []),
        _standing(state, evidence),
        *_written(state),
        one_owner(state),
        *parts,
    ]
    return Report(
        title=title,
        markdown="\n\n".join(part for part in parts if part) + "\n",
        status="complete" if state["findings"] else "nothing_found",
        citations=numbering.citations(),
    )


def report_title(state: ResearchState) -> str:
    """Return the title that the brief gives, else the question, cut where it is too long for a title."""
    title = state["brief"].get("title") or state["question"]
    most = MAX_TITLE_CHARS // 2 if is_han(title) else MAX_TITLE_CHARS
    if len(title) <= most:
        return title
    end = max(title.rfind(mark, 0, most) for mark in _BETWEEN_WORDS)
    return title[: end if end > 0 else most].rstrip("".join(_BETWEEN_WORDS)) + " …"


class Numbering:
    """Numbers for cited sources, given in the order of first citation."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._cited: dict[str, list[str]] = {}

    def link(self, ids: Iterable[str]) -> str:
        """Return numbered links for ids of sources or passages; an id that was never read gives none."""
        numbers: dict[int, str] = {}
        for one in ids:
            source_id = one.partition(".")[0]
            source = self._sources.get(source_id)
            if source is None or source["status"] != "read":
                continue
            passages = self._cited.setdefault(source_id, [])
            if one not in passages:
                passages.append(one)
            numbers[list(self._cited).index(source_id) + 1] = source["url"]
        return "".join(f" {_link(f'[{number}]', url)}" for number, url in numbers.items())

    def citations(self) -> list[Citation]:
        """Return what was cited, by number."""
        return [
            Citation(number=number, source_id=source_id, passage_ids=passage_ids)
            for number, (source_id, passage_ids) in enumerate(self._cited.items(), 1)
        ]


def _link(label: str, url: str) -> str:
    """Return a Markdown link, or the label alone where the address is none to click on."""
    return f"[{label}]({_address(url)})" if is_linked(url) else label


def _address(url: str) -> str:
    """A URL as the target of a Markdown link (CommonMark 0.31 section 6.3)."""
    return "".join(f"%{ord(char):02X}" if char in "()<> \\\"'" else char for char in url)


def _standing(state: ResearchState, evidence: RenderedEvidence) -> str:
    language = state["brief"]["language"]
    read = [source for source in state["sources"].values() if source["status"] == "read"]
    if not read:
        return label(language, "nothing_read")
    if not state["findings"]:
        return label(language, "nothing", read=len(read))
    counted = evidence.verification(cited_sources(state))
    told = " ".join(part for part in (told_writers(state, language), counted) if part)
    return f"*{told}*"


def _written(state: ResearchState) -> list[str]:
    """When and with which model, where one wrote any of it."""
    if not is_by_model(state):
        return []
    language, writer = state["brief"]["language"], state.get("writer", "")
    return [f"*{label(language, 'written', date=state['today'], writer=escape(writer))}*"] if writer else []


def _body(state: ResearchState, numbering: Numbering, unsupported: Collection[str]) -> list[str]:
    language = state["brief"]["language"]
    written = [(label(language, "summary"), state["summary"])] if state["summary"] else []
    for plan in state["outline"]:
        section = state["sections"][plan["section_id"]]
        written.append((escape(section["title"]), section["text"]))
    return [
        part
        for title, text in written
        for part in (f"## {title}", _linked(with_warnings(text, unsupported), numbering))
    ]


def _linked(text: str, numbering: Numbering) -> str:
    return replace_marks(text, lambda ids, _words: numbering.link(ids))


def _missing(state: ResearchState) -> list[str]:
    language = state["brief"]["language"]
    lines = [f"- {escape(line)}" for line in missing(state)]
    return [f"## {label(language, 'missing')}", "\n".join(lines)] if lines else []


def _sources(state: ResearchState, numbering: Numbering, evidence: RenderedEvidence) -> list[str]:
    language, citations = state["brief"]["language"], numbering.citations()
    if not citations:
        return []
    lines = [
        line
        for citation in citations
        for line in (_source_line(citation, state), *evidence.quotations(citation["source_id"]))
    ]
    return [f"## {label(language, 'sources')}", "\n".join(lines), _read_only(citations, state)]


def _read_only(citations: Sequence[Citation], state: ResearchState) -> str:
    """What was read and is not cited, so that a reader sees all that was looked at."""
    cited = {citation["source_id"] for citation in citations}
    left = [s for s in state["sources"].values() if s["status"] == "read" and s["source_id"] not in cited]
    titles = "; ".join(f"{_link(escape(source['title']), source['url'])}" for source in left)
    return label(state["brief"]["language"], "read_only", titles=titles) if left else ""


def _source_line(citation: Citation, state: ResearchState) -> str:
    language, source = state["brief"]["language"], state["sources"][citation["source_id"]]
    cited = [
        finding
        for finding in state["findings"].values()
        if any(passage_id.partition(".")[0] == citation["source_id"] for passage_id in finding["passage_ids"])
    ]
    kind = source.get("authority", OTHER)
    who = label(language, f"kind_{kind}") if kind in TOLD else None
    about = [source.get("author"), source["site"], who, source.get("published") or label(language, "undated")]
    about.append(told_standing(citation["source_id"], state["sources"], language))
    about += _counted_with(citation["source_id"], state)
    count = "supports_one" if len(cited) == 1 else "supports"
    about.append(label(language, count, count=len(cited)))
    about += left_out(language, hard_to_see=source.get("hard_to_see", 0), orders=source.get("orders", 0))
    told = ", ".join(escape(part) for part in about if part)
    title = escape(source["title"])
    # An embedder's own address, such as ticket:7, opens nothing in a browser but tells which source is meant.
    named = _link(title, source["url"]) if is_linked(source["url"]) else f"{title} ({escape(source['url'])})"
    return f"{citation['number']}. {named} — {told}"


def _counted_with(source_id: str, state: ResearchState) -> list[str]:
    """Of what a source is a copy, or what it is counted as one with."""
    language, ledger, sources = state["brief"]["language"], state["ledger"], state["sources"]
    if original := ledger["copies"].get(source_id):
        return [label(language, "copy", other=sources[original]["title"])]
    group = next((ids for ids in ledger["groups"].values() if source_id in ids), [])
    others = [sources[one]["title"] for one in group if one not in (source_id, *ledger["copies"])]
    return [counted_with(language, others)] if others else []


def _notes(state: ResearchState) -> list[str]:
    if not state["notices"]:
        return []
    language = state["brief"]["language"]
    return [
        f"## {label(language, 'notes')}",
        "\n".join(f"- {escape(notice['text'])}" for notice in state["notices"]),
    ]
