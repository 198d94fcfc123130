"""Statements that something was not found, held against all passages of the pages read, shown to the model or not."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.checking.absence_replacements import accepted, quoted_by_rule
from stepresearch.nodes.checking.absence_statements import Corpus, Statement
from stepresearch.nodes.checking.fitting import fitting
from stepresearch.nodes.conversation.answer_schemas import AbsenceDraft
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.evidence.fence import fenced
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import AbsenceCheck, Notice, PassageRecord, UsageRecord
from stepresearch.tools.llm.chat_model import ChatModel, Message

BATCH = 4
"""Statements in one leaf: what bears on each has to fit beside what bears on the others."""

MAX_STATEMENTS = 48
"""Of one call: a text that denies more than that is not mended sentence by sentence."""

UNSHOWN, ANY = 4, 3
"""Passages that a statement brings: of those never shown, and of all."""

PASSAGES_TOKENS = 3000
LEAST_PASSAGES_TOKENS = 400
"""In one leaf at most, and what must be left of the window for them; else the conversation before them is left out."""

ANSWER_TOKENS = 350

CONTROL_NAMES = ("Velquist", "Tamoriko", "Ushgarel")
"""A name that stands in no passage makes a statement that is surely true, put last into each batch."""

CALLED_ALL_WRONG = "The model called even a made-up statement wrong when it was asked what is missing; its answer was not used."


@dataclass(slots=True)
class Held:
    """What holding statements against the passages came to: checks by `AbsenceCheck` key, and the passages newly cited."""

    absences: dict[str, AbsenceCheck] = field(default_factory=dict)
    passages: dict[str, PassageRecord] = field(default_factory=dict)
    usage: list[UsageRecord] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


async def held_against_all(
    statements: Sequence[Statement], corpus: Corpus, model: ChatModel | None, conversation: Sequence[Message]
) -> Held:
    """Hold statements against all passages read, those first that bear on them and were never shown.

    A leaf of the model decides for each batch, behind the system message alone, since the passages that bear on it are in
    the leaf, and a long conversation costs more than they do. Its "wrong" counts where what it cites was read, bears on
    the point and says what takes the statement's place. Without a model only lines of what was not found are held, and
    only a passage with the words of the point and a value of the kind asked for proves one wrong.
    """
    held = Held()
    if not corpus.stored.records:
        return held
    if model is None:
        lines = [one for one in statements if not one.section_id]
        for one in lines:
            _note(held, one, await asyncio.to_thread(quoted_by_rule, one, corpus), corpus)
        return held
    batches = [statements[n : n + BATCH] for n in range(0, min(len(statements), MAX_STATEMENTS), BATCH)]
    decisions = await asyncio.gather(*(_asked(batch, corpus, model, conversation) for batch in batches))
    for batch, decision in zip(batches, decisions, strict=True):
        held.usage += [decision.usage] if decision.usage else []
        held.notices += decision.notices
        if not decision.by_model and decision.notices:
            continue  # the model gave no usable answer: nothing was held
        wrong = {one.number: one for one in decision.value.wrong}
        if len(batch) + 1 in wrong:
            held.notices.append(Notice(node="absence", kind="model", text=CALLED_ALL_WRONG))
            continue
        for number, one in enumerate(batch, 1):
            instead = (
                await asyncio.to_thread(accepted, wrong[number], one, corpus) if number in wrong else None
            )
            _note(held, one, instead, corpus)
    return held


def _note(held: Held, statement: Statement, instead: tuple[str, list[str]] | None, corpus: Corpus) -> None:
    text, ids = instead or ("", [])
    held.passages |= {passage_id: corpus.stored.records[passage_id] for passage_id in ids}
    held.absences[statement.key] = AbsenceCheck(
        text=statement.text,
        section_id=statement.section_id,
        subject_id=statement.subject_id,
        verdict="wrong" if instead else "holds",
        passages=len(corpus.stored.records),
        instead=text,
    )


async def _asked(
    batch: Sequence[Statement], corpus: Corpus, model: ChatModel, conversation: Sequence[Message]
) -> Decision[AbsenceDraft]:
    candidates = await asyncio.to_thread(lambda: [_candidates(one, corpus) for one in batch])
    if not any(candidates):
        return Decision(AbsenceDraft())
    told = [*(one.told for one in batch), _control(corpus)]
    statements = "\n".join(f"{number}. {one}" for number, one in enumerate(told, 1))
    used = model.estimate_tokens(statements) + ANSWER_TOKENS
    # Whose words find no passage may be answered in another language, by what stands in the conversation.
    behind = conversation[:1] if all(candidates) else conversation
    behind, room = await _room(model, behind, used)
    chosen = fitting(_in_turns(candidates), room, model)
    instruction = await asyncio.to_thread(
        prompt,
        "absence",
        sources=fenced(chosen, corpus.sources),
        statements=statements,
        language=LANGUAGES.get(corpus.language, corpus.language),
    )
    return await decide(
        "absence", model, behind, instruction, AbsenceDraft, floor=AbsenceDraft, max_tokens=ANSWER_TOKENS
    )


def _control(corpus: Corpus) -> str:
    """A statement that is surely true: who calls it wrong calls everything wrong."""
    unknown = (one for one in CONTROL_NAMES if not corpus.stored.scores([one]))
    return label(corpus.language, "control", what=next(unknown, CONTROL_NAMES[0]))


def candidates_of(batch: Iterable[Statement], corpus: Corpus) -> list[PassageRecord]:
    """Return the passages that bear on statements, each statement's best in turn, those never shown before the others."""
    return _in_turns([_candidates(one, corpus) for one in batch])


def _candidates(statement: Statement, corpus: Corpus) -> list[PassageRecord]:
    unshown = corpus.stored.best(statement.wanted, count=UNSHOWN, without=corpus.shown)
    return [*unshown, *corpus.stored.best(statement.wanted, count=ANY)]


def _in_turns(ranked: Sequence[Sequence[PassageRecord]]) -> list[PassageRecord]:
    in_turns = [own[place] for place in range(UNSHOWN + ANY) for own in ranked if place < len(own)]
    return list({one["passage_id"]: one for one in in_turns}.values())


async def _room(
    model: ChatModel, conversation: Sequence[Message], used: int
) -> tuple[Sequence[Message], int]:
    """What to ask behind, the system message alone where the window is too small for more, and the tokens for passages."""
    window = await model.window_tokens()
    free = window - used - LEAST_PASSAGES_TOKENS
    room = free - sum(model.estimate_tokens(message["content"]) for message in conversation)
    if room >= LEAST_PASSAGES_TOKENS:
        return conversation, min(PASSAGES_TOKENS, room)
    system = conversation[:1]
    return system, min(
        PASSAGES_TOKENS, free - sum(model.estimate_tokens(message["content"]) for message in system)
    )
