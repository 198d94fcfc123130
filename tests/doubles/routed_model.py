"""A model of two: one node's questions go to a server, all others to the fake."""

import json
from collections.abc import Sequence
from typing import Any

from doubles.model_faults import ModelFault
from doubles.model_server import ModelServer, Request, Scripted, spoken

from stepresearch.tools.llm.chat_model import ChatModel, Check, Message, Reply
from stepresearch.tools.llm.fake import PROSE, FakeModel


class RoutedModel:
    """Asks `wire` for the schema named and `fake` for all others.

    Args:
        name: Of a schema, or `PROSE`.
        wire: Behind a server.
        fake: In process.
    """

    def __init__(self, name: str, wire: ChatModel, fake: FakeModel) -> None:
        self._routed = name
        self._wire = wire
        self._fake = fake

    @property
    def name(self) -> str:
        return self._wire.name

    async def ask(
        self,
        messages: Sequence[Message],
        *,
        schema: dict[str, Any] | None = None,
        schema_name: str = "answer",
        check: Check | None = None,
        max_tokens: int,
    ) -> Reply:
        model = self._wire if self._routed == (PROSE if schema is None else schema_name) else self._fake
        return await model.ask(
            messages, schema=schema, schema_name=schema_name, check=check, max_tokens=max_tokens
        )

    async def window_tokens(self) -> int:
        return await self._fake.window_tokens()

    def estimate_tokens(self, text: str) -> int:
        return self._fake.estimate_tokens(text)


class Answering:
    """What a server says: the fake's answers, with a fault in each where one is given.

    It remembers the last schema, since the plainer forms of asking for JSON carry it in words only.
    """

    def __init__(self, fake: FakeModel, fault: ModelFault | None = None) -> None:
        self._fake = fake
        self._fault = fault
        self._form: dict[str, Any] = {}

    def __call__(self, request: Request) -> Scripted:
        self._form = request.get("response_format", {}).get("json_schema") or self._form
        if "tools" in request:
            self._form = {**self._form, "schema": request["tools"][0]["function"]["parameters"]}
        value = self._fake.answer(
            request["messages"], self._form.get("schema"), self._form.get("name", PROSE)
        )
        good = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return self._fault.play(good) if self._fault else spoken(good)


def server_of(fake: FakeModel, fault: ModelFault | None = None, **members: Any) -> ModelServer:
    """A server on loopback whose answers are the fake's, each with the fault."""
    return ModelServer(Answering(fake, fault), **members)
