"""What the model is shown of the pages read: the sentences that tell most, each once, as many as the window allows."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from stepresearch.nodes.evidence.excerpts import OMITTED, excerpt, is_row, is_table
from stepresearch.nodes.evidence.scoring import Scoring
from stepresearch.nodes.evidence.sentences import Sentence, reads_as_statement, sentences_of
from stepresearch.nodes.planning.queries import nearest_tasks
from stepresearch.nodes.planning.question_parts import listed_tasks
from stepresearch.nodes.state.schema import PassageRecord, ResearchState, Source, Task
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.whitespace import folded
from stepresearch.text.language.words import terms
from stepresearch.text.safety.prompt_injection import gives_orders, orders_in

MIN_SCORE = 0.12
"""Below it a sentence shares little more than the subject with what is asked."""

FIGURE_WEIGHT = 0.15
"""A sentence with a figure tells more than one of the same words without."""

PASSAGE_TOKENS = 8
SOURCE_TOKENS = 12
"""What the id of a passage and the line of a source cost beside their words."""

LEAD_CHARS = 1200
GAP_CHARS = 200
"""What is left out between two sentences of a passage costs a mark; up to this length it is shown where there is room."""

_FIGURE = re.compile(r"\d[\d.,]*\s*[%％]|\b(?!(?:19|20)\d\d\b)\d[\d.,]*|[〇一二三四五六七八九十百千万亿]{2,}")
_NUMERAL = re.compile("[〇一二三四五六七八九十百千万亿]|\\d")
_OWN_ID = re.compile(r"[\[【]\s*(S\d+(?:\.\d+)?)\s*[\]】]")
_FENCE = re.compile(r"<\s*+(/?)\s*+sources\s*+>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that is shown, the task that it bears on, and how much it tells."""

    task_id: str
    sentence: Sentence
    score: float


@dataclass(slots=True)
class PassageSelection:
    """What is shown in one round: passages, what of each, and the sentences that were chosen for a task.

    `sentences` are the numbers of the sentences shown, by passage.
    """

    passages: list[PassageRecord] = field(default_factory=list)
    sentences: dict[str, list[int]] = field(default_factory=dict)
    text: str = ""
    told: list[Told] = field(default_factory=list)


def select_passages(
    state: ResearchState, copies: Iterable[str], *, allowance_tokens: int, estimate: Callable[[str], int]
) -> PassageSelection:
    """Return what was not shown yet, best first for each aim of the research in turn, within the allowance.

    Args:
        state: Its passages, tasks, and what was shown.
        copies: Sources whose text another one has too: they would outvote the others, and are left out.
        allowance_tokens: For all that is shown.
        estimate: Tokens of a text.
    """
    shown, left_out = state.get("shown", {}), set(copies)
    open_passages = [p for p in state["passages"].values() if p["source_id"] not in left_out]
    told = _within(_in_turns(state, open_passages), state["sources"], allowance_tokens, estimate)
    chosen: dict[str, set[str]] = {}
    for one in told:
        chosen.setdefault(one.sentence.passage["passage_id"], set()).add(one.sentence.text)
    passages = [p for p in open_passages if p["passage_id"] in chosen]

    def shown_with(gap_chars: int, whole: Collection[str]) -> PassageSelection:
        excerpts = {
            p["passage_id"]: excerpt(
                p["text"],
                _all_of(p) if p["passage_id"] in whole else chosen[p["passage_id"]],
                shown.get(p["passage_id"], ()),
                gap_chars=gap_chars,
            )
            for p in passages
        }
        texts = {passage_id: one.text for passage_id, one in excerpts.items()}
        return PassageSelection(
            passages,
            {passage_id: list(one.sentences) for passage_id, one in excerpts.items()},
            fenced(passages, texts, state["sources"]),
            told,
        )

    filled = shown_with(GAP_CHARS, _leads_named(state, passages))
    return filled if estimate(filled.text) <= allowance_tokens else shown_with(0, ())


def _leads_named(state: ResearchState, passages: Iterable[PassageRecord]) -> set[str]:
    """The first passages of pages whose title is what a query asks after, as that of an encyclopedia is: they say what it is."""
    queries = [frozenset(terms(query["text"])) for query in state["queries"].values()]
    leads = [p for p in passages if p["passage_id"].endswith(".1") and len(p["text"]) <= LEAD_CHARS]
    titles = {p["passage_id"]: frozenset(terms(state["sources"][p["source_id"]]["title"])) for p in leads}
    return {key for key, title in titles.items() if title and any(title <= query for query in queries)}


def _all_of(passage: PassageRecord) -> set[str]:
    text = passage["text"]
    return {text[span.start : span.end] for span in split_sentences(text)}


@lru_cache(maxsize=8192)
def has_figure(text: str) -> bool:
    """Return whether a text gives a figure that is not merely a year."""
    return _NUMERAL.search(text) is not None and _FIGURE.search(text) is not None


def aims_of(state: ResearchState) -> list[Task]:
    """Return what passages are wanted for: the points that the question lists, under the nearest task, else the tasks.

    From the second round on what was searched for comes first, and tasks that are settled want nothing more.
    """
    tasks = state["plan"]["tasks"]
    stray = next((task["task_id"] for task in tasks if not task["settled"]), tasks[0]["task_id"])
    asked = [
        Task(
            task_id=next(iter(query["task_ids"]), stray),
            question=query["text"],
            queries=[query["text"]],
            settled=False,
        )
        for query in state["queries"].values()
        if query["round"] == state["round"] > 1
    ]
    points = [
        Task(
            task_id=next(iter(nearest_tasks(point.question, tasks)), tasks[0]["task_id"]),
            question=point.question,
            queries=point.queries,
            settled=False,
        )
        for point in listed_tasks(state["question"])
    ]
    return [*asked, *(points or [task for task in tasks if not (asked and task["settled"])])]


def _in_turns(state: ResearchState, passages: Sequence[PassageRecord]) -> list[Told]:
    """The sentences that bear on an aim, taken from the aims in turn, each once."""
    known = _shown_texts(passages, state.get("shown", {}))
    sentences = [
        s
        for s in _with_tables_as_one(sentences_of(passages, state["sources"]))
        if (s.passage["passage_id"], s.text) not in known and (reads_as_statement(s.text) or is_row(s.text))
    ]
    aims = aims_of(state)
    scoring = Scoring(sentences, aims, state["queries"])
    bonus = [FIGURE_WEIGHT * has_figure(sentence.text) for sentence in sentences]
    rankings: list[list[tuple[int, Told]]] = []
    for aim in aims:
        scores = scoring.scores(aim)
        weighed = [score + extra for score, extra in zip(scores, bonus, strict=True)]
        order = sorted(range(len(sentences)), key=lambda n, own=weighed: -own[n])  # type: ignore[misc]  # bound now
        rankings.append(
            [(n, Told(aim["task_id"], sentences[n], weighed[n])) for n in order if scores[n] >= MIN_SCORE]
        )
    longest = max(map(len, rankings), default=0)
    in_turns: dict[int, Told] = {}
    for place in range(longest):
        for ranking in rankings:
            if place < len(ranking):
                in_turns.setdefault(*ranking[place])
    return list(in_turns.values())


def _shown_texts(
    passages: Sequence[PassageRecord], shown: Mapping[str, Sequence[int]]
) -> set[tuple[str, str]]:
    """The sentences shown before, each with its passage."""
    return {
        (passage["passage_id"], passage["text"][span.start : span.end])
        for passage in passages
        if (numbers := shown.get(passage["passage_id"]))
        for number, span in enumerate(split_sentences(passage["text"]))
        if number in numbers
    }


def _with_tables_as_one(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences; of a table its first row with a figure, which stands for the words of all of it."""
    tables: set[str] = set()
    for one in sentences:
        passage = one.passage
        if not (is_row(one.text) and is_table(passage["text"])):
            yield one
        elif passage["passage_id"] not in tables:
            tables.add(passage["passage_id"])
            yield replace(one, own=frozenset(terms(passage["text"])))


def _within(
    told: Iterable[Told], sources: Mapping[str, Source], allowance: int, estimate: Callable[[str], int]
) -> list[Told]:
    chosen: list[Told] = []
    opened: set[str] = set()
    for one in told:
        passage, source = one.sentence.passage["passage_id"], one.sentence.source["source_id"]
        is_whole = is_table(one.sentence.passage["text"])
        cost = 0 if is_whole and passage in opened else estimate(_as_shown(one.sentence, whole=is_whole))
        cost += 0 if passage in opened else PASSAGE_TOKENS
        cost += 0 if source in opened else SOURCE_TOKENS + estimate(_described(sources[source]))
        if cost <= allowance:
            allowance -= cost
            chosen.append(one)
            opened |= {passage, source}
    return chosen


def _as_shown(sentence: Sentence, *, whole: bool) -> str:
    return sentence.passage["text"] if whole else sentence.text


def fenced(
    passages: Sequence[PassageRecord], excerpts: Mapping[str, str], sources: Mapping[str, Source]
) -> str:
    """Return passages under their sources, as the model is shown them.

    A page can neither close the fence around it nor open a passage of another source: ids in its words are no ids.
    Sentences recognised as orders to whoever reads for someone else are left out; the fence is for the others.
    """
    blocks: list[str] = []
    for source_id in dict.fromkeys(passage["source_id"] for passage in passages):
        own = [p["passage_id"] for p in passages if p["source_id"] == source_id]
        texts = [f"[{passage_id}]\n{_defused(_without_orders(excerpts[passage_id]))}" for passage_id in own]
        blocks.append("\n".join([f"[{source_id}] {_described(sources[source_id])}", *texts]))
    return "\n\n".join(blocks)


def _described(source: Source) -> str:
    title = OMITTED if gives_orders(source["title"]) else source["title"]
    told = [title, source.get("site") or source["url"], source.get("published") or "undated"]
    return " — ".join(_defused(folded(one)) for one in told)


def _without_orders(words: str) -> str:
    for span in reversed(orders_in(words)):
        words = words[: span.start] + OMITTED + words[span.end :]
    return words


def _defused(words: str) -> str:
    """A page's words, in which nothing looks like the fence or like an id of a source."""
    return _OWN_ID.sub(r"‹\1›", _FENCE.sub(r"‹\1sources›", words))
