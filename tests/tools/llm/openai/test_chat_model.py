import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from doubles.model_server import DIALECTS, VLLM, Dialect, ModelServer, Request, Scripted, error, spoken

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.chat_model import AskError, ContextOverflow, Message
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.structured_output.formats import Rung

SCHEMA = {"type": "object", "properties": {"river": {"type": "string"}}, "required": ["river"]}
GOOD = '{"river": "Elbe"}'
ASKED: list[Message] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "Which river?"},
]

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


def model_at(server: ModelServer, memory_path: Path | None = None, **settings: Any) -> OpenAIChatModel:
    options = {
        "model": "tiny-32b",
        "window_tokens": 8192,
        "patience_s": 3.0,
        "retry_pause_s": 0.01,
    } | settings
    return OpenAIChatModel(ModelSettings(server.base_url, **options), memory_path=memory_path)


def in_turn(*answers: str) -> Callable[[Request], Scripted]:
    left = list(answers)
    return lambda _: spoken(left.pop(0))


def refusing(*types: str, dialect: Dialect = VLLM) -> Dialect:
    return Dialect(dialect.name, refuses=dict.fromkeys(types, "this form is not supported"))


def form_of(request: Request) -> str:
    return "tool_call" if "tools" in request else request.get("response_format", {}).get("type", "text")


@every_dialect
async def test_every_dialect_gives_the_value_with_its_reasoning_apart(dialect: Dialect) -> None:
    async with ModelServer(lambda _: dialect.speak(GOOD, reasoning="Hm, rivers."), dialect=dialect) as server:
        reply = await model_at(server).ask(ASKED, schema=SCHEMA, max_tokens=50)
    assert (reply.value, reply.text, reply.faults) == ({"river": "Elbe"}, GOOD, ())


@every_dialect
async def test_every_dialect_tells_its_window_and_its_only_model(dialect: Dialect) -> None:
    async with ModelServer(lambda _: spoken(GOOD), dialect=dialect) as server:
        model = model_at(server, model="", window_tokens=None)
        assert await model.window_tokens() == 8192
        assert model.name == f"tiny-32b at {server.base_url}"


@pytest.mark.parametrize("dialect", [d for d in DIALECTS if d.overflow], ids=lambda dialect: dialect.name)
async def test_an_overflow_carries_the_window_and_the_window_is_learnt(dialect: Dialect) -> None:
    silent = Dialect(dialect.name, overflow=dialect.overflow)
    async with ModelServer(lambda _: spoken(GOOD), dialect=silent, window=2048) as server:
        model = model_at(server, window_tokens=None)
        assert await model.window_tokens() == 32_768
        with pytest.raises(ContextOverflow) as caught:
            await model.ask([{"role": "user", "content": "long " * 4000}], schema=SCHEMA, max_tokens=50)
        assert caught.value.window_tokens == 2048
        assert await model.window_tokens() == 2048
    assert len(server.requests) == 1


async def test_messages_reach_the_server_as_they_are_with_max_tokens_and_a_schema() -> None:
    async with ModelServer(lambda _: spoken(GOOD)) as server:
        model = model_at(server, api_key="secret", extra_body={"min_p": 0.1}, top_p=0.9)
        await model.ask(ASKED, schema=SCHEMA, schema_name="river", max_tokens=50)
    request = server.requests[0]
    assert request["messages"] == ASKED
    assert (request["max_tokens"], request["top_p"], request["min_p"]) == (50, 0.9, 0.1)
    assert request["response_format"]["json_schema"] == {"name": "river", "schema": SCHEMA, "strict": True}
    assert "tools" not in request
    assert server.headers[-1]["authorization"] == "Bearer secret"


async def test_a_fault_is_shown_once_after_the_same_conversation() -> None:
    async with ModelServer(in_turn('{"river": "Styx"}', GOOD)) as server:
        reply = await model_at(server).ask(
            ASKED,
            schema=SCHEMA,
            check=lambda value: None if value["river"] == "Elbe" else "Styx is a myth",
            max_tokens=50,
        )
    again = server.requests[1]["messages"]
    assert again[:2] == ASKED
    assert again[2] == {"role": "assistant", "content": '{"river": "Styx"}'}
    assert "Styx is a myth" in again[3]["content"]
    assert (reply.value, reply.faults, reply.usage.calls) == ({"river": "Elbe"}, ("rejected",), 2)


async def test_usage_sums_all_calls_of_an_ask_that_fails_too() -> None:
    async with ModelServer(lambda _: spoken("{}")) as server:
        with pytest.raises(AskError) as caught:
            await model_at(server).ask(ASKED, schema=SCHEMA, max_tokens=50)
    usage = caught.value.usage
    assert (usage.calls, usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens) == (
        2,
        200,
        160,
        20,
    )


async def test_usage_is_estimated_where_the_server_gives_none() -> None:
    async with ModelServer(lambda _: spoken("Elbe. " * 50, usage=False)) as server:
        reply = await model_at(server).ask([{"role": "user", "content": "word " * 400}], max_tokens=500)
    assert 300 < reply.usage.prompt_tokens < 700
    assert reply.usage.completion_tokens > 50


@pytest.mark.parametrize(
    ("refused", "reached"),
    [
        (("json_schema",), "tool_call"),
        (("json_schema", "tools"), "json_object"),
        (("json_schema", "tools", "json_object"), "text"),
    ],
)
async def test_a_refused_form_is_left_for_the_next_and_remembered_on_disk(
    refused: tuple[str, ...], reached: str, tmp_path: Path
) -> None:
    memory = tmp_path / "data" / "model.json"
    async with ModelServer(lambda _: spoken(GOOD), dialect=refusing(*refused)) as server:
        reply = await model_at(server, memory).ask(ASKED, schema=SCHEMA, max_tokens=50)
        await model_at(server, memory).ask(ASKED, schema=SCHEMA, max_tokens=50)
    forms = [form_of(request) for request in server.requests]
    assert forms == [*list(Rung)[: len(refused) + 1], reached]
    assert reply.value == {"river": "Elbe"}
    assert memory.stat().st_mode & 0o777 == 0o600
    (known,) = json.loads(memory.read_text()).values()
    assert known["rung"] == reached
    assert all("not supported" in why for why in known["left"].values())


async def test_the_schema_is_told_in_words_only_where_the_server_does_not_enforce_it() -> None:
    async with ModelServer(lambda _: spoken(GOOD), dialect=refusing("json_schema", "tools")) as server:
        await model_at(server).ask(ASKED, schema=SCHEMA, max_tokens=50)
    *enforced, told = (request["messages"][-1]["content"] for request in server.requests)
    assert enforced == ["Which river?"] * 2
    assert told.startswith("Which river?\n\n")
    assert '"river"' in told


async def test_a_server_that_ignores_the_form_twice_is_asked_in_another() -> None:
    async with ModelServer(lambda request: spoken(GOOD if "tools" in request else "The Elbe.")) as server:
        model = model_at(server)
        with pytest.raises(AskError):
            await model.ask(ASKED, schema=SCHEMA, max_tokens=50)
        reply = await model.ask(ASKED, schema=SCHEMA, max_tokens=50)
    assert reply.value == {"river": "Elbe"}
    assert [form_of(request) for request in server.requests] == ["json_schema", "json_schema", "tool_call"]


async def test_a_refusal_of_every_form_says_nothing_about_the_forms(tmp_path: Path) -> None:
    memory = tmp_path / "model.json"
    async with ModelServer(lambda _: error(400, "temperature is out of range")) as server:
        with pytest.raises(AskError, match="temperature is out of range"):
            await model_at(server, memory).ask(ASKED, schema=SCHEMA, max_tokens=50)
    assert not memory.exists()


async def test_a_wrong_key_is_a_config_error_before_the_first_answer_and_no_more_after() -> None:
    answers = [error(401, "bad key"), spoken(GOOD), error(401, "bad key")]
    async with ModelServer(lambda _: answers.pop(0)) as server:
        model = model_at(server)
        with pytest.raises(ConfigError, match="refuses the key") as caught:
            await model.ask(ASKED, max_tokens=50)
        assert "STEPRESEARCH_API_KEY" in caught.value.hint
        await model.ask(ASKED, max_tokens=50)
        with pytest.raises(AskError, match="refuses the key"):
            await model.ask(ASKED, max_tokens=50)


async def test_an_unknown_model_is_a_config_error_that_says_what_to_do() -> None:
    async with ModelServer(lambda _: error(404, "model not found")) as server:
        with pytest.raises(ConfigError, match="tiny-32b") as caught:
            await model_at(server).ask(ASKED, max_tokens=50)
    assert "STEPRESEARCH_MODEL" in caught.value.hint


async def test_several_models_are_listed_and_embedding_models_do_not_count() -> None:
    async with ModelServer(lambda _: spoken(GOOD), models=("qwen", "bge-m3", "llama")) as server:
        with pytest.raises(ConfigError, match=r"2 chat models: qwen, llama\."):
            await model_at(server, model="").ask(ASKED, max_tokens=50)
    async with ModelServer(lambda _: spoken("Yes."), models=("qwen", "nomic-embed-text")) as server:
        await model_at(server, model="").ask(ASKED, max_tokens=50)
    assert server.requests[0]["model"] == "qwen"


async def test_a_server_that_is_not_there_is_an_ask_error_after_the_patience() -> None:
    async with ModelServer(lambda _: spoken(GOOD)) as server:
        model = model_at(server, model="", window_tokens=None, patience_s=0.1)
    with pytest.raises(AskError, match="cannot be reached") as caught:
        await model.ask(ASKED, max_tokens=50)
    assert set(caught.value.faults) == {"connection_failed"}


async def test_a_server_that_is_not_there_is_taken_to_have_the_usual_window() -> None:
    async with ModelServer(lambda _: spoken(GOOD)) as server:
        model = model_at(server, model="", window_tokens=None, patience_s=0.1)
    assert await model.window_tokens() == 32_768


async def test_a_model_that_reasons_gets_room_for_it_from_then_on_within_the_window(tmp_path: Path) -> None:
    memory = tmp_path / "model.json"
    thinking = [spoken("", reasoning="Hm", finish_reason="length"), *[spoken(GOOD, reasoning="Hm")] * 2]
    async with ModelServer(lambda _: thinking.pop(0)) as server:
        reply = await model_at(server, memory, window_tokens=4096).ask(ASKED, schema=SCHEMA, max_tokens=50)
        await model_at(server, memory, reasoning_tokens=500).ask(ASKED, schema=SCHEMA, max_tokens=50)
    assert reply.faults == ("cut_off",)
    first, second, third = (request["max_tokens"] for request in server.requests)
    assert first == 50
    assert 3000 < second < 4096
    assert third == 550


async def test_a_loop_is_asked_again_with_a_livelier_temperature_and_little_of_it_shown() -> None:
    answers = ["Round and round it goes. " * 100, "It goes."]
    async with ModelServer(in_turn(*answers)) as server:
        reply = await model_at(server, temperature=0.1).ask(ASKED, max_tokens=5000)
    first, second = server.requests
    assert (first["temperature"], second["temperature"]) == (0.1, 0.8)
    assert len(second["messages"][2]["content"]) < 400
    assert (reply.text, reply.faults) == ("It goes.", ("repetition",))


async def test_no_more_requests_are_open_than_allowed() -> None:
    async with ModelServer(lambda _: spoken("Yes.")) as server:
        model = model_at(server, concurrency=3)
        await asyncio.gather(*(model.ask(ASKED, max_tokens=50) for _ in range(12)))
    assert len(server.requests) == 12
    assert server.open_most <= 3


async def test_a_stream_that_is_stopped_tells_the_server_to_stop() -> None:
    from doubles.model_server import chunk

    async with ModelServer(lambda _: Scripted(endless=chunk(content="7" * 40))) as server:
        with pytest.raises(AskError):
            await model_at(server).ask(ASKED, max_tokens=5000)
        await asyncio.wait_for(server.gone_early.wait(), timeout=10)


def test_one_model_serves_several_event_loops_one_after_the_other() -> None:
    models: list[OpenAIChatModel] = []

    async def ask(url: str = "") -> list[str]:
        async with ModelServer(lambda _: spoken("Yes."), port=0 if not url else int(url)) as server:
            if not models:
                models.append(model_at(server, concurrency=1))
            replies = await asyncio.gather(*(models[0].ask(ASKED, max_tokens=50) for _ in range(3)))
            return [str(server.port), *(reply.text for reply in replies)]

    port, *first = asyncio.run(ask())
    _, *second = asyncio.run(ask(port))
    assert first == second == ["Yes."] * 3


async def test_an_address_without_a_list_of_models_is_a_config_error_unless_the_model_is_named() -> None:
    async with ModelServer(lambda _: spoken("Yes.")) as server:
        elsewhere = f"{server.base_url}/elsewhere"
        with pytest.raises(ConfigError, match="without a list of models"):
            await OpenAIChatModel(ModelSettings(elsewhere)).ask(ASKED, max_tokens=50)
        with pytest.raises(ConfigError, match="does not know the model"):
            await OpenAIChatModel(ModelSettings(elsewhere, model="m")).ask(ASKED, max_tokens=50)


async def test_a_wait_longer_than_the_patience_is_said_and_not_waited_for() -> None:
    async with ModelServer(lambda _: Scripted(429, {"Retry-After": "90"}, "{}")) as server:
        with pytest.raises(AskError, match=r"asks to wait 90 s\. Tried 1 times, with a patience of 3 s"):
            await model_at(server).ask(ASKED, max_tokens=50)
    assert len(server.requests) == 1
