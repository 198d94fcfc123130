"""Where the graph goes next: pure functions of the state, and the payloads of the fan-outs."""

from langgraph.graph import END
from langgraph.types import Send

from stepresearch.nodes.checking.batches import batches
from stepresearch.nodes.ledger.dispute_lines import told_with_verdict
from stepresearch.nodes.planning.queries import open_queries
from stepresearch.nodes.state.schema import Disagreement, ResearchState, SectionPlan
from stepresearch.nodes.state.tasks import ReadTask, SearchTask, SectionTask
from stepresearch.nodes.writing.lengths import section_words


def to_searches(state: ResearchState) -> list[Send]:
    """Return a search for each query that is open."""
    return [
        Send("search", SearchTask(query=query, options=state["options"], started_s=state["started_s"]))
        for query in open_queries(state)
    ]


def after_ask(state: ResearchState) -> str:
    """Plan, unless the person stopped the run."""
    return END if state.get("stopped") else "plan"


def after_review(state: ResearchState) -> list[Send] | str:
    """Search, or report where the plan has no query; end where the person stopped the run."""
    if state.get("stopped"):
        return END
    return to_searches(state) or "reflect"


def after_select(state: ResearchState) -> list[Send] | str:
    """Read the chosen pages, or reflect on what there is where none was chosen."""
    wanted = [state["question"], *(task["question"] for task in state["plan"]["tasks"])]
    chosen = [source for source in state["sources"].values() if source["status"] == "chosen"]
    return [
        Send(
            "read",
            ReadTask(
                source=source,
                wanted=[*wanted, *(state["queries"][query_id]["text"] for query_id in source["query_ids"])],
                options=state["options"],
                started_s=state["started_s"],
            ),
        )
        for source in chosen
    ] or "reflect"


def after_reflect(state: ResearchState) -> list[Send] | str:
    """Search on where there is more to find, else verify."""
    return to_searches(state) or "verify"


def after_verify(state: ResearchState) -> list[Send] | str:
    """Look up what stays unsettled, else report."""
    return to_searches(state) or "report"


def after_report(state: ResearchState) -> list[Send] | str:
    """Write each section, or go on where there is none."""
    return [Send("section", _section_task(plan, state)) for plan in state["outline"]] or "assemble"


def _section_task(plan: SectionPlan, state: ResearchState) -> SectionTask:
    claims = [c for c in state["ledger"]["claims"] if set(plan["finding_ids"]).intersection(c["finding_ids"])]
    wanted = {
        *plan["finding_ids"],
        *(i for claim in claims for i in (*claim["finding_ids"], *claim["supported_by"])),
    }
    findings = {i: finding for i, finding in state["findings"].items() if i in wanted}
    passages = [state["passages"][i] for i in plan.get("passage_ids", []) if i in state["passages"]]
    read_from = {one["source_id"] for one in passages} | {
        p.partition(".")[0] for finding in findings.values() for p in finding["passage_ids"]
    }
    return SectionTask(
        plan=plan,
        titles=[one["title"] for one in state["outline"]],
        brief=state["brief"],
        language=state["brief"]["language"],
        words=section_words(state, len(state["outline"])),
        findings=findings,
        claims=claims,
        sources={i: source for i, source in state["sources"].items() if i in read_from},
        passages=passages,
        disputes=[told_with_verdict(one, state["findings"]) for one in _disputes_of(plan, state)],
        checklist=state["plan"]["checklist"],
        options=state["options"],
        started_s=state["started_s"],
        dossier_key=state["dossier_key"],
    )


def _disputes_of(plan: SectionPlan, state: ResearchState) -> list[Disagreement]:
    """The disagreements whose findings a section rests on or whose task it answers; those of no section go to all."""

    def bears(one: Disagreement, section: SectionPlan) -> bool:
        ids = [finding_id for side in one["sides"] for finding_id in side["finding_ids"]]
        tasks = {state["findings"][finding_id]["task_id"] for finding_id in ids}
        return bool(tasks & set(section["task_ids"]) or set(ids) & set(section["finding_ids"]))

    return [
        one
        for one in state["ledger"]["disagreements"]
        if bears(one, plan) or not any(bears(one, section) for section in state["outline"])
    ]


def after_assemble(state: ResearchState) -> list[Send | str]:
    """Summarize, and check the cited sentences in batches beside it."""
    return ["summarize", *(Send("check", batch) for batch in batches(state))]
