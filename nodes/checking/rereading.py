"""What nobody has judged yet of a mended report, read afresh; sentences with the passages that readers found for them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from stepresearch.nodes.checking.batches import cited_sentences, needs_reader
from stepresearch.nodes.checking.checklist import decides
from stepresearch.nodes.checking.judge import Judge, Judged
from stepresearch.nodes.citations.marks import (
    CitedSentence,
    bare,
    before_stops,
    cited_ids,
    sentences_with_ids,
    without_marks,
)
from stepresearch.nodes.state.schema import SUMMARY, Check, ResearchState
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.writing.caveats import asides
from stepresearch.text.language.sentences import split_sentences
from stepresearch.text.language.words import terms
from stepresearch.tools.llm.chat_model import ChatModel, Message

SAME_WORDS = 0.8


async def reread(
    state: ResearchState,
    texts: Mapping[str, str],
    judge: Judge,
    model: ChatModel | None,
    conversation: Sequence[Message],
    *,
    instead_of: Mapping[str, str],
) -> Judged:
    """Return the checks of the sentences that nobody has judged yet: those of patches, and of the short answer.

    What the short answer recommends is its own judgement, and no reader is asked about it, nor about what a section says in
    nearly its words; code judges these alone. `instead_of` tells what sentences took the place of, by their bare words.
    """
    by_code = asides(state)
    read = list(chain(*(sentences_with_ids(section["text"]) for section in state["sections"].values())))
    new = [
        one
        for key, text in texts.items()
        for one in cited_sentences(key, text)
        if key == SUMMARY or judge.known(one) is None
    ]
    for one in new:
        one["sentence_id"] += ".mended" if one["sentence_id"] in state["checks"] else ""
    for_reader = [
        one
        for one in new
        if bare(one["text"]) in instead_of
        or (
            needs_reader(one, state["passages"], by_code)
            and not (one["section_id"] == SUMMARY and (decides(one["text"]) or _is_read(one, read)))
        )
    ]
    judged = await judge.judge(for_reader, model, conversation, instead_of=instead_of)
    alone = await judge.judge([one for one in new if one not in for_reader], None, conversation)
    judged.checks |= alone.checks
    return judged


def _is_read(sentence: SentenceToCheck, read: Iterable[CitedSentence]) -> bool:
    """Return whether a sentence that was read says it in nearly the same words, with a passage in common."""
    own = set(terms(sentence["text"]))
    figures = {term for term in own if term[0].isdecimal()}
    return any(
        figures.issubset(words := terms(one.text))
        and len(own.intersection(words)) >= SAME_WORDS * len(own)
        and not set(one.ids).isdisjoint(sentence["passage_ids"])
        for one in read
    )


def recited(texts: Mapping[str, str], checks: Iterable[Check]) -> dict[str, str]:
    """Return the texts in which sentences cite the passages in which a reader found their words."""
    found = {
        (one["section_id"], bare(one["sentence"])): one for one in checks if one["verdict"] == "supported"
    }
    return {key: _recited(key, text, found) for key, text in texts.items()}


def _recited(section_id: str, text: str, found: Mapping[tuple[str, str], Check]) -> str:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for span in reversed(list(split_sentences(line))):
            piece = line[span.start : span.end]
            words, ids = without_marks(piece), cited_ids(piece)
            check = found.get((section_id, bare(words)))
            if ids and check and set(check["passage_ids"]) != set(ids):
                marked = before_stops(f"{words} [{', '.join(check['passage_ids'])}]")
                lines[number] = lines[number][: span.start] + marked + lines[number][span.end :]
    return "\n".join(lines)
