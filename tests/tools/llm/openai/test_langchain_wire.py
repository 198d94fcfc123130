from collections.abc import AsyncIterator
from typing import Any

import pytest
from doubles.model_server import ModelServer, Scripted, chunk, error, spoken, usage_chunk
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, LLMResult
from langchain_core.runnables import RunnableLambda
from langchain_openai import ChatOpenAI

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.chat_model import Message
from stepresearch.tools.llm.completion import Completion
from stepresearch.tools.llm.faults import CallFault, Fault, ReplyFault, RequestRefused, ServerFault
from stepresearch.tools.llm.openai.langchain_wire import LangChainWire
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire

KEY = "sk-canary-1234"
ASKED: list[Message] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Which river?"},
]
SCHEMA_FORM = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "object"}}}
}
TOOLS = {
    "tools": [{"type": "function", "function": {"name": "answer", "parameters": {"type": "object"}}}],
    "tool_choice": {"type": "function", "function": {"name": "answer"}},
}


def chat(server: ModelServer, **members: Any) -> ChatOpenAI:
    return ChatOpenAI(model="tiny-32b", base_url=server.base_url, api_key=KEY, **members)


def wire_at(server: ModelServer, model: ChatOpenAI | None = None, **values: Any) -> LangChainWire:
    settings = ModelSettings(server.base_url, model="tiny-32b", api_key=KEY, **values)
    return LangChainWire(model or chat(server), settings=settings)


async def completion_of(reply: Scripted, **body: Any) -> Completion:
    async with ModelServer(lambda _: reply) as server:
        return await wire_at(server).complete(ASKED, max_tokens=50, body=body)


TOOL_CALL = chunk(
    tool_calls=[{"index": 0, "id": "c", "function": {"name": "answer", "arguments": '{"a":1}'}}]
)
ANSWERS = {
    "prose": spoken("The Elbe, in the main."),
    "reasoning": spoken("Elbe", reasoning="Hm, rivers"),
    "reasoning_content": spoken("Elbe", reasoning="Hm, rivers", field="reasoning_content"),
    "think tags": spoken("<think>Hm, rivers</think>Elbe"),
    "a refusal": Scripted(events=(chunk(refusal="I can't"), chunk("stop"))),
    "a tool call": Scripted(events=(TOOL_CALL, chunk("tool_calls"), usage_chunk())),
    "cut off": spoken("The Elbe, in the", finish_reason="length"),
    "no usage": spoken("Elbe", usage=False),
    "closed early": Scripted(events=(chunk(content="The El"),), says_done=False),
    "usage with each chunk": Scripted(
        events=({**chunk(content="Elbe"), "usage": usage_chunk()["usage"]}, {**chunk("stop"), "usage": None})
    ),
    "content in parts": Scripted(events=(chunk(content=[{"type": "text", "text": "Elbe"}]), chunk("stop"))),
    "null content": Scripted(events=(chunk(content=None), chunk(content="Elbe"), chunk("stop"))),
}


@pytest.mark.parametrize("reply", ANSWERS.values(), ids=ANSWERS.keys())
async def test_both_clients_read_the_same_from_an_answer(reply: Scripted) -> None:
    async with ModelServer(lambda _: reply) as server:
        ours = OpenAIWire(ModelSettings(server.base_url, api_key=KEY), model="tiny-32b")
        wanted = await ours.complete(ASKED, max_tokens=50, body={})
    assert await completion_of(reply) == wanted


async def test_an_endless_answer_is_stopped() -> None:
    async with ModelServer(lambda _: Scripted(endless=chunk(content="1" * 50))) as server:
        completion = await wire_at(server).complete(ASKED, max_tokens=5000, body={})
        await server.gone_early.wait()
    assert isinstance(completion.fault, ReplyFault)
    assert completion.fault.fault is Fault.ENDLESS_DIGITS


@pytest.mark.parametrize("form", [SCHEMA_FORM, TOOLS], ids=["response_format", "tools"])
async def test_the_request_is_that_of_our_own_client(form: dict[str, Any]) -> None:
    async with ModelServer(lambda _: spoken("{}")) as server:
        settings = ModelSettings(server.base_url, api_key=KEY, temperature=0.3)
        await OpenAIWire(settings, model="tiny-32b").complete(ASKED, max_tokens=50, body=form)
        await wire_at(server, chat(server, temperature=0.3)).complete(ASKED, max_tokens=50, body=form)
    assert server.requests[0] == server.requests[1]


async def test_the_temperature_of_the_call_wins_over_the_models() -> None:
    async with ModelServer(lambda _: spoken("Elbe")) as server:
        wire = wire_at(server, chat(server, temperature=0.1, max_tokens=7))
        await wire.complete(ASKED, max_tokens=50, body={}, temperature=0.8)
    (request,) = server.requests
    assert (request["temperature"], request["max_tokens"]) == (0.8, 50)
    assert "max_completion_tokens" not in request


async def test_the_callers_object_stays_as_it_was() -> None:
    async with ModelServer(lambda _: spoken("Elbe")) as server:
        model = chat(server, max_tokens=7)
        before = dict(vars(model))
        await wire_at(server, model).complete(ASKED, max_tokens=50, body={})
    assert vars(model) == before


REFUSALS = {
    "a form": (error(400, "response_format is not supported"), RequestRefused),
    "an overflow": (error(400, "This model's maximum context length is 8192 tokens."), RequestRefused),
    "a key": (error(401, f"Incorrect API key provided: {KEY}"), ConfigError),
    "a model": (error(404, "no such model"), ConfigError),
    "too many": (error(429, "slow down", type="rate"), ServerFault),
    "overload": (error(503, "loading"), ServerFault),
    "in the stream": (Scripted(events=({"error": {"message": f"out of memory {KEY}"}},)), ServerFault),
    "no completion": (Scripted(events=("[1, 2]",)), ServerFault),
    "nothing": (Scripted(events=()), ServerFault),
    "broken off": (Scripted(events=(chunk(content="El"),), aborts=True), ServerFault),
}


@pytest.mark.parametrize(("reply", "kind"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_both_clients_name_a_fault_alike_and_tell_no_key(
    reply: Scripted, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as caught:
        await completion_of(reply)
    async with ModelServer(lambda _: reply) as server:
        with pytest.raises(kind) as ours:
            await OpenAIWire(ModelSettings(server.base_url, api_key=KEY), model="m").complete(
                ASKED, max_tokens=50, body={}
            )
    assert KEY not in str(caught.value)
    if isinstance(ours.value, CallFault):
        assert isinstance(caught.value, CallFault)
        assert caught.value.fault is ours.value.fault
        assert getattr(caught.value, "is_away", None) == getattr(ours.value, "is_away", None)


async def test_a_server_is_asked_once_since_the_retries_are_ours() -> None:
    async with ModelServer(lambda _: error(503, "loading")) as server:
        with pytest.raises(ServerFault):
            await wire_at(server).complete(ASKED, max_tokens=50, body={})
    assert len(server.requests) == 1


async def test_a_key_that_the_answer_echoes_is_hidden() -> None:
    assert KEY not in (await completion_of(spoken(f"Your key is {KEY}."))).text


async def test_a_server_that_says_nothing_is_given_up_on() -> None:
    async with ModelServer(lambda _: Scripted(hangs=True)) as server:
        with pytest.raises(ServerFault) as caught:
            await wire_at(server, first_token_timeout_s=0.1).complete(ASKED, max_tokens=50, body={})
    assert (caught.value.fault, caught.value.is_away) == (Fault.TIMEOUT, True)


async def test_a_slow_drip_ends_with_the_deadline_of_the_call() -> None:
    drip = Scripted(endless=chunk(content="a b "), drip_s=0.02)
    async with ModelServer(lambda _: drip) as server:
        with pytest.raises(ServerFault) as caught:
            await wire_at(server, call_timeout_s=0.3).complete(ASKED, max_tokens=5000, body={})
    assert caught.value.fault is Fault.TOO_SLOW


class OwnTransport(ChatOpenAI):
    """A model of a user's own class, whose requests pass by the SDK."""

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        thought = {"reasoning_content": "Hm, rivers"}
        usage = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}
        yield ChatGenerationChunk(message=AIMessageChunk("", additional_kwargs=thought))
        yield ChatGenerationChunk(message=AIMessageChunk("El"))
        yield ChatGenerationChunk(
            message=AIMessageChunk("be", usage_metadata=usage), generation_info={"finish_reason": "stop"}
        )


async def test_a_model_with_a_transport_of_its_own_is_read_from_its_messages() -> None:
    model = OwnTransport(model="m", base_url="http://127.0.0.1:9/v1", api_key=KEY)
    wire = LangChainWire(model, settings=ModelSettings("http://127.0.0.1:9/v1"))
    completion = await wire.complete(ASKED, max_tokens=50, body={})
    assert (completion.text, completion.reasoning) == ("Elbe", "Hm, rivers")
    assert (completion.finish_reason, completion.has_ended) == ("stop", True)
    assert completion.usage is not None
    assert (completion.usage.prompt_tokens, completion.usage.completion_tokens) == (100, 10)


class Heard(AsyncCallbackHandler):
    """What a callback handler is told, in order."""

    def __init__(self, order: list[str]) -> None:
        self.order = order
        self.tags: list[str] = []

    async def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], **members: Any
    ) -> None:
        self.tags = members["tags"]
        self.order.append("start")

    async def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        self.order.append(f"end: {response.generations[0][0].text}")

    async def on_llm_error(self, error: BaseException, **_: Any) -> None:
        self.order.append(f"error: {type(error).__name__}")


async def test_callback_handlers_hear_of_a_call_after_its_answer_could_be_stored() -> None:
    order: list[str] = []
    heard = Heard(order)

    async def step(_: None) -> None:
        async with wire_at(server).answer(ASKED, max_tokens=50, body={}) as completion:
            order.append(f"stored: {completion.text}")

    async with ModelServer(lambda _: spoken("Elbe")) as server:
        await RunnableLambda(step).ainvoke(None, {"callbacks": [heard]})
    assert order == ["start", "stored: Elbe", "end: Elbe"]
    assert "nostream" in heard.tags
