"""What the head of a report says where none of its sources can confirm another one."""

from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import ResearchState
from stepresearch.text.language.markdown import escape


def one_owner(state: ResearchState) -> str:
    """Return a sentence where all sources read have one owner, or none of several is known, else nothing."""
    groups, sources = state["ledger"]["groups"], state["sources"]
    language = state["brief"]["language"]
    if sum(map(len, groups.values())) < 2:
        return ""
    if len(groups) > 1 and len(groups) == len(state["ledger"]["unknown"]):
        return f"*{label(language, 'no_owner')}*"
    if len(groups) > 1:
        return ""
    members = [sources[one] for ids in groups.values() for one in ids]
    names = [one.get("owner") or one.get("author") or one["site"] for one in members]
    return f"*{label(language, 'one_owner', owner=escape(next((name for name in names if name), '?')))}*"
