"""The floor of section: quoted sentences with their sources and what speaks for or against them."""

from collections.abc import Mapping, Sequence

from stepresearch.nodes.evidence.standing import told_standing
from stepresearch.nodes.locale.labels import label, quoted
from stepresearch.nodes.state.schema import Claim, Finding, SectionPlan, Source
from stepresearch.text.language.markdown import escape

MAX_MARKS = 4
OLD_YEARS = 2


def draft_section(
    plan: SectionPlan,
    claims: Sequence[Claim],
    findings: Mapping[str, Finding],
    sources: Mapping[str, Source],
    language: str,
) -> str:
    """Return a list of quotations, one for each finding of the plan, with citations as `[S3.2]`."""
    if not plan["finding_ids"]:
        return label(language, "not_found", task=escape(plan["title"]))
    claim_of = {finding_id: claim for claim in claims for finding_id in claim["finding_ids"]}
    return "\n".join(
        quotation(findings[finding_id], claim_of.get(finding_id), findings, sources, language)
        for finding_id in plan["finding_ids"]
    )


def quotation(
    finding: Finding,
    claim: Claim | None,
    findings: Mapping[str, Finding],
    sources: Mapping[str, Source],
    language: str,
) -> str:
    """Return an item: the quotation with its citations, and below it who says it, when, and how it stands."""
    text = quoted(language, escape(finding["quote"]), escape(finding["claim"]))
    said = [*finding["passage_ids"], *_others(finding, claim, findings)][:MAX_MARKS]
    source = sources[finding["passage_ids"][0].partition(".")[0]]
    about = [
        escape(source["title"]),
        source.get("published") or label(language, "undated"),
        *filter(None, [told_standing(source["source_id"], sources, language)]),
        *_age(source, sources, language),
        *_standing(claim, language),
    ]
    return f"- {text} [{', '.join(said)}]  \n  *{' · '.join(about)}*"


def _others(finding: Finding, claim: Claim | None, findings: Mapping[str, Finding]) -> list[str]:
    """Passages of the other findings that say or support the claim, one a source."""
    seen = {finding["passage_ids"][0].partition(".")[0]}
    others: list[str] = []
    for finding_id in (*claim["finding_ids"], *claim["supported_by"]) if claim else ():
        passage_id = findings[finding_id]["passage_ids"][0]
        if (source_id := passage_id.partition(".")[0]) not in seen:
            seen.add(source_id)
            others.append(passage_id)
    return others


def _age(source: Source, sources: Mapping[str, Source], language: str) -> list[str]:
    """A word of warning on a source that is years older than the newest one beside it."""
    years = [int(published[:4]) for one in sources.values() if (published := one.get("published"))]
    published = source.get("published")
    old = published is not None and max(years) - int(published[:4]) >= OLD_YEARS
    return [label(language, "old")] if old else []


def _standing(claim: Claim | None, language: str) -> list[str]:
    if claim is None:
        return []
    if claim["verdict"] == "contested":
        return [label(language, "see_contested", heading=label(language, "disagree"))]
    if claim["verdict"] == "corroborated":
        return [label(language, "confirmed", count=len(claim["groups"]))]
    return []
