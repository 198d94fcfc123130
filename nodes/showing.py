"""What the model is shown of the pages read: the sentences that tell most, each once, as many as the window allows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.floors.evidence import Sentence, reads_as_statement, sentences_of
from stepresearch.nodes.floors.plan import listed_tasks
from stepresearch.nodes.floors.reflect import Scoring
from stepresearch.nodes.queries import nearest_tasks
from stepresearch.nodes.state import PassageRecord, ResearchState, Source, Task
from stepresearch.text.sentences import split_sentences

MIN_SCORE = 0.12
"""Below it a sentence shares little more than the subject with what is asked."""

FIGURE_WEIGHT = 0.15
"""A sentence with a figure tells more than one of the same words without."""

PASSAGE_TOKENS = 8
SOURCE_TOKENS = 12
"""What the id of a passage and the line of a source cost beside their words."""

OMITTED = "[…]"
_FIGURE = re.compile(r"\d[\d.,]*\s*[%％]|\b(?!(?:19|20)\d\d\b)\d[\d.,]*|[〇一二三四五六七八九十百千万亿]{2,}")
_FENCE = re.compile(r"<\s*(/?)\s*sources\s*>", re.IGNORECASE)
_LEANS_BACK = re.compile(
    r"^(?:this|these|those|it|they|he|she|his|her|their|its|that|such)\b|^[这那它他她其该]", re.IGNORECASE
)
_TABLE_ROW = re.compile(r"^\s*\|", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that is shown, the task that it bears on, and how much it tells."""

    task_id: str
    sentence: Sentence
    score: float


@dataclass(slots=True)
class Showing:
    """What is shown in one round: passages, what of each, and the sentences that were chosen for a task."""

    passages: list[PassageRecord] = field(default_factory=list)
    text: str = ""
    told: list[Told] = field(default_factory=list)


def choose_showing(
    state: ResearchState, copies: Iterable[str], *, allowance_tokens: int, estimate: Callable[[str], int]
) -> Showing:
    """Return what was not shown yet, best first for each aim of the research in turn, within the allowance.

    Args:
        state: Its passages, tasks, and what was shown.
        copies: Sources whose text another one has too: they would outvote the others, and are left out.
        allowance_tokens: For all that is shown.
        estimate: Tokens of a text.
    """
    left_out = {*state.get("shown", []), *copies}
    fresh = [
        p
        for p in state["passages"].values()
        if p["passage_id"] not in left_out and p["source_id"] not in left_out
    ]
    told = _within(_in_turns(state, fresh), state["sources"], allowance_tokens, estimate)
    chosen: dict[str, set[str]] = {}
    for one in told:
        chosen.setdefault(one.sentence.passage["passage_id"], set()).add(one.sentence.text)
    passages = [p for p in fresh if p["passage_id"] in chosen]
    excerpts = {p["passage_id"]: excerpt(p["text"], chosen[p["passage_id"]]) for p in passages}
    return Showing(passages, fenced(passages, excerpts, state["sources"]), told)


def has_figure(text: str) -> bool:
    """Return whether a text gives a figure that is not merely a year."""
    return _FIGURE.search(text) is not None


def aims_of(state: ResearchState) -> list[Task]:
    """Return what passages are wanted for: the points that the question lists, under the nearest task, else the tasks."""
    tasks = state["plan"]["tasks"]
    points = [
        Task(
            task_id=next(iter(nearest_tasks(point.question, tasks)), tasks[0]["task_id"]),
            question=point.question,
            queries=point.queries,
            settled=False,
        )
        for point in listed_tasks(state["question"])
    ]
    return points or tasks


def _in_turns(state: ResearchState, passages: Sequence[PassageRecord]) -> list[Told]:
    """The sentences that bear on an aim, taken from the aims in turn, each once."""
    sentences = [s for s in sentences_of(passages, state["sources"]) if reads_as_statement(s.text)]
    aims = aims_of(state)
    scoring = Scoring(sentences, aims, state["queries"])
    bonus = [FIGURE_WEIGHT * has_figure(sentence.text) for sentence in sentences]
    rankings: list[list[tuple[int, Told]]] = []
    for aim in aims:
        weighed = [score + extra for score, extra in zip(scoring.scores(aim), bonus, strict=True)]
        order = sorted(range(len(sentences)), key=lambda n, own=weighed: -own[n])  # type: ignore[misc]  # bound now
        rankings.append(
            [(n, Told(aim["task_id"], sentences[n], weighed[n])) for n in order if weighed[n] >= MIN_SCORE]
        )
    longest = max(map(len, rankings), default=0)
    in_turns: dict[int, Told] = {}
    for place in range(longest):
        for ranking in rankings:
            if place < len(ranking):
                in_turns.setdefault(*ranking[place])
    return list(in_turns.values())


def _within(
    told: Iterable[Told], sources: Mapping[str, Source], allowance: int, estimate: Callable[[str], int]
) -> list[Told]:
    chosen: list[Told] = []
    opened: set[str] = set()
    for one in told:
        passage, source = one.sentence.passage["passage_id"], one.sentence.source["source_id"]
        cost = estimate(one.sentence.text)
        cost += 0 if passage in opened else PASSAGE_TOKENS
        cost += 0 if source in opened else SOURCE_TOKENS + estimate(_described(sources[source]))
        if cost <= allowance:
            allowance -= cost
            chosen.append(one)
            opened |= {passage, source}
    return chosen


def excerpt(text: str, chosen: set[str]) -> str:
    """Return the chosen sentences of a passage in order, a line each run of them, with a mark where some are left out.

    A sentence that leans on the one before it brings that one along; a passage with a table is shown whole.
    """
    spans = split_sentences(text)
    sentences = [text[span.start : span.end] for span in spans]
    kept = {n for n, sentence in enumerate(sentences) if sentence in chosen}
    kept |= {n - 1 for n in kept if n and _LEANS_BACK.match(sentences[n])}
    if len(kept) == len(sentences) or _TABLE_ROW.search(text):
        return re.sub(r"\n\s*\n+", "\n", text)
    lines: list[str] = []
    for n in sorted(kept):
        if n and n - 1 in kept:
            lines[-1] += f" {sentences[n]}"
        else:
            lines += [OMITTED, sentences[n]] if n else [sentences[n]]
    return "\n".join(lines if len(sentences) - 1 in kept else [*lines, OMITTED])


def fenced(
    passages: Sequence[PassageRecord], excerpts: Mapping[str, str], sources: Mapping[str, Source]
) -> str:
    """Return passages under their sources, as the model is shown them; a page cannot close the fence around it."""
    blocks: list[str] = []
    for source_id in dict.fromkeys(passage["source_id"] for passage in passages):
        own = [p["passage_id"] for p in passages if p["source_id"] == source_id]
        texts = [f"[{passage_id}]\n{excerpts[passage_id]}" for passage_id in own]
        blocks.append("\n".join([f"[{source_id}] {_described(sources[source_id])}", *texts]))
    return _FENCE.sub(r"‹\1sources›", "\n\n".join(blocks))


def _described(source: Source) -> str:
    return " — ".join(
        [source["title"], source.get("site") or source["url"], source.get("published") or "undated"]
    )
