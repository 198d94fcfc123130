"""Findings that only repeat what another source read says, and say so: they count with that source."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.state.schema import Finding, Source
from stepresearch.text.claims.reported_source import Paper, reported_paper


def credited_groups(
    findings: Mapping[str, Finding], sources: Mapping[str, Source], groups: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return by finding id the group of the source that a finding has its statement from, where it names one read.

    `The strategy of 2022 had put it at €34.5 million`, say the minutes: that is no second source for the figure. Where
    sources of several groups may be meant nothing is told.
    """
    credited: dict[str, str] = {}
    for finding_id, finding in findings.items():
        paper = reported_paper(finding["quote"])
        own = finding["passage_ids"][0].partition(".")[0]
        meant = {
            name
            for name, source_ids in (groups.items() if paper else ())
            for source_id in source_ids
            if source_id != own and paper and _is_it(paper, sources[source_id])
        }
        if len(meant) == 1:
            credited[finding_id] = meant.pop()
    return credited


def _is_it(paper: Paper, source: Source) -> bool:
    return paper.is_titled(source["title"], source.get("published"))
