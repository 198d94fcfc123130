"""How a run ends that a person stopped: no report, and a sentence that says so."""

from langchain_core.messages import AIMessage

from stepresearch.nodes.state.schema import ResearchState, ResearchUpdate
from stepresearch.text.language.visible_characters import visible_characters

_REASON_CHARS = 300


def stopped(state: ResearchState, where: str, said: str) -> ResearchUpdate:
    """Return the end of a run that was stopped at `where`, such as "the plan", with what the person said."""
    reason = " ".join(visible_characters(said).split())[:_REASON_CHARS]
    told = f" on the answer “{reason}”" if reason else " by the person"
    text = f"The research was stopped at {where}{told}: nothing was searched, and there is no report."
    return ResearchUpdate(
        stopped=text, messages=[AIMessage(content=text, id=f"stopped-{state.get('started_s')}")]
    )
