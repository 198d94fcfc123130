"""Holds the private hooks of langchain_openai that the wire relies on: a new version that moves them fails here."""

import inspect
import subprocess
import sys
from typing import Any

from doubles.model_server import ModelServer, Scripted, chunk, spoken, usage_chunk
from langchain_openai.chat_models.base import BaseChatOpenAI

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire

ASKED: list[Message] = [{"role": "user", "content": "Which river?"}]


async def completion_of(reply: Scripted, **body: Any) -> Completion:
    async with ModelServer(lambda _: reply) as server:
        return await OpenAIWire(ModelSettings(server.base_url), model="m").complete(
            ASKED, max_tokens=50, body=body
        )


def test_the_hook_for_chunks_has_the_signature_that_is_overridden() -> None:
    hook = inspect.signature(BaseChatOpenAI._convert_chunk_to_generation_chunk)
    assert list(hook.parameters) == ["self", "chunk", "default_chunk_class", "base_generation_info"]


async def test_reasoning_and_refusal_fields_are_kept() -> None:
    for field in ("reasoning", "reasoning_content"):
        assert (
            await completion_of(spoken("Elbe", reasoning="Hm, rivers", field=field))
        ).reasoning == "Hm, rivers"
    assert (
        await completion_of(Scripted(events=(chunk(refusal="I can't"), chunk("stop"))))
    ).refusal == "I can't"


async def test_usage_is_kept_whether_it_closes_the_stream_or_comes_with_each_chunk() -> None:
    closing = await completion_of(spoken("Elbe"))
    figures = usage_chunk(prompt=100, cached=80, completion=10)["usage"]
    along = [{**chunk(content="El"), "usage": figures}, {**chunk("stop", content="be"), "usage": figures}]
    for completion in (closing, await completion_of(Scripted(events=tuple(along)))):
        assert completion.usage is not None
        usage = completion.usage
        assert (usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens) == (100, 80, 10)
        assert (completion.text, completion.has_ended, completion.finish_reason) == ("Elbe", True, "stop")


async def test_usage_that_cannot_be_true_is_bounded() -> None:
    told = usage_chunk(prompt=10**30, cached=-5, completion=10)
    usage = (await completion_of(Scripted(events=(chunk("stop", content="Elbe"), told)))).usage
    assert usage is not None
    assert (usage.prompt_tokens, usage.cached_tokens) == (1_000_000_000, 0)


async def test_usage_along_the_way_is_no_end() -> None:
    completion = await completion_of(
        Scripted(events=({**chunk(content="El"), "usage": usage_chunk()["usage"]},))
    )
    assert not completion.has_ended


async def test_tool_calls_come_as_their_arguments_put_together() -> None:
    first = {"index": 0, "id": "t", "type": "function", "function": {"name": "answer", "arguments": '{"a"'}}
    second = {"index": 0, "function": {"arguments": ": 1}"}}
    other = {"index": 1, "function": {"name": "answer", "arguments": '{"a": 2}'}}
    events = (
        chunk(tool_calls=[first]),
        chunk(tool_calls=[second]),
        chunk(tool_calls=[other]),
        chunk("tool_calls"),
    )
    assert (await completion_of(Scripted(events=events))).arguments == '{"a": 1}'


def test_what_finds_a_model_loads_neither_openai_nor_langchain_openai_before_there_is_one() -> None:
    code = "import sys, stepresearch.tools.toolbox, stepresearch.tools.llm.openai.factory; print({'openai', 'langchain_openai'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
