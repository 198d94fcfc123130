import json
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from doubles.agent_server import ROOT, AgentServer, running_agent_server
from doubles.web_server import WebServer, response, running_web_server

from stepresearch.graph import STEPS, Options

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

LIBRARY = ROOT / "examples" / "library"
COST = "What has Merrowick's Quiet Crossing ferry electrification programme cost so far?"
PASSENGERS = "How many passengers used the Inch Sollan crossing?"
MAIN_STEPS = ["clarify", "plan", "review", "search", "select", "read", "reflect", "verify", "report", "audit"]

BRIDGE = (
    b"<html><head><title>The Alder Bridge</title></head><body><article><h1>The Alder Bridge</h1>"
    b"<p>The Alder Bridge cost 4.2 million crowns in the end, the town says. It opened on 1 May 2024 before a "
    b"large crowd, and two bands played until the evening.</p></article></body></html>"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web() -> AsyncIterator[WebServer]:
    """A SearXNG and the one page that it finds."""
    async with running_web_server() as running:
        found = {"results": [{"url": f"{running.url}/bridge", "title": "The Alder Bridge", "content": ""}]}
        running.routes["/search"] = response(json.dumps(found).encode(), kind="application/json")
        running.routes["/bridge"] = response(BRIDGE)
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, web: WebServer) -> Iterator[AgentServer]:
    folder = tmp_path_factory.mktemp("agent-server")
    settings = {
        "STEPRESEARCH_DATA": str(folder / "data"),
        "STEPRESEARCH_DOCS": str(LIBRARY),
        "SEARXNG_URL": web.url,
        "STEPRESEARCH_ALLOW_PRIVATE": "true",
    }
    with running_agent_server(folder, settings) as running:
        yield running


async def test_the_options_are_the_form_that_studio_draws(server: AgentServer) -> None:
    async with server.client as client:
        (assistant,) = await client.assistants.search(graph_id="research")
        schemas = await client.assistants.get_schemas(assistant["assistant_id"])
    assert set(schemas["context_schema"]["properties"]) == set(Options.model_fields)
    assert {"question", "messages"} <= set(schemas["input_schema"]["properties"])


async def test_a_question_on_documents_ends_with_a_report_that_the_chat_shows(server: AgentServer) -> None:
    values = await server.run(await server.new_thread(), input={"question": COST})
    assert values["report"]["status"] == "complete"
    assert values["messages"][-1]["type"] == "ai"
    assert values["messages"][-1]["content"] == values["report"]["markdown"]
    assert "47.9 million" in values["report"]["markdown"]


async def test_a_chat_message_is_a_question(server: AgentServer) -> None:
    chat = {"messages": [{"role": "user", "content": PASSENGERS}]}
    values = await server.run(await server.new_thread(), input=chat)
    assert values["question"] == PASSENGERS
    assert [message["type"] for message in values["messages"]] == ["human", "ai"]


async def test_a_question_that_follows_a_chat_is_the_one_researched(server: AgentServer) -> None:
    thread_id = await server.new_thread()
    chat = {"messages": [{"role": "user", "content": PASSENGERS}]}
    await server.run(thread_id, input=chat, context={"max_sources": 1})
    values = await server.run(thread_id, input={"question": COST}, context={"max_sources": 1})
    assert values["question"] == COST


async def test_each_step_is_streamed_as_it_ends(server: AgentServer) -> None:
    thread_id = await server.new_thread()
    async with server.client as client:
        parts = [
            part.data
            async for part in client.runs.stream(
                thread_id, "research", input={"question": COST}, stream_mode="updates"
            )
            if part.event == "updates"
        ]
    first_seen = list(dict.fromkeys(step for part in parts for step in part))
    assert set(first_seen) <= set(STEPS)
    assert [step for step in first_seen if step in MAIN_STEPS] == MAIN_STEPS


async def test_a_plan_is_shown_and_the_edited_one_is_researched(server: AgentServer) -> None:
    thread_id = await server.new_thread()
    waiting = await server.run(thread_id, input={"question": COST}, context={"review_plan": True})
    (asked,) = waiting["__interrupt__"]
    assert asked["value"]["kind"] == "plan"
    assert asked["value"]["plan"]["tasks"][0]["question"] == COST
    assert "report" not in waiting

    tasks = [{"question": PASSENGERS, "queries": ["Inch Sollan crossing passengers a year"]}]
    values = await server.run(thread_id, command={"resume": {"tasks": tasks}})
    assert [task["question"] for task in values["plan"]["tasks"]] == [PASSENGERS]
    assert values["queries"]["Q1"]["text"] == "Inch Sollan crossing passengers a year"
    assert "612,000" in values["report"]["markdown"]


async def test_the_next_question_of_a_thread_starts_clean(server: AgentServer) -> None:
    thread_id = await server.new_thread()
    first = await server.run(thread_id, input={"question": COST}, context={"max_sources": 4})
    second = await server.run(thread_id, input={"question": PASSENGERS}, context={"max_sources": 3})
    assert second["question"] == PASSENGERS
    assert second["started_s"] > first["started_s"]
    assert len(second["sources"]) == 3
    assert COST not in {task["question"] for task in second["plan"]["tasks"]}
    assert [message["content"] for message in second["messages"]] == [
        COST,
        first["report"]["markdown"],
        PASSENGERS,
        second["report"]["markdown"],
    ]


@pytest.mark.parametrize("folder", ["/etc", f"{LIBRARY}/../../tests", f"{LIBRARY}-of-others"])
async def test_a_folder_outside_the_servers_own_is_refused(server: AgentServer, folder: str) -> None:
    thread_id = await server.new_thread()
    with pytest.raises(Exception, match=r"may not be researched here.*STEPRESEARCH_DOCS"):
        await server.run(thread_id, input={"question": COST}, context={"docs": folder})
    async with server.client as client:
        thread = await client.threads.get(thread_id)
    assert thread["status"] == "error"
    assert thread["values"].get("sources") == {}


async def test_the_own_folder_and_those_below_it_are_researched(server: AgentServer) -> None:
    values = await server.run(
        await server.new_thread(), input={"question": COST}, context={"docs": str(LIBRARY), "max_sources": 2}
    )
    assert values["report"]["status"] == "complete"


async def test_an_option_out_of_range_is_named(server: AgentServer) -> None:
    with pytest.raises(Exception, match="max_sources"):
        await server.run(await server.new_thread(), input={"question": COST}, context={"max_sources": 0})


async def test_the_web_is_researched_without_blocking_other_runs(server: AgentServer, web: WebServer) -> None:
    """The server raises BlockingError where a step waits for a file or a socket on the event loop."""
    values = await server.run(
        await server.new_thread(),
        input={"question": "What did the Alder Bridge cost?"},
        context={"search": ["searxng"]},
    )
    assert values["sources"]["S1"]["status"] == "read"
    assert "4.2 million crowns" in values["report"]["markdown"]
    assert "/bridge" in web.paths
    assert "BlockingError" not in server.said
