"""What takes the place of a wrong statement that something was not found, held against the passages that it cites."""

from collections import Counter
from collections.abc import Iterable, Mapping

from stepresearch.nodes.checking.absence_statements import Corpus, Statement
from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.citations.marks import bare, before_stops, without_marks
from stepresearch.nodes.conversation.answer_schemas import WrongAbsence
from stepresearch.nodes.evidence.answer_type import FigureAsked
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.writing.absence_words import says_absent
from stepresearch.text.claims.content_words import content_terms
from stepresearch.text.language.language import detect_language, is_cjk
from stepresearch.text.language.markdown import escape, without_links
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.stop_words import QUESTION_WORDS
from stepresearch.text.language.whitespace import folded
from stepresearch.text.language.words import terms

RARE_SHARE = 0.3
"""A word that stands in more of the passages than this tells the subject of the run, not the point."""

FEW_PASSAGES = 4
"""Of so few passages no word is rare."""

RULE_SHARE = 0.75
"""Of the content words of a point, what a passage must hold for a rule to take it for an answer."""

RULE_CANDIDATES = 8


def accepted(claimed: WrongAbsence, statement: Statement, corpus: Corpus) -> tuple[str, list[str]] | None:
    """Return the sentence that takes the place of a statement, with its citations, and their ids; None where none must.

    What it cites must have been read and hold a word of the point beside the run's subject; its figures, dates, names and
    quotations must stand there, and it must say something that the statement does not.
    """
    records = corpus.stored.records
    read = [one for one in dict.fromkeys(one.strip("[] ") for one in claimed.passage_ids) if one in records]
    telling = _telling(statement, corpus)
    known = [one for one in read if _bears_on(records[one], telling, corpus)]
    words = folded(without_links(without_marks(claimed.instead)))
    if not known or not words or bare(words) == bare(statement.text):
        return None
    if says_absent(words) and not _tells_more(words, statement, [records[one] for one in known]):
        return None
    sentence = SentenceToCheck(
        sentence_id="absence", section_id=statement.section_id, text=words, passage_ids=known
    )
    if judged_by_code(sentence, records, corpus.sources, corpus.question).verdict != "supported":
        return None
    return before_stops(f"{words} [{', '.join(known)}]"), known


def _bears_on(passage: PassageRecord, telling: frozenset[str], corpus: Corpus) -> bool:
    """Whether a passage holds a word of the point; one in another language than the report cannot be asked for that."""
    if detect_language(passage["text"]) != corpus.language:
        return True
    return bool(telling & _terms_of(passage, corpus.sources))


def _telling(statement: Statement, corpus: Corpus) -> frozenset[str]:
    """The words of a point, of Chinese the characters too, that few passages have: those of the run's subject tell nothing."""
    records = corpus.stored.records.values()
    most = max(FEW_PASSAGES, RARE_SHARE * len(records))
    wanted = frozenset[str]().union(*map(_point_terms, statement.wanted))
    in_passages = Counter(term for one in records for term in wanted & _terms_of(one, corpus.sources))
    return frozenset(term for term in wanted if in_passages[term] <= most)


def _point_terms(text: str) -> frozenset[str]:
    """Content words, and the characters of Chinese ones: 车队 and 车辆 are one thing in two words."""
    found = content_terms(text)
    return found | frozenset(char for term in found if is_cjk(term[0]) for char in term)


def _terms_of(passage: PassageRecord, sources: Mapping[str, Source]) -> frozenset[str]:
    title = sources[passage["source_id"]].get("title", "")
    return _point_terms(f"{title}\n{passage['heading']}\n{passage['text']}")


def _tells_more(words: str, statement: Statement, passages: Iterable[PassageRecord]) -> bool:
    """Whether a sentence takes something from passages that the statement does not have."""
    said = frozenset[str]().union(*(frozenset(_words(one["text"])) for one in passages))
    return bool(frozenset(_words(words)) & said - frozenset(_words(statement.text)))


def _words(text: str) -> frozenset[str]:
    return content_terms(text) | frozenset(part for part in text.split() if any(map(str.isdigit, part)))


def _asked_terms(question: str) -> frozenset[str]:
    """The content words of a question without those that only ask."""
    return content_terms(question) - frozenset(term for word in QUESTION_WORDS for term in terms(word))


def quoted_by_rule(statement: Statement, corpus: Corpus) -> tuple[str, list[str]] | None:
    """Return the words of a passage that hold those of a point and a value of the kind asked for, quoted, and its id."""
    wanted, asked = _asked_terms(statement.text), FigureAsked(statement.text)
    if not wanted:
        return None
    for one in corpus.stored.best(statement.wanted, count=RULE_CANDIDATES):
        if len(wanted & _terms_of(one, corpus.sources)) < RULE_SHARE * len(wanted):
            continue
        lines = [one["text"][span.start : span.end] for span in split_sentences(one["text"])]
        giving = [line for line in lines if asked.is_given(line) and wanted & content_terms(line)]
        if giving:
            best = max(giving, key=lambda line: len(wanted & content_terms(line)))
            return f"“{escape(best)}” [{one['passage_id']}]", [one["passage_id"]]
    return None
