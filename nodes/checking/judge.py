"""The one service that judges cited sentences: by code, then by a fresh reader, each wording with its citations once."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stepresearch.nodes.checking.fitting import fitting
from stepresearch.nodes.checking.rules import Verdict
from stepresearch.nodes.checking.sentences import judged_by_code
from stepresearch.nodes.checking.stated_words import Stated, stated
from stepresearch.nodes.citations.marks import bare
from stepresearch.nodes.conversation.answer_schemas import CheckDraft, json_schema
from stepresearch.nodes.conversation.model_calls import Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.evidence.fence import fenced
from stepresearch.nodes.evidence.findings import best_sentence
from stepresearch.nodes.state.schema import (
    Check,
    Notice,
    PassageRecord,
    SentenceVerdict,
    Source,
    UsageRecord,
)
from stepresearch.nodes.state.tasks import SentenceToCheck
from stepresearch.nodes.writing.caveat_labels import without_caveats
from stepresearch.tools.llm.chat_model import ChatModel, Message

CHECK_TOKENS = 400
PROMPT_TOKENS = 400
PASSAGES_TOKENS = 6000
"""Of the passages that sentences cite and that do not stand in the conversation, what a reader is shown at most."""

BY_READER = "a fresh reader of the passages says so"
BY_CODE = "not found in the cited passage by the automatic check"

Key = tuple[str, frozenset[str]]


@dataclass(slots=True)
class Judged:
    """What a fresh reading came to: checks by sentence id, and the sentences that say that something is missing."""

    checks: dict[str, Check] = field(default_factory=dict)
    missing: list[SentenceToCheck] = field(default_factory=list)
    usage: UsageRecord = field(default_factory=UsageRecord)
    notices: tuple[Notice, ...] = ()


class Judge:
    """Judges sentences against the passages that they cite.

    What was judged is known by its words and citations, wherever it stands, and is not judged again.

    Args:
        passages: All that may be cited, by id.
        sources: Of these passages, by id.
        question: That was asked.
        known: Checks of before.
        shown: Ids of passages that stand in the conversation; a reader is shown the others that sentences cite.
    """

    def __init__(
        self,
        passages: Mapping[str, PassageRecord],
        sources: Mapping[str, Source],
        question: str,
        *,
        known: Iterable[Check] = (),
        shown: Collection[str] = (),
    ) -> None:
        self._passages, self._sources, self._question = dict(passages), sources, question
        self._shown = frozenset(shown)
        self._known: dict[Key, Check] = {_key(one["sentence"], one["passage_ids"]): one for one in known}
        self._by_code: dict[Key, Verdict] = {}

    def read_too(self, passages: Mapping[str, PassageRecord]) -> None:
        """Take in further passages that may be cited from now on."""
        self._passages |= passages

    def known(self, sentence: SentenceToCheck) -> Check | None:
        """Return the check of a sentence with these words and citations, under the sentence's own ids, or None."""
        check = self._known.get(_key(sentence["text"], sentence["passage_ids"]))
        if check is None:
            return None
        return {**check, "sentence_id": sentence["sentence_id"], "section_id": sentence["section_id"]}

    def by_code(self, sentence: SentenceToCheck) -> Check:
        """Return the known check of a sentence, else that of the rules, which is not kept as its check."""
        known = self.known(sentence)
        return known or self._check(sentence, said=None)

    async def judge(
        self,
        sentences: Sequence[SentenceToCheck],
        model: ChatModel | None,
        conversation: Sequence[Message],
        uncited: Sequence[SentenceToCheck] = (),
        *,
        instead_of: Mapping[str, str] | None = None,
    ) -> Judged:
        """Return the checks of sentences: by code, and by what a fresh reader who believes only the passages says.

        Args:
            sentences: That cite something; those known already are not judged again.
            model: None where the rules alone judge.
            conversation: What the reader is asked behind.
            uncited: Sentences that cite nothing, of which the reader says only whether they state that something is missing.
            instead_of: What sentences took the place of, by their words as `bare` leaves them: statements that something is
                missing, which they must refute.
        """
        judged = Judged({one["sentence_id"]: check for one in sentences if (check := self.known(one))})
        new = [one for one in sentences if one["sentence_id"] not in judged.checks]
        of = instead_of or {}
        lines = await asyncio.to_thread(lambda: [self._line(n, one, of) for n, one in enumerate(new, 1)])
        lines += [f"{number}. {one['text']}" for number, one in enumerate(uncited, len(new) + 1)]
        doubts = sum(self._rules(one).verdict != "supported" for one in new)
        replacing = sum(bare(one["text"]) in of for one in new)
        asked = _Asked(lines, await asyncio.to_thread(self._cited, new), doubts, len(uncited), replacing)
        read = await _read(asked, self._sources, model, conversation)
        said = {one.number: one.verdict for one in read.value.faults if one.verdict != "supported"}
        words = {one.number: one.words for one in read.value.cleared}
        checks = [
            self._check(one, said.get(number), words.get(number, "")) for number, one in enumerate(new, 1)
        ]
        self._known |= {_key(one["sentence"], one["passage_ids"]): one for one in checks}
        judged.checks |= {one["sentence_id"]: one for one in checks}
        numbered = dict(enumerate((*new, *uncited), 1))
        judged.missing = [numbered[n] for n in dict.fromkeys(read.value.missing) if n in numbered]
        judged.usage, judged.notices = read.usage, read.notices
        return judged

    def _rules(self, sentence: SentenceToCheck) -> Verdict:
        key = _key(sentence["text"], sentence["passage_ids"])
        if key not in self._by_code:
            self._by_code[key] = judged_by_code(sentence, self._passages, self._sources, self._question)
        return self._by_code[key]

    def _cited(self, sentences: Iterable[SentenceToCheck]) -> list[PassageRecord]:
        """The passages that sentences cite and that do not stand in the conversation, in the order of their sources."""
        ids = {one for sentence in sentences for one in sentence["passage_ids"]} - self._shown
        cited = [self._passages[one] for one in ids if one in self._passages]
        return sorted(cited, key=lambda one: (int(one["source_id"][1:]), one["start"]))

    def _line(self, number: int, sentence: SentenceToCheck, instead_of: Mapping[str, str]) -> str:
        """A sentence as the reader is asked about it; what the rules do not find, and what it replaced, is said behind it."""
        line = f"{number}. {without_caveats(sentence['text'])} [{', '.join(sentence['passage_ids'])}]"
        verdict, replaced = self._rules(sentence), instead_of.get(bare(sentence["text"]))
        line += f" {{In place of “{replaced}”}}" if replaced else ""
        return line if verdict.verdict == "supported" else f"{line} {{In doubt: {verdict.reason}}}"

    def _check(self, sentence: SentenceToCheck, said: SentenceVerdict | None, words: str = "") -> Check:
        """The reader's verdict where there is one; what the rules alone do not find is called not found, whatever they make of it."""
        rules = self._rules(sentence)
        check = Check(
            sentence_id=sentence["sentence_id"],
            section_id=sentence["section_id"],
            sentence=sentence["text"],
            passage_ids=sentence["passage_ids"],
            verdict="supported",
            quote=rules.quote or self._closest(sentence),
            reason=rules.reason,
        )
        if said:
            check["verdict"], check["reason"] = said, BY_READER
        elif rules.verdict != "supported":
            check["verdict"], check["reason"] = "not_found", f"{BY_CODE}: {rules.reason}"
            if words:
                check["words"] = words
                return cleared(check, self._passages)
        return check

    def _closest(self, sentence: SentenceToCheck) -> str:
        cited = [self._passages[i]["text"] for i in sentence["passage_ids"] if i in self._passages]
        return best_sentence(sentence["text"], "\n".join(cited)) if cited else ""


def cleared(check: Check, passages: Mapping[str, PassageRecord]) -> Check:
    """Return a check as supported where a passage holds the words that the reader copied for it.

    One that it cites comes first; another one becomes its citation.
    """
    found: Stated | None = stated(check.get("words", ""), check["passage_ids"], passages)
    if found is None:
        return check
    ids = check["passage_ids"] if found.passage_id in check["passage_ids"] else [found.passage_id]
    return Check(
        sentence_id=check["sentence_id"],
        section_id=check["section_id"],
        sentence=check["sentence"],
        passage_ids=ids,
        verdict="supported",
        quote=found.words,
        reason=BY_READER,
    )


def _key(text: str, passage_ids: Iterable[str]) -> Key:
    return bare(text), frozenset(passage_ids)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a reader is asked: lines, the cited passages to bring, how many are in doubt, cite nothing, replace another."""

    lines: Sequence[str]
    passages: Sequence[PassageRecord]
    doubts: int
    uncited: int
    replacing: int

    def schema(self) -> dict[str, Any]:
        """That of the answer: words only where sentences are in doubt, what is missing only where some cite nothing."""
        schema = json_schema(CheckDraft)
        schema["properties"]["cleared"]["maxItems"] = self.doubts
        for name in [*([] if self.doubts else ["cleared"]), *([] if self.uncited else ["missing"])]:
            del schema["properties"][name]
        return schema

    def instruction(self, sources: Mapping[str, Source], room_tokens: int, model: ChatModel) -> str:
        """In words, with as many of the passages as there is room for. Reads files the first time."""
        passages = fitting(self.passages, room_tokens, model)
        return prompt(
            "check",
            sources=f"<sources>\n{fenced(passages, sources)}\n</sources>\n\n" if passages else "",
            sentences="\n".join(self.lines),
            doubts=f"{prompt('doubts')}\n" if self.doubts else "",
            replaced=f"{prompt('replaced')}\n" if self.replacing else "",
            missing=f"{prompt('missing')}\n" if self.uncited else "",
        )


async def _read(
    asked: _Asked, sources: Mapping[str, Source], model: ChatModel | None, conversation: Sequence[Message]
) -> Decision[CheckDraft]:
    if model is None or not asked.lines:
        return Decision(CheckDraft())
    used = sum(map(model.estimate_tokens, [*asked.lines, *(one["content"] for one in conversation)]))
    room = await model.window_tokens() - used - CHECK_TOKENS - PROMPT_TOKENS
    return await decide(
        "check",
        model,
        conversation,
        await asyncio.to_thread(asked.instruction, sources, min(PASSAGES_TOKENS, room), model),
        CheckDraft,
        floor=CheckDraft,
        max_tokens=CHECK_TOKENS,
        schema=asked.schema(),
    )
