"""DeepResearch Bench II's third verdict: what a report has from a source that it must not use does not count."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stepresearch.evals.fact.citations import addresses_at
from stepresearch.evals.judger.verdicts import Judgement, Verdict
from stepresearch.tools.urls import page_key


def without_blocked(judged: Iterable[Judgement], report: str, blocked: Sequence[str]) -> list[Judgement]:
    """Return judgements in which evidence that cites blocked addresses alone counts for nothing.

    The set counts such a criterion as -1 in its rate of blocked ones and as 0 in its score; `is_blocked` marks it. A line
    that cites nothing, or another source as well, is not blocked: code cannot tell where it is from.
    """
    keys = {page_key(url) for url in blocked}
    return [_blocked(one) if _relies_on(one, report, keys) else one for one in judged]


def _relies_on(judgement: Judgement, report: str, keys: set[str]) -> bool:
    if judgement.verdict in (None, Verdict.NONE) or not judgement.evidence:
        return False
    cited = [addresses_at(report, one.start, one.end) for one in judgement.evidence]
    return all(urls and all(page_key(url) in keys for url in urls) for urls in cited)


def _blocked(judgement: Judgement) -> Judgement:
    reason = f"Relies on a blocked source. {judgement.reason}".strip()
    return replace(judgement, verdict=Verdict.NONE, reason=reason, is_blocked=True)
