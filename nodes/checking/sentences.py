"""Sentences judged by rules, and read again by the model."""

import asyncio
from collections.abc import Mapping, Sequence

from stepresearch.nodes.checking.rules import Verdict, draft_check
from stepresearch.nodes.conversation.answer_schemas import CheckDraft
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.evidence.findings import best_sentence
from stepresearch.nodes.state.schema import Check, PassageRecord, SentenceVerdict, Source
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.writing.caveat_labels import without_caveats
from stepresearch.tools.llm.chat_model import ChatModel, Message

CHECK_TOKENS = 300


def judged_by_code(
    sentence: SentenceToCheck,
    passages: Mapping[str, PassageRecord],
    sources: Mapping[str, Source],
    question: str,
) -> Verdict:
    """Return what figures, dates, names and quotations say of a sentence; it may name what the question names."""
    ids = sentence["passage_ids"]
    cited = [passages[passage_id] for passage_id in ids if passage_id in passages]
    heads = {passage["source_id"]: sources[passage["source_id"]] for passage in cited}
    titles = [text for head in heads.values() for text in (head["title"], head.get("published") or "")]
    return draft_check(
        without_caveats(sentence["text"]),
        [passage["text"] for passage in cited],
        [*titles, *(passage["heading"] for passage in cited)],
        [question, *(text for head in heads.values() for text in _naming(head))],
        [
            one["text"]
            for one in passages.values()
            if one["source_id"] in heads and one["passage_id"] not in ids
        ],
    )


def _naming(source: Source) -> tuple[str, ...]:
    """What names a source beside its title."""
    return source["url"], source.get("site") or "", source.get("author") or ""


async def read_afresh(
    sentences: Sequence[SentenceToCheck], model: ChatModel | None, conversation: Sequence[Message]
) -> Decision[CheckDraft]:
    """Return what a reader who believes only the passages finds wrong with sentences, by their numbers from 1."""
    lines = [
        f"{number}. {without_caveats(sentence['text'])} [{', '.join(sentence['passage_ids'])}]"
        for number, sentence in enumerate(sentences, 1)
    ]
    return await decide(
        "check",
        model if sentences else None,
        conversation,
        await asyncio.to_thread(prompt, "check", sentences="\n".join(lines)),
        CheckDraft,
        floor=CheckDraft,
        max_tokens=CHECK_TOKENS,
    )


def checks_from(
    sentences: Sequence[SentenceToCheck],
    by_code: Sequence[Verdict],
    by_model: CheckDraft,
    passages: Mapping[str, PassageRecord],
) -> dict[str, Check]:
    """Return the check of each sentence, by its id, of what code and the fresh reader say."""
    doubts = {fault.number: fault.verdict for fault in by_model.faults if fault.verdict != "supported"}
    return {
        sentence["sentence_id"]: _check(sentence, verdict, doubts.get(number), passages)
        for number, (sentence, verdict) in enumerate(zip(sentences, by_code, strict=True), 1)
    }


def _check(
    sentence: SentenceToCheck,
    by_code: Verdict,
    doubt: SentenceVerdict | None,
    passages: Mapping[str, PassageRecord],
) -> Check:
    """The stricter of the two verdicts, with the words of the passage that come closest."""
    cited = [passages[i]["text"] for i in sentence["passage_ids"] if i in passages]
    doubted = doubt if by_code.verdict == "supported" else None
    return Check(
        sentence_id=sentence["sentence_id"],
        section_id=sentence["section_id"],
        sentence=sentence["text"],
        passage_ids=sentence["passage_ids"],
        verdict=doubted or by_code.verdict,
        quote=by_code.quote or (best_sentence(sentence["text"], "\n".join(cited)) if cited else ""),
        reason="a fresh reader of the passages says so" if doubted else by_code.reason,
    )
