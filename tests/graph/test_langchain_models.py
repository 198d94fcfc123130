"""Whole runs with a chat model of langchain-openai, against a real server on loopback."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doubles.model_server import DIALECTS, VLLM, ModelServer, error, spoken
from doubles.research import PAGES, QUESTION, graph_over, notices, run, settings
from doubles.routed_model import server_of
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_openai import AzureChatOpenAI, ChatOpenAI

from stepresearch.graph import ConfigError, Options
from stepresearch.graph.run import research
from stepresearch.tools.archive import Archive
from stepresearch.tools.budget import NO_PRICES, spent
from stepresearch.tools.llm.chat_model import ContextOverflow
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.search.fake import FakeEngine, FakePages
from stepresearch.tools.toolbox import Toolbox

KEY = "sk-canary-1234"


def chat(server: ModelServer, **members: Any) -> ChatOpenAI:
    return ChatOpenAI(model="tiny-32b", base_url=server.base_url, api_key=KEY, **members)


def asked(server: ModelServer) -> list[str]:
    """What was asked, in an order that does not depend on which parallel call came first."""
    return sorted(json.dumps(request["messages"], sort_keys=True) for request in server.requests)


def tokens(state: dict[str, Any]) -> tuple[int, int, int]:
    total = spent(state["usage"].values(), sources=0, prices=NO_PRICES)
    return total.prompt_tokens, total.cached_tokens, total.completion_tokens


def all_written(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in folder.rglob("*") if path.is_file())


async def run_with_settings(server: ModelServer, folder: Path, client: str) -> dict[str, Any]:
    graph = graph_over(
        folder=folder, base_url=server.base_url, model=None, api_key=KEY, client=client, window_tokens=32_768
    )
    return await run(graph, max_rounds=2)


async def test_a_run_with_chat_openai_gives_the_report_of_our_own_client(tmp_path: Path) -> None:
    async with server_of(FakeModel(), window=32_768) as ours, server_of(FakeModel(), window=32_768) as theirs:
        wanted = await run_with_settings(ours, tmp_path / "ours", "http")
        graph = graph_over(model=chat(theirs, temperature=0.3), folder=tmp_path / "theirs")
        state = await run(graph, max_rounds=2)
    assert state["report"]["markdown"] == wanted["report"]["markdown"]
    assert asked(theirs) == asked(ours) != []
    assert tokens(state) == tokens(wanted)
    assert tokens(state)[0] > 0
    assert notices(state, "fallback") == notices(wanted, "fallback")


async def test_the_setting_client_changes_who_asks_and_not_what_comes_of_it(tmp_path: Path) -> None:
    async with server_of(FakeModel(), window=32_768) as ours, server_of(FakeModel(), window=32_768) as theirs:
        wanted = await run_with_settings(ours, tmp_path / "ours", "http")
        state = await run_with_settings(theirs, tmp_path / "theirs", "langchain")
    assert state["report"]["markdown"] == wanted["report"]["markdown"]
    assert asked(theirs) == asked(ours)
    assert {headers["user-agent"] for headers in ours.headers[1:]} == {"stepresearch"}
    assert "AsyncOpenAI" in theirs.headers[-1]["user-agent"]


async def test_research_takes_a_chat_openai(tmp_path: Path) -> None:
    async with server_of(FakeModel(), window=32_768) as server:
        result = await research(
            QUESTION,
            options=Options(max_rounds=1),
            settings=settings(tmp_path),
            engines=[FakeEngine(PAGES)],
            reader=FakePages(PAGES),
            model=chat(server),
        )
    assert "Brenna" in result.markdown
    assert result.spent.calls == len(server.requests) > 0
    assert KEY not in all_written(tmp_path)


async def test_a_server_that_refuses_response_format_is_asked_in_plainer_forms(tmp_path: Path) -> None:
    refusing = {"json_schema": "response_format is not supported", "tools": "no tools", "json_object": "no"}
    dialect = replace(VLLM, refuses=refusing)
    async with ModelServer(lambda _: spoken('{"sum": 5}'), dialect=dialect, window=32_768) as server:
        toolbox = Toolbox(settings(tmp_path), model=chat(server))
        ours = await toolbox.chat_model(toolbox.archive(None, started_s=0.0), run_key="r")
        assert ours is not None
        schema = {"type": "object", "properties": {"sum": {"type": "integer"}}, "required": ["sum"]}
        reply = await ours.ask([{"role": "user", "content": "Two and three?"}], schema=schema, max_tokens=50)
    assert reply.value == {"sum": 5}
    assert len(server.requests) == 4


async def test_an_overflow_names_the_window_and_the_next_question_goes_by_it(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken("x"), dialect=DIALECTS[0], window=8192) as server:
        toolbox = Toolbox(settings(tmp_path), model=chat(server))
        model = await toolbox.chat_model(toolbox.archive(None, started_s=0.0), run_key="r")
        assert model is not None
        assert await model.window_tokens() == 32_768
        with pytest.raises(ContextOverflow) as caught:
            await model.ask([{"role": "user", "content": "word " * 9000}], max_tokens=50)
        assert caught.value.window_tokens == 8192
        assert await model.window_tokens() == 8192


async def test_a_refused_key_ends_the_run_and_says_where_it_is_set_without_telling_it(tmp_path: Path) -> None:
    refusal = error(401, f"Incorrect API key provided: {KEY}")
    async with ModelServer(lambda _: refusal) as server:
        with pytest.raises(ConfigError) as caught:
            await run(graph_over(model=chat(server), folder=tmp_path))
    assert KEY not in f"{caught.value.message} {caught.value.hint}"
    assert "STEPRESEARCH" not in f"{caught.value.message} {caught.value.hint}"


async def test_answers_within_a_run_are_paid_once(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken("Elbe", reasoning="Hm", field="reasoning_content")) as server:
        toolbox = Toolbox(settings(tmp_path), model=chat(server))
        archive: Archive = toolbox.archive(None, started_s=0.0)
        model = await toolbox.chat_model(archive, run_key="r")
        assert model is not None
        replies = [await model.ask([{"role": "user", "content": "?"}], max_tokens=50) for _ in range(2)]
    assert replies[0] == replies[1]
    assert (replies[0].text, replies[0].usage.prompt_tokens) == ("Elbe", 100)
    assert len(server.requests) == 1


@pytest.mark.parametrize(("name", "window"), [("gpt-4o-mini", 128_000), ("tiny-32b", 32_768)])
async def test_the_window_is_that_of_the_models_profile_where_it_has_one(
    tmp_path: Path, name: str, window: int
) -> None:
    model = ChatOpenAI(model=name, base_url="http://127.0.0.1:9/v1", api_key=KEY)
    toolbox = Toolbox(settings(tmp_path), model=model)
    ours = await toolbox.chat_model(toolbox.archive(None, started_s=0.0), run_key="r")
    assert ours is not None
    assert await ours.window_tokens() == window


async def test_a_model_of_another_integration_is_refused_by_name(tmp_path: Path) -> None:
    graph = graph_over(model=FakeListChatModel(responses=["x"]), folder=tmp_path)
    with pytest.raises(ConfigError, match="FakeListChatModel"):
        await run(graph)


async def test_an_azure_model_is_asked_with_its_own_key_and_version(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken("Elbe")) as server:
        azure = AzureChatOpenAI(
            azure_endpoint=server.base_url.removesuffix("/v1"),
            azure_deployment="tiny-32b",
            api_key=KEY,
            api_version="2024-10-21",
        )
        toolbox = Toolbox(settings(tmp_path), model=azure)
        model = await toolbox.chat_model(toolbox.archive(None, started_s=0.0), run_key="r")
        assert model is not None
        assert (await model.ask([{"role": "user", "content": "?"}], max_tokens=50)).text == "Elbe"
    assert server.headers[-1]["api-key"] == KEY
    assert KEY not in model.name
