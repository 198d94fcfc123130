"""verify: count independent support, find contradictions, and look once for what would settle them."""

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from langgraph.runtime import Runtime

from stepresearch.nodes.conversation.model_calls import opening
from stepresearch.nodes.conversation.shared_context import model_of
from stepresearch.nodes.evidence.page_texts import page_texts
from stepresearch.nodes.ledger.comparison import Comparison, compared
from stepresearch.nodes.ledger.ledger import draft_ledger
from stepresearch.nodes.ledger.owner_verdicts import judge_owners
from stepresearch.nodes.ledger.owners import to_ask_about, without_owner
from stepresearch.nodes.ledger.pair_verdicts import ASKED, judge_groups, packed
from stepresearch.nodes.ledger.pairs import MAX_STATEMENTS, Pair, Pairs, pairs_of
from stepresearch.nodes.ledger.relations import relations, with_originals
from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups, independent_groups, unknown_groups
from stepresearch.nodes.ledger.statements import Said, statements_of
from stepresearch.nodes.ledger.support import stating
from stepresearch.nodes.planning.open_points import open_point_queries
from stepresearch.nodes.planning.queries import Wanted, new_queries
from stepresearch.nodes.state.options import Options, options_from
from stepresearch.nodes.state.schema import Ledger, Query, ResearchState, ResearchUpdate, Ruling, Source
from stepresearch.nodes.state.usage import budget_of, since, spent_by
from stepresearch.text.language.words import keywords
from stepresearch.tools.llm.chat_model import ChatModel, Message
from stepresearch.tools.toolbox import Toolbox

MAX_LOOKUPS = 3
LOOKUP_WORDS = 10
LEAF_PROMPT_TOKENS = 2_000
"""About what a leaf adds to the conversation, its answer included."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is known of the sources of a run: texts of their pages, groups of copies, which is a copy of which."""

    texts: dict[str, str]
    copies: list[list[str]]
    copy_of: dict[str, str]


async def verify(state: ResearchState, runtime: Runtime[Options], *, toolbox: Toolbox) -> ResearchUpdate:
    """Return the ledger, findings for sources that confirm or contradict, and, once, queries for what stays unsettled."""
    begun_s = time.time()
    archive = toolbox.archive(runtime.store, started_s=state["started_s"])
    texts = await page_texts(state["sources"], state["passages"], archive)
    sources = await asyncio.to_thread(_sources, state, texts)
    said, pairs = await asyncio.to_thread(_proposed, state, sources.copy_of)
    conversation, model = await opening(state), await model_of(state, runtime, toolbox)
    language = state["brief"]["language"]
    to_ask = await asyncio.to_thread(to_ask_about, state["sources"], texts)
    leaves = packed(_not_asked(pairs.groups, state))
    asked = _as_many_as_allowed(leaves, state, model, conversation, toolbox)
    papers = to_ask if len(asked) == len(leaves) else []
    judged, (owners, owned) = await asyncio.gather(
        judge_groups(asked, model=model, conversation=conversation, language=language),
        judge_owners(papers, state["sources"], texts, model=model, conversation=conversation),
    )
    rulings = [*_before(state, said), *judged.pairs]
    comparison = await asyncio.to_thread(
        lambda: compared(state, with_originals(relations(pairs.proven, rulings), sources.copy_of))
    )
    known = _with_owners(state["sources"], owners)
    ledger = await asyncio.to_thread(_ledger, state, comparison, known, sources)
    queries = _lookups(state, ledger, comparison) if _can_search(state, toolbox) else {}
    step = f"verify:{state['round']}"
    spent = [record for record in (*judged.usage, owned.usage) if record]
    return ResearchUpdate(
        findings=comparison.added,
        sources={one: known[one] for one in owners},
        ledger=ledger,
        verdicts=_record(judged.pairs, judged.asked),
        transcript=conversation,
        corroborated=True,
        round=state["round"] + 1 if queries else state["round"],
        queries=queries,
        usage={step: since(begun_s)} | {f"{step}:{number}": record for number, record in enumerate(spent)},
        notices=[*judged.notices, *owned.notices],
    )


def _can_search(state: ResearchState, toolbox: Toolbox) -> bool:
    """Return whether what stays unsettled can still be looked up: once, within the budget."""
    spent = spent_by(state, toolbox)
    return not state["corroborated"] and not budget_of(options_from(state["options"])).search_ends(spent)


def _as_many_as_allowed(
    leaves: list[list[Sequence[Said]]],
    state: ResearchState,
    model: ChatModel | None,
    conversation: Sequence[Message],
    toolbox: Toolbox,
) -> list[list[Sequence[Said]]]:
    """The leaves that leave the report its share of a limited budget, one at least: each pays for the conversation."""
    if model is None:
        return leaves
    tokens = sum(model.estimate_tokens(turn["content"]) for turn in conversation) + LEAF_PROMPT_TOKENS
    budget = budget_of(options_from(state["options"]))
    left = budget.calls_left(spent_by(state, toolbox), tokens_a_call=tokens)
    return leaves if left is None else leaves[: max(1, left)]


def _sources(state: ResearchState, texts: dict[str, str]) -> Sources:
    copies = copy_groups(texts)
    return Sources(texts, copies, copies_of(copies, state["sources"]))


def _proposed(state: ResearchState, copy_of: Mapping[str, str]) -> tuple[list[Said], Pairs]:
    said = statements_of(state)
    return said, pairs_of(said, copy_of, MAX_STATEMENTS[options_from(state["options"]).depth])


def _with_owners(sources: Mapping[str, Source], owners: Mapping[str, str]) -> dict[str, Source]:
    known = dict(sources)
    for source_id, owner in owners.items():
        known[source_id] = known[source_id].copy()
        known[source_id]["owner"] = owner
    return known


def _ledger(
    state: ResearchState, comparison: Comparison, known: Mapping[str, Source], sources: Sources
) -> Ledger:
    groups = independent_groups(known, sources.texts, sources.copies)
    ledger = draft_ledger(
        comparison.findings,
        comparison.agreements,
        comparison.conflicts,
        groups,
        unknown=unknown_groups(groups, without_owner(known, sources.texts)),
        relayed=comparison.relayed,
        stating=stating(comparison.findings, state["passages"]),
    )
    ledger["copies"] = sources.copy_of
    return ledger


def _not_asked(groups: Iterable[Sequence[Said]], state: ResearchState) -> list[Sequence[Said]]:
    """The groups that hold a statement which was not asked about together with the others in a round before."""
    asked = [
        frozenset(key.split("+"))
        for key, one in state.get("verdicts", {}).items()
        if one["relation"] == ASKED
    ]
    return [group for group in groups if not any({one.key for one in group} <= known for known in asked)]


def _before(state: ResearchState, said: Iterable[Said]) -> list[tuple[Pair, Ruling]]:
    """The rulings of the rounds before on pairs of statements that are still there."""
    by_key = {one.key: one for one in said}
    found: list[tuple[Pair, Ruling]] = []
    for key, ruling in state.get("verdicts", {}).items():
        a, _, b = key.partition("/")
        if a in by_key and b in by_key:
            found.append((Pair(by_key[a], by_key[b]), ruling))
    return found


def _record(pairs: Iterable[tuple[Pair, Ruling]], asked: Iterable[frozenset[str]]) -> dict[str, Ruling]:
    """What the state keeps: each ruling under its pair, and which statements were asked about together."""
    kept = {pair.key: ruling for pair, ruling in pairs}
    return kept | {"+".join(sorted(keys)): Ruling(relation=ASKED, name="", values=[]) for keys in asked}


def _lookups(state: ResearchState, ledger: Ledger, comparison: Comparison) -> dict[str, Query]:
    """Queries for open points of the checklist, then for what is disputed or stands on one source."""
    rank = {"contested": 0, "single_source": 1}
    findings = comparison.findings
    unsettled = [
        claim
        for claim in ledger["claims"]
        if claim["verdict"] in rank and claim["finding_ids"][0] in state["findings"]
    ]
    unsettled.sort(key=lambda claim: (rank[claim["verdict"]], -findings[claim["finding_ids"][0]]["score"]))
    wanted = [
        Wanted(
            _without_figures(claim["text"]), (claim["task_id"],), f"another source for: {claim['text'][:120]}"
        )
        for claim in unsettled
    ]
    chosen = [*open_point_queries(state), *wanted[:MAX_LOOKUPS]]
    return new_queries(state["queries"], chosen, round_number=state["round"] + 1)


def _without_figures(text: str) -> str:
    """What a claim is about: another source may give other figures."""
    return " ".join(
        [word for word in keywords(text) if not any(char.isdigit() for char in word)][:LOOKUP_WORDS]
    )
