"""The claims of a run's ledger as lines: what each rests on, and how well."""

import sys
from collections.abc import Iterator

from stepresearch.app.report.lines import one_line
from stepresearch.app.report.words import SIGNS, Words
from stepresearch.graph.result import ResearchResult
from stepresearch.nodes.state.schema import Finding, ResearchState

COUNTED = {"corroborated", "single_source"}
"""Verdicts that the count of sources explains."""


def print_claims(result: ResearchResult) -> None:
    """Print each claim with its verdict, its independent support and the quotations that say it.

    A terminal gets lines that end between words, and go on below where they began.
    """
    if not sys.stdout.isatty():
        sys.stdout.writelines(f"{line}\n" for line in claim_lines(result.state))
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.padding import Padding  # noqa: PLC0415 - the same
    from rich.text import Text  # noqa: PLC0415 - the same

    console = Console(highlight=False)
    for line in claim_lines(result.state):
        told = line.lstrip()
        console.print(Padding(Text(told), (0, 0, 0, len(line) - len(told))))


def claim_lines(state: ResearchState) -> Iterator[str]:
    """Yield the lines of all claims, in the order of the ledger, each claim followed by an empty line."""
    words = Words("en")
    for claim in state["ledger"]["claims"]:
        verdict, support = claim["verdict"], words.counted("support", len(claim["groups"]))
        why = f": {claim['reason']}" if verdict not in COUNTED else ""
        yield f"{claim['claim_id']}  {SIGNS[verdict]} {words(verdict)} · {support}{why}"
        yield f"    {one_line(claim['text'])}"
        for finding_id in (*claim["finding_ids"], *claim["supported_by"]):
            yield f"    - {_quotation(state, state['findings'][finding_id])}"
        yield ""


def _quotation(state: ResearchState, finding: Finding) -> str:
    passage_id = finding["passage_ids"][0]
    source = state["sources"][passage_id.partition(".")[0]]
    date = f", {source['published']}" if source.get("published") else ""
    return f"“{one_line(finding['quote'])}” [{passage_id}] {one_line(source['title'])}{date}"
