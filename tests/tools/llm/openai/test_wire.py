import contextlib
import json
from typing import Any

import pytest
from doubles.model_server import ModelServer, Scripted, chunk, error, spoken, usage_chunk
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import BaseMessage
from langchain_core.outputs import LLMResult
from langchain_core.runnables import RunnableLambda

from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import ServerFault
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire

ASKED: list[Message] = [{"role": "user", "content": "Which river?"}]


async def completion_of(reply: Scripted, **body: Any) -> Completion:
    async with ModelServer(lambda _: reply) as server:
        return await OpenAIWire(ModelSettings(server.base_url), model="m").complete(
            ASKED, max_tokens=50, body=body
        )


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


def of_stream(text: str) -> Scripted:
    """An answer with this body, sent in one piece."""
    return Scripted(body=text, headers={"Content-Type": "text/event-stream"})


async def test_a_server_that_does_not_stream_is_understood() -> None:
    message = {"role": "assistant", "content": "Elbe", "reasoning_content": "Hm."}
    body = {
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage_chunk()["usage"],
    }
    completion = await completion_of(Scripted(body=json.dumps(body, indent=1)))
    assert (completion.text, completion.reasoning, completion.finish_reason) == ("Elbe", "Hm.", "stop")
    assert completion.usage is not None
    assert completion.usage.prompt_tokens == 100


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
async def test_comments_other_fields_and_either_line_end_are_understood(line_end: str) -> None:
    data = json.dumps(chunk("stop", content="Elbe"))
    lines = [": waiting", "", "event: message", "id: 1", f"data:{data}", "", "data:", "", "data: [DONE]", ""]
    assert (await completion_of(of_stream(line_end.join(lines)))).text == "Elbe"


async def test_an_event_may_have_several_lines_and_the_last_one_no_end() -> None:
    before, after = json.dumps(chunk("stop", content="Elbe")).split(", ", 1)
    assert (await completion_of(of_stream(f"data: {before},\ndata: {after}"))).text == "Elbe"


async def test_the_chunk_with_the_usage_ends_an_answer_whose_connection_stays_open() -> None:
    events = (chunk(content="Elbe"), chunk("stop"), usage_chunk())
    assert (await completion_of(Scripted(events=events, hangs=True))).text == "Elbe"


async def test_an_answer_is_there_before_its_connection_is_closed() -> None:
    async with ModelServer(lambda _: Scripted(events=spoken("Elbe").events, hangs=True)) as server:
        wire = OpenAIWire(ModelSettings(server.base_url), model="m")
        async with wire.answer(ASKED, max_tokens=50, body={}) as completion:
            assert (completion.text, server.open_now) == ("Elbe", 1)


class Told(AsyncCallbackHandler):
    """Notes what a tracer is told."""

    def __init__(self) -> None:
        self.asked: list[list[BaseMessage]] = []
        self.tags: list[str] = []
        self.ends: list[str] = []

    async def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **rest: Any
    ) -> None:
        self.asked += messages
        self.tags += rest["tags"]

    async def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        self.ends.append(response.generations[0][0].text)

    async def on_llm_error(self, error: BaseException, **_: Any) -> None:
        self.ends.append(type(error).__name__)


@pytest.mark.parametrize(("reply", "end"), [(spoken("Elbe"), "Elbe"), (error(500, "no"), "ServerFault")])
async def test_callback_handlers_see_each_call_below_the_step_that_makes_it(
    reply: Scripted, end: str
) -> None:
    told = Told()

    async def step(_: str) -> Completion:
        return await completion_of(reply)

    with contextlib.suppress(ServerFault):
        await RunnableLambda(step).ainvoke("", {"callbacks": [told], "tags": ["step"]})
    assert [[message.content for message in asked] for asked in told.asked] == [["Which river?"]]
    assert {"nostream", "step"} <= set(told.tags)
    assert told.ends == [end]
