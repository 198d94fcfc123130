"""Who wrote a report, counted from what the steps recorded: the model, or rules that quote."""

from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import ResearchState


def is_by_model(state: ResearchState) -> bool:
    """Return whether the model wrote any part of the report."""
    return _has_summary_by_model(state) or _sections_by_model(state) > 0


def told_writers(state: ResearchState, language: str) -> str:
    """Return in a sentence which parts rules wrote, and whether a model was asked; empty where the model wrote all."""
    count, written = len(state["sections"]), _sections_by_model(state)
    has_summary = _has_summary_by_model(state)
    if not is_by_model(state):
        calls = sum(record.get("calls", 0) for record in state["usage"].values())
        return label(language, "all_rules", calls=calls) if calls else label(language, "extractive")
    if written == count and (has_summary or not state["summary"]):
        return ""
    kind = (
        "by_model_both"
        if has_summary and written
        else "by_model_summary"
        if has_summary
        else "by_model_sections"
    )
    return label(language, "some_rules", parts=label(language, kind, written=written, sections=count))


def _sections_by_model(state: ResearchState) -> int:
    return sum(section["by"] == "model" for section in state["sections"].values())


def _has_summary_by_model(state: ResearchState) -> bool:
    return bool(state["summary"]) and state.get("summary_by") == "model"
