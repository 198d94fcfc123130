"""Statements that something was not found, held against all passages of the pages read, shown to the model or not."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from stepresearch.nodes.checking.absence_replacements import accepted, quoted_by_rule
from stepresearch.nodes.checking.absence_statements import Corpus, Statement
from stepresearch.nodes.checking.fitting import fitting
from stepresearch.nodes.conversation.answer_schemas import AbsenceDraft
from stepresearch.nodes.conversation.model_calls import LANGUAGES, Decision, decide
from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.evidence.fence import fenced
from stepresearch.nodes.evidence.figures import has_figure
from stepresearch.nodes.locale.labels import label
from stepresearch.nodes.state.schema import AbsenceCheck, Notice, PassageRecord, UsageRecord
from stepresearch.tools.llm.chat_model import ChatModel, Message

BATCH = 8
"""Statements in one leaf."""

MAX_STATEMENTS = 48
"""Of one call: a text that denies more than that is not mended sentence by sentence."""

EACH, AGAIN = 5, 2
"""Passages that each statement brings before the others come: of those not shown, and of all, shown again to be in view."""

MAX_CANDIDATES = 300

PASSAGES_TOKENS = 4000
LEAST_PASSAGES_TOKENS = 800
"""In one leaf at most, and what must be left of the window for them; else the conversation before them is left out."""

PROMPT_TOKENS = 300
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

    A leaf of the model decides for each batch, behind all that was shown and with what was not. Its "wrong" counts where
    what it cites was read, bears on the point and says what takes the statement's place. Without a model only lines of
    what was not found are held, and only a passage with the words of the point and a value of the kind asked for proves
    one wrong.
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
    told = [*(one.told for one in batch), _control(corpus)]
    statements = "\n".join(f"{number}. {one}" for number, one in enumerate(told, 1))
    used = model.estimate_tokens(statements) + ANSWER_TOKENS + PROMPT_TOKENS
    behind, room = await _room(model, conversation, used)
    without = corpus.shown if behind is conversation else ()
    candidates = await asyncio.to_thread(candidates_of, batch, corpus, without)
    chosen = fitting(candidates, min(PASSAGES_TOKENS, room), model)
    instruction = await asyncio.to_thread(
        prompt,
        "absence",
        sources=f"<sources>\n{fenced(chosen, corpus.sources)}\n</sources>\n\n" if chosen else "",
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


def candidates_of(
    batch: Iterable[Statement], corpus: Corpus, without: Collection[str]
) -> list[PassageRecord]:
    """Return the passages to bring: each statement's best in turn, then the rest of what does not stand in the conversation.

    What is missing and what gives it often share no word (a fleet is "316 vehicles"), so what room is left is for the others:
    those that bear on the statements together first, those with a figure before those without.
    """
    statements, stored = list(batch), corpus.stored
    ranked = [
        [*stored.best(one.wanted, count=EACH, without=without), *stored.best(one.wanted, count=AGAIN)]
        for one in statements
    ]
    in_turns = [own[place] for place in range(EACH + AGAIN) for own in ranked if place < len(own)]
    scores = stored.scores([corpus.question, *(text for one in statements for text in one.wanted)])
    rest = [one for key, one in stored.records.items() if key not in without]
    rest.sort(key=lambda one: (not has_figure(one["text"]), -scores.get(one["passage_id"], 0.0)))
    return list({one["passage_id"]: one for one in (*in_turns, *rest)}.values())[:MAX_CANDIDATES]


async def _room(
    model: ChatModel, conversation: Sequence[Message], used: int
) -> tuple[Sequence[Message], int]:
    """What to ask behind, the system message alone where the window is too small for more, and the tokens for passages."""
    free = await model.window_tokens() - used
    for behind in (conversation, conversation[:1]):
        room = free - sum(model.estimate_tokens(message["content"]) for message in behind)
        if room >= LEAST_PASSAGES_TOKENS:
            break
    return behind, room
