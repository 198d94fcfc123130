"""Answers of a model that are stored as they come: what was paid for is not asked for again."""

from typing import Any

import pytest
from doubles.model_server import ModelServer, error, spoken
from langgraph.store.memory import InMemoryStore

from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.cache.completions import completions_of
from stepresearch.tools.llm.cache.model import CachedModel
from stepresearch.tools.llm.chat_model import AskError, Message, Reply
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings

ASKED = [Message(role="user", content="What did the bridge cost?")]
SCHEMA = {"type": "object", "properties": {"cost": {"type": "string"}}, "required": ["cost"]}
GOOD = spoken('{"cost": "41 million"}')
BAD = spoken('{"price": 41}')


async def ask(server: ModelServer, archive: Archive) -> Reply:
    """Ask as a process that knows nothing but what is stored."""
    model = OpenAIChatModel(ModelSettings(base_url=server.base_url, patience_s=0.0))
    return await CachedModel(model, archive, run_key="run").ask(ASKED, schema=SCHEMA, max_tokens=100)


def serving(*answers: Any) -> ModelServer:
    left = list(answers)
    return ModelServer(lambda _request: left.pop(0))


async def test_an_answer_that_could_not_be_used_is_not_paid_for_again_by_who_goes_on() -> None:
    archive = Archive(InMemoryStore())
    async with serving(BAD, error(500, "down"), GOOD) as server:
        with pytest.raises(AskError):
            await ask(server, archive)
        reply = await ask(server, archive)
        last = server.requests[-1]["messages"]
    assert reply.value == {"cost": "41 million"}
    assert reply.usage.calls == 2
    assert len(server.requests) == 3
    assert "lacks the members 'cost'" in last[-1]["content"]


async def test_two_answers_that_could_not_be_used_end_the_same_way_without_a_request() -> None:
    archive = Archive(InMemoryStore())
    async with serving(BAD, BAD) as server:
        for _ in range(3):
            with pytest.raises(AskError, match="cannot be used, twice"):
                await ask(server, archive)
        assert len(server.requests) == 2


async def test_what_was_cleared_is_asked_for_again() -> None:
    archive = Archive(InMemoryStore())
    async with serving(BAD, BAD, GOOD) as server:
        with pytest.raises(AskError):
            await ask(server, archive)
        await archive.clear(completions_of("run"))
        assert (await ask(server, archive)).value == {"cost": "41 million"}


async def test_of_a_reply_nothing_else_is_kept() -> None:
    store = InMemoryStore()
    async with serving(BAD, GOOD) as server:
        await ask(server, Archive(store))
    assert await store.asearch(completions_of("run")) == []
