"""What the model is shown of the pages read: all of it where it fits, else the passages that bear most on what is wanted."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.evidence.aims import aims_of
from stepresearch.nodes.evidence.fence import fenced, headings_below, source_line
from stepresearch.nodes.evidence.figures import figures_in, has_figure
from stepresearch.nodes.evidence.stored_passages import StoredPassages
from stepresearch.nodes.state.schema import PassageRecord, ResearchState, Source, Task
from stepresearch.text.language.whitespace import folded
from stepresearch.text.language.words import terms

FIGURE_SHARE = 0.4
"""Of the best passage's score for an aim, what a figure adds to a passage that bears on it."""

LEAD_SHARE = 0.1
"""The same for the first passage of a page: it says what the page is about."""

ANOTHER = 0.85
"""What a passage is worth to an aim for each one of the same source that it has already: several sources are wanted."""

REPEATED = 0.6
"""What a passage is worth for each time that all its figures were given already: what nobody gave yet comes first."""

CANDIDATES = 300
"""Passages looked at for one aim."""

PASSAGE_TOKENS = 8
"""What the id and line breaks of a passage or of a source cost beside their words."""


@dataclass(slots=True)
class PassageSelection:
    """What is shown in one round.

    Attributes:
        passages: In the order in which they are shown.
        task_of: The task that each bears on most, by passage id.
        text: As the model is shown them.
    """

    passages: list[PassageRecord] = field(default_factory=list)
    task_of: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """An aim, and the passages that bear on it with their scores, best first."""

    aim: Task
    scores: Mapping[str, float]


def select_passages(
    state: ResearchState,
    stored: StoredPassages,
    copies: Iterable[str],
    *,
    allowance_tokens: int,
    estimate: Callable[[str], int],
) -> PassageSelection:
    """Return what was not shown yet: all of it where it fits, else what bears most on each aim in turn.

    Args:
        state: Its tasks, sources, and what was shown.
        stored: All passages of the pages read.
        copies: Sources whose text another one has too: they would outvote the others, and are left out.
        allowance_tokens: For all that is shown.
        estimate: Tokens of a text.
    """
    left = _not_shown(stored, state.get("shown", []), set(copies))
    aims = aims_of(state)
    wanted = [
        frozenset(term for text in (aim["question"], *aim["queries"]) for term in terms(text)) for aim in aims
    ]
    subject = frozenset.intersection(*wanted) if len(aims) > 1 else frozenset[str]()
    rankings = [
        _ranked(aim, stored.scores_of(own - subject or own), left)
        for aim, own in zip(aims, wanted, strict=True)
    ]
    spending = _Spending(state["sources"], allowance_tokens, estimate)
    if all(spending.takes(passage) for passage in left.values()):
        chosen = list(left)
    else:
        spending = _Spending(state["sources"], allowance_tokens, estimate)
        chosen = [key for key in _in_turns(rankings, left) if spending.takes(left[key])]
    passages = [left[key] for key in left if key in set(chosen)]
    passages = _in_order_of_tasks(passages, state)
    return PassageSelection(
        passages,
        {one["passage_id"]: _task_of(one["passage_id"], rankings) for one in passages},
        fenced(passages, state["sources"]),
    )


def _not_shown(
    stored: StoredPassages, shown: Collection[str], left_out: Collection[str]
) -> dict[str, PassageRecord]:
    """The passages that are new in their words too: pages of one site repeat whole paragraphs."""
    seen = {folded(stored.records[key]["text"]) for key in shown if key in stored.records}
    known = set(shown)
    left: dict[str, PassageRecord] = {}
    for key, passage in stored.records.items():
        words = folded(passage["text"])
        if key not in known and passage["source_id"] not in left_out and words not in seen:
            seen.add(words)
            left[key] = passage
    return left


class _Spending:
    """An allowance of tokens, spent passage by passage; a source's line is paid with its first one."""

    def __init__(
        self, sources: Mapping[str, Source], allowance_tokens: int, estimate: Callable[[str], int]
    ) -> None:
        self._sources, self._left, self._estimate = sources, allowance_tokens, estimate
        self._opened: set[str] = set()

    def takes(self, passage: PassageRecord) -> bool:
        """Spend what a passage costs; return False, and spend nothing, where there is not as much."""
        source_id = passage["source_id"]
        heading = headings_below(self._sources[source_id]["title"], passage["heading"])
        cost = PASSAGE_TOKENS + self._estimate(f"{heading}\n{passage['text']}")
        if source_id not in self._opened:
            cost += PASSAGE_TOKENS + self._estimate(source_line(source_id, self._sources))
        if cost > self._left:
            return False
        self._left -= cost
        self._opened.add(source_id)
        return True


def _ranked(aim: Task, found: Mapping[str, float], left: Mapping[str, PassageRecord]) -> _Ranked:
    scores = {key: score for key, score in found.items() if key in left}
    best = max(scores.values(), default=0.0)
    weighed = {
        key: score
        + best * FIGURE_SHARE * has_figure(left[key]["text"])
        + best * LEAD_SHARE * key.endswith(".1")
        for key, score in scores.items()
    }
    ranked = sorted(weighed, key=lambda key: -weighed[key])[:CANDIDATES]
    return _Ranked(aim, {key: weighed[key] / best for key in ranked})


def _in_turns(rankings: Sequence[_Ranked], passages: Mapping[str, PassageRecord]) -> Iterable[str]:
    """Yield passages, each once, taken by the aims in turn, each time the one worth most to the aim."""
    taken: dict[str, None] = {}
    given: Counter[str] = Counter()
    sources: list[Counter[str]] = [Counter() for _ in rankings]
    while True:
        before = len(taken)
        for ranking, own in zip(rankings, sources, strict=True):
            worth = {
                key: score
                * ANOTHER ** own[passages[key]["source_id"]]
                * REPEATED ** _repeats(passages[key], given)
                for key, score in ranking.scores.items()
                if key not in taken
            }
            if worth:
                best = max(worth, key=lambda key, worth=worth: worth[key])  # type: ignore[misc]  # bound now
                taken[best] = None
                own[passages[best]["source_id"]] += 1
                given.update(figures_in(passages[best]["text"]))
                yield best
        if len(taken) == before:
            return


def _repeats(passage: PassageRecord, given: Counter[str]) -> int:
    """How often the newest figure of a passage was given already; 0 where it gives none."""
    return min((given[figure] for figure in figures_in(passage["text"])), default=0)


def _task_of(passage_id: str, rankings: Sequence[_Ranked]) -> str:
    best = max(rankings, key=lambda ranking: ranking.scores.get(passage_id, 0.0))
    return best.aim["task_id"]


def _in_order_of_tasks(passages: Sequence[PassageRecord], state: ResearchState) -> list[PassageRecord]:
    """The passages by the first task whose queries found their source, then in the order of sources and pages."""
    place = {task["task_id"]: number for number, task in enumerate(state["plan"]["tasks"])}
    last = len(place)

    def rank(passage: PassageRecord) -> int:
        queries = [state["queries"].get(i) for i in state["sources"][passage["source_id"]]["query_ids"]]
        found = [place.get(task_id, last) for query in queries if query for task_id in query["task_ids"]]
        return min(found, default=last)

    return sorted(passages, key=rank)
