"""Answers that only repeat what was asked: the question, a part of the plan, or the instructions. Small models give them."""

import re
from collections.abc import Iterable, Sequence

from stepresearch.nodes.citations.marks import bare, sentences_with_ids
from stepresearch.nodes.conversation.prompts import instructions
from stepresearch.text.language.words import keywords, terms
from stepresearch.tools.llm.chat_model import Echo

MIN_CHARS = 12
"""Letters and digits from which a part of something tells where it is from."""
MIN_INSTRUCTION_CHARS = 24
_ASKS_FOR_A_VALUE = re.compile(
    r"(?:when|where|who|whom|whose|why|how|what|which)\b|[^，。]*(?:什么|多少|哪|谁|何|几)", re.IGNORECASE
)


def echo_in(text: str, asked: Iterable[str], node: str) -> Echo | None:
    """Return that at least half of the sentences of an answer repeat what was asked, or None.

    A statement that only shares its words with the question is none: "the bridge opened in 2019" may answer "is it
    true that the bridge opened in 2019?".

    Args:
        text: Prose, with or without citations.
        asked: The question and its parts.
        node: Whose prompt was asked with.
    """
    questions = [bare(one) for one in asked]
    told = bare(" ".join([*instructions(node), *instructions("system")]))
    sentences = [one.text for one in sentences_with_ids(text) if bare(one.text)]
    echoes = [one for one in sentences if _is_echo(one, [one for one in questions if one], told)]
    if not echoes or 2 * len(echoes) < len(sentences):
        return None
    return Echo(f"it repeats what was asked in place of an answer: “{echoes[0][:100]}”")


def _adds_nothing(sentence: str, questions: Sequence[str]) -> bool:
    """Return whether a sentence holds no word that a question of when, where, who, why, how or what does not hold itself."""
    told = frozenset(terms(" ".join(keywords(sentence))))
    asked = (one for one in questions if _ASKS_FOR_A_VALUE.match(one))
    return bool(told) and any(told <= frozenset(terms(one)) for one in asked)


def _is_echo(sentence: str, questions: Sequence[str], instructions_told: str) -> bool:
    words = bare(sentence)
    if _adds_nothing(sentence, questions):
        return True
    if words in questions or (len(words) >= MIN_INSTRUCTION_CHARS and words in instructions_told):
        return True
    if not sentence.rstrip("\"'”’» ").endswith(("?", "？")):
        return False
    parts = (one for one in questions if len(one) >= MIN_CHARS)
    return any(one in words or (len(words) >= MIN_CHARS and words in one) for one in parts)
