"""How the research went: what was searched for in each round, what was read and what was not."""

from collections.abc import Mapping

from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import Query, ResearchState
from stepresearch.text.language.markdown import escape


def research_log(state: ResearchState) -> list[str]:
    """Return a section on the rounds of the research, with their queries and pages; nothing where nothing was searched for."""
    queries: Mapping[str, Query] = state.get("queries", {})
    rounds = sorted({query["round"] for query in queries.values() if "answer_key" in query})
    if not rounds:
        return []
    language = state["brief"]["language"]
    lines = [f"- {_round(number, state)}" for number in rounds]
    return [f"## {label(language, 'how')}", "\n".join(lines)]


def _round(number: int, state: ResearchState) -> str:
    language = state["brief"]["language"]
    asked = [
        query for query in state["queries"].values() if query["round"] == number and "answer_key" in query
    ]
    told = "; ".join(f"{escape(query['text'])} ({query.get('hits', 0)})" for query in asked)
    chosen = [source for source in state["sources"].values() if source["round"] == number]
    read = sum(source["status"] == "read" for source in chosen)
    return label(language, "round", number=number, queries=told, read=read, chosen=len(chosen))
