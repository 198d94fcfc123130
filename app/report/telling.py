"""What every report file tells in the same words: the verification line, and what is known of a source."""

from stepresearch.app.report.evidence import Evidence
from stepresearch.app.report.sources import SourceView
from stepresearch.app.report.view import ReportView
from stepresearch.app.report.words import Words
from stepresearch.nodes.locale.labels import counted_with, left_out


def verification(view: ReportView) -> list[tuple[str, str]]:
    """Return the parts of the verification line, each with the verdict that it counts; empty where it counts none."""
    counts, words = view.counts, view.words
    parts = [
        ("", words("checked", cited=counts.cited)),
        ("supported", words("n_supported", count=counts.supported)),
        ("partly", words("n_partly", count=counts.partly) if counts.partly else ""),
        ("not_found" if counts.marked else "", words("n_marked", count=counts.marked)),
        ("contested" if counts.contested else "", words("n_contested", count=counts.contested)),
        *(("", told) for told in view.absences),
        ("", words("n_sources", sources=counts.sources, groups=counts.groups)),
        ("", words("pages_read", read=counts.read)),
    ]
    return [(kind, text) for kind, text in parts if text]


def doubt_of(one: Evidence, words: Words) -> str:
    """Return what a citation says behind its numbers: its verdict, else that the claim is disputed; empty where neither doubts."""
    name = one.verdict if one.verdict != "supported" else "contested" if one.disputed else ""
    return f" {words(name)}" if name else ""


def about(source: SourceView, words: Words) -> list[str]:
    """Return what is known of a source: author, site, its kind, date, standing, what it supports, what it is counted with, what was left out."""
    if source.copy_of:
        group = words("copy", other=source.copy_of)
    elif source.siblings:
        group = counted_with(words.language, source.siblings)
    else:
        group = words("alone")
    date = source.published or words("undated")
    kind = words(f"kind_{source.authority}") if source.authority else ""
    parts = [
        source.author,
        source.site,
        kind,
        date,
        source.standing,
        words.counted("supports", source.supports),
        group,
        *left_out(words.language, hard_to_see=source.hard_to_see, orders=source.orders),
    ]
    return [part for part in parts if part]
