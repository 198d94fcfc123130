"""A chat model whose answers are kept: a killed run that asks again is given what was already paid for."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from stepresearch.tools.archive import Archive, content_key
from stepresearch.tools.llm.cache.completions import KeepsCompletions, KeptCompletions
from stepresearch.tools.llm.chat_model import ChatModel, Check, Message, Reply, Usage
from stepresearch.tools.own_name import name_of


class CachedModel:
    """Gives a stored answer to a conversation asked before within the run, and stores what it has to ask for.

    Args:
        model: Answers what is not stored.
        archive: Keeps the answers.
        run_key: Sets runs apart: a new run asks anew, a resumed one does not.
    """

    def __init__(self, model: ChatModel, archive: Archive, *, run_key: str) -> None:
        self._model = model
        self._archive = archive
        self._run_key = run_key

    @property
    def name(self) -> str:
        """The name of the model behind."""
        return name_of(self._model)

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "answer",
        check: Check | None = None,
        max_tokens: int,
    ) -> Reply:
        """Return the stored answer, or the model's, which is then stored.

        The key holds neither the model's name, which is not known before the first call, nor `max_tokens`, which
        follows an estimate: an answer that was whole stays whole.

        Raises:
            ModelError: The model gave none. Where it answered, and not to be used, its answers are stored as they
                came: whoever asks again within the run gets this error again, and pays nothing.
        """
        question_key = content_key(list(messages), schema)
        key = content_key("reply", self._run_key, question_key)
        stored = await self._archive.answer(key)
        if stored is not None:
            return Reply(**{**stored, "usage": Usage(**stored["usage"]), "faults": tuple(stored["faults"])})
        kept = KeptCompletions(self._archive, run_key=self._run_key, question_key=question_key)
        ask = self._model.keeping(kept) if isinstance(self._model, KeepsCompletions) else self._model.ask
        reply = await ask(
            messages, schema=schema, schema_name=schema_name, check=check, max_tokens=max_tokens
        )
        await self._archive.keep_answer(key, asdict(reply), dropping=kept.dropping())
        return reply

    async def window_tokens(self) -> int:
        """Return the window of the model behind."""
        return await self._model.window_tokens()

    def estimate_tokens(self, text: str) -> int:
        """Return the estimate of the model behind."""
        return self._model.estimate_tokens(text)
