"""How the research went: what was searched for in each round, what was read and what was not."""

from collections.abc import Mapping

from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import Query, ResearchState
from stepresearch.text.language.markdown import escape


def research_log(state: ResearchState) -> list[str]:
    """Return a section on the rounds of the research; nothing where nothing was searched for."""
    told = "\n".join(f"- {escape(line)}" for line in rounds_told(state))
    return [f"## {label(state['brief']['language'], 'how')}", told] if told else []


def rounds_told(state: ResearchState) -> list[str]:
    """Return a line on each round: its queries with what each brought, and how many pages were read."""
    queries: Mapping[str, Query] = state.get("queries", {})
    rounds = {query["round"] for query in queries.values() if "answer_key" in query}
    return [_round(number, state) for number in sorted(rounds)]


def _round(number: int, state: ResearchState) -> str:
    language = state["brief"]["language"]
    asked = [
        query for query in state["queries"].values() if query["round"] == number and "answer_key" in query
    ]
    told = "; ".join(f"{query['text']} ({query.get('hits', 0)})" for query in asked)
    chosen = [source for source in state["sources"].values() if source["round"] == number]
    read = sum(source["status"] == "read" for source in chosen)
    return label(language, "round", number=number, queries=told, read=read, chosen=len(chosen))
