"""One question to the judge's model: from the cache where it was answered before, within the limits where not."""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.spending import Spending
from stepresearch.tools.llm.chat_model import AskError, ChatModel, Message, Reply, Usage

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Answered(Generic[A]):
    """An answer in its form, and the assistant's turn that gave it."""

    value: A
    text: str


class JudgeCalls:
    """Asks a model for structured answers.

    Args:
        model: The judge.
        judge: What stands for the judge in the key of an answer: another model or temperature asks anew.
        cache: Keeps the answers.
        spending: Counts calls, tokens and price against their limits.
        concurrency: Calls at the same time.
    """

    def __init__(
        self, model: ChatModel, *, judge: str, cache: AnswerCache, spending: Spending, concurrency: int
    ) -> None:
        self.model = model
        self.spending = spending
        self._judge = judge
        self._cache = cache
        self._slots = asyncio.Semaphore(concurrency)

    async def ask(
        self, messages: Sequence[Message], form: type[A], *, max_tokens: int, sample: int = 0
    ) -> Answered[A]:
        """Return the answer in the shape of `form`.

        Args:
            messages: The conversation, its last turn the user's.
            form: Its JSON schema is sent; an answer that does not fit is asked for once more.
            max_tokens: Of the answer.
            sample: The same question under another number is asked anew.

        Raises:
            AskError: There is no usable answer. Nothing is kept then.
            BudgetExceeded: A limit was reached before.
            ConfigError: The server refuses the key, the model or every form of request.
        """
        schema = form.model_json_schema()
        key = _key(self._judge, sample, list(messages), schema)
        kept = self._cache.get(key)
        if kept is not None:
            self.spending.saved += Usage(**kept["usage"])
            return Answered(form.model_validate(kept["value"]), kept["text"])
        async with self._slots:
            reply = await self._asked(messages, form, schema, max_tokens)
            self._cache.put(key, {"value": reply.value, "text": reply.text, "usage": asdict(reply.usage)})
        return Answered(form.model_validate(reply.value), reply.text)

    async def _asked(
        self, messages: Sequence[Message], form: type[A], schema: dict[str, Any], max_tokens: int
    ) -> Reply:
        """Ask the model, and count what it took whatever comes of it."""
        self.spending.check()
        self.spending.in_flight += 1
        try:
            reply = await self.model.ask(
                messages,
                schema=schema,
                schema_name="verdict",
                check=partial(_fault, form),
                max_tokens=max_tokens,
            )
        except AskError as error:
            self.spending.spent += error.usage
            raise
        finally:
            self.spending.in_flight -= 1
        self.spending.spent += reply.usage
        return reply


def _key(*parts: Any) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _fault(form: type[BaseModel], value: Any) -> str | None:
    """Return what is wrong with an answer, in words the model can act on."""
    try:
        form.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the answer"
        return f"{place}: {first['msg']}"
    return None
