"""Which statements answer a question by rule: those that hold its subject and a value of the kind that it asks for."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stepresearch.nodes.evidence.scoring import content_terms
from stepresearch.nodes.evidence.sentences import LEANS_BACK
from stepresearch.nodes.fallbacks.statements import Statement, statements_of
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.entities.names import names, question_names
from stepresearch.text.language.language import is_han
from stepresearch.text.language.words import keywords, terms
from stepresearch.text.numbers.dates import dates
from stepresearch.text.numbers.quantities import quantities
from stepresearch.text.ranking.synonyms import expanded

ABOVE, BEFORE = 0.6, 0.75
"""What a word of the question counts that stands above a statement, and in the sentence that it leans on."""

NO_VALUE = 0.35
"""What a statement is worth without a value of the kind that is asked for."""

OUT_OF_FORCE = {"superseded": 0.5, "withdrawn": 0.5, "archived": 0.6, "draft": 0.8}
OLDER = 0.97
COVERED = 0.15
"""What a word of the question still counts once a chosen statement holds it."""

LED_TO = 0.2
"""What a name counts that a chosen statement brings up: a question of two steps is answered by what is said of it."""

ON_NAME = 0.6
"""What it adds that a statement is out of the page on such a name."""

ALIKE = 0.1
MIN_WORTH = 0.2

_ASKED = {
    "date": r"^when\b|\b(?:what|which) (?:year|date|day|month)\b|\bdeadline\b|\bsince when\b|何时|什么时候|哪一?[年天月日]|日期|几月|wann|quand|cuándo|когда",
    "reason": r"^why\b|为什么|为何|原因",
    "person": r"^(?:who|whose|whom)\b|\bby whom\b|谁|何人|哪位|姓名",
    "place": r"^where\b|\b(?:what|which) (?:city|town|country|state|county|region|place|village|river|street)\b|哪里|哪儿|何处|何地|在哪|哪个(?:城市|国家|省|县|区|镇)",
    "number": (
        r"\bhow (?:many|much|long|old|far|fast|high|tall|deep|large|big|wide|heavy|often|hot|cold|late)\b"
        r"|\b(?:cost|price|fee|budget|capacity|share|rate|percentage|proportion|number|speed|limit|turnout|length|height|width"
        r"|depth|weight|population|area|size|temperature|melting point|boiling point|age|distance|volume|emit|revenue|sales"
        r"|profit|margin|salary|toll|amount|total)\b|多少|几[个名人座家条次所辆艘天年]|多[长高大远久重宽深快]|率是|几成"
    ),
}
_KINDS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ASKED.items()}
_REASON = re.compile(
    r"\b(?:because|due to|owing to|since|after|so that|caused|reason)\b|因|由于|原因", re.IGNORECASE
)
_PLACE = re.compile(r"\b(?:in|at|on|near|beside|outside|from|to)\b|位于|坐落|地处|在|设于")
_HAN_PERSON = re.compile(r"(?:为|是|由|：|任|叫|人)[\u4e00-\u9fff]{2,4}")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万亿两]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A statement that answers a question, in words that name its subject, and how well, about 0 to 1."""

    text: str
    statement: Statement
    worth: float


def best_answers(
    question: str,
    passages: Sequence[PassageRecord],
    sources: Mapping[str, Source],
    *,
    count: int,
    weigh: Callable[[Statement], float] = lambda _: 1.0,
) -> list[Answer]:
    """Return the statements that answer a question best, at most `count`, the best first.

    Each further one is wanted for what those before it left open: words of the question, and names that they bring up.

    Args:
        question: What is asked.
        passages: Where answers are looked for.
        sources: Of the passages, by id.
        count: How many at most.
        weigh: What a statement is worth for reasons other than its words.
    """
    asked = frozenset(word.lower() for word in keywords(question) if len(word) > 1 or word.isdigit())
    statements = statements_of(passages, sources, asked)
    ranking = _Ranking(question, statements, weigh)
    chosen: list[int] = []
    answers: list[Answer] = []
    while len(answers) < count:
        best, worth = ranking.best(chosen)
        if best is None or worth < MIN_WORTH:
            break
        chosen.append(best)
        answers.append(Answer(_told(question, statements[best]), statements[best], worth))
    return answers


class _Ranking:
    """Statements by how much of a question each answers, after what was chosen before."""

    def __init__(
        self, question: str, statements: Sequence[Statement], weigh: Callable[[Statement], float]
    ) -> None:
        self._question, self._statements = question, statements
        self._wanted = _wanted_terms(question)
        self._own = [frozenset(terms(one.text)) for one in statements]
        self._titles = [frozenset(terms(one.source.get("title", ""))) for one in statements]
        self._above = [frozenset(terms(one.above)) for one in statements]
        self._before = [
            frozenset(terms(one.before)) if LEANS_BACK.match(one.text) else frozenset() for one in statements
        ]
        counts = Counter(
            term for own, above in zip(self._own, self._above, strict=True) for term in own | above
        )
        self._weight = {
            term: math.log(1 + (len(statements) - counts[term] + 0.5) / (counts[term] + 0.5))
            for term in self._wanted | counts.keys()
        }
        self._related = expanded(self._wanted) - self._wanted
        kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(question)]
        self._newest = max((one.source.get("published") or "" for one in statements), default="")
        self._static = [self._standing(one) * self._value(one, kinds) * weigh(one) for one in statements]

    def best(self, chosen: Sequence[int]) -> tuple[int | None, float]:
        """Return the statement that adds most to those chosen, and its worth; None where none is left."""
        covered = frozenset[str]().union(*(self._own[n] for n in chosen))
        weights = {term: self._weight[term] * (COVERED if term in covered else 1.0) for term in self._wanted}
        whole = sum(self._weight[term] for term in self._wanted) or 1.0
        named = [frozenset(terms(name)) for n in chosen for name in self._names(n)]
        led_to = frozenset[str]().union(*named) - self._wanted
        said = {self._statements[n].text for n in chosen}
        best, most = None, 0.0
        for number, one in enumerate(self._statements):
            if number in chosen or one.text in said:
                continue
            worth = sum(weight * self._share(number, term) for term, weight in sorted(weights.items()))
            names_led_to = sum(
                self._weight[term] for term in led_to & (self._own[number] | self._above[number])
            )
            worth = (worth + LED_TO * min(names_led_to, 0.5 * whole)) / whole * self._static[number]
            worth += ALIKE * self._static[number] * bool(self._related & self._own[number])
            is_on_it = self._titles[number] and any(
                name <= self._titles[number] for name in named if name & led_to
            )
            worth += ON_NAME * self._static[number] * bool(is_on_it)
            if worth > most:
                best, most = number, worth
        return best, most

    def _share(self, number: int, term: str) -> float:
        if term in self._own[number]:
            return 1.0
        if term in self._before[number]:
            return BEFORE
        return ABOVE if term in self._above[number] else 0.0

    def _names(self, number: int) -> list[str]:
        return names(self._statements[number].text)

    def _standing(self, one: Statement) -> float:
        standing = one.source.get("standing") or ""
        published = one.source.get("published") or ""
        is_older = bool(published) and published[:4] < self._newest[:4]
        return OUT_OF_FORCE.get(standing, 1.0) * (OLDER if is_older else 1.0)

    def _value(self, one: Statement, kinds: Sequence[str]) -> float:
        """Return 1 for a statement that gives what is asked for, and less for one that only repeats the question."""
        own = frozenset(terms(one.text))
        if own <= self._wanted | frozenset(terms(self._question)):
            return 0.0
        return 1.0 if not kinds or any(_gives(kind, one, self._question) for kind in kinds) else NO_VALUE


def _wanted_terms(question: str) -> frozenset[str]:
    """Return the terms that an answer should hold; of a Chinese question without the pairs that only ask."""
    told = keywords(question) if is_han(question) else []
    return frozenset(terms(" ".join(told))) if told else content_terms(question)


def _gives(kind: str, one: Statement, question: str) -> bool:
    """Return whether a statement gives a value of a kind that the question does not give itself."""
    text = one.text
    if kind == "date":
        known = {point.iso for point in dates(question)}
        return any(point.iso not in known for point in dates(text))
    if kind == "number":
        asked = frozenset(terms(question))
        figures = [term for term in terms(text) if term[:1].isdigit() and term not in asked]
        return bool(figures or quantities(text)) and _DIGIT.search(text) is not None
    if kind == "reason":
        return _REASON.search(text) is not None
    if is_han(question):
        return bool(_HAN_PERSON.search(text)) if kind == "person" else bool(_PLACE.search(text))
    known_terms = frozenset(terms(question))
    new = [name for name in names(text) if not frozenset(terms(name)) <= known_terms]
    return bool(new) and (kind == "person" or _PLACE.search(text) is not None)


def _told(question: str, one: Statement) -> str:
    """Return a statement with the subject in front where only its context names it."""
    quoted = f"“{one.text}”" if one.is_quotation else one.text
    subject = _subject_above(question, one)
    return f"{subject}: {quoted}" if subject else quoted


def _subject_above(question: str, one: Statement) -> str:
    """Return the subject of the question as the context of a statement names it; empty where the statement does itself."""
    own, around = frozenset(terms(one.text)), frozenset(terms(f"{one.before} {one.above}"))
    subjects = _subjects(question)
    missing = [name for name in subjects if not frozenset(terms(name)) & own]
    leans = LEANS_BACK.match(one.text) is not None
    if len(missing) < len(subjects) and not leans:
        return ""
    named = next((name for name in missing if frozenset(terms(name)) <= around), "")
    return named or _part_above(question, one, least=len(own) if leans else 2)


def _part_above(question: str, one: Statement, *, least: int) -> str:
    """Return the heading that shares most with the question, where the statement shares fewer than `least` words with it."""
    asked = _wanted_terms(question)
    if len(asked & frozenset(terms(one.text))) >= least:
        return ""
    parts = [part.strip() for part in one.above.split(" › ") if part.strip()]
    best = max(reversed(parts), key=lambda part: len(asked & frozenset(terms(part))), default="")
    return best if asked & frozenset(terms(best)) else ""


def _subjects(question: str) -> list[str]:
    found = question_names(question)
    return found or ([] if not is_han(question) else keywords(question)[:2])
