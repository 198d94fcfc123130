"""An embedder's own engine and reader may do anything, and one run goes on."""

import asyncio
from typing import Any

import pytest
from doubles.model_server import ModelServer, Scripted, chunk
from doubles.research import PAGES, QUESTION, graph_over, notices, run
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.errors import GraphInterrupt
from langgraph.store.memory import InMemoryStore

from stepresearch.graph import Options
from stepresearch.tools.archive import Archive
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.llm.faults import CallFault, Fault
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.openai.wire import OpenAIWire
from stepresearch.tools.page import Page
from stepresearch.tools.search.cached import CachedEngine
from stepresearch.tools.search.engine import SearchHit
from stepresearch.tools.search.fake import FakeEngine, FakePages
from stepresearch.tools.search.own_tools import page_of

HALF = "\ud83d"


class UnspeakableError(Exception):
    """Fails even at telling what it is."""

    def __str__(self) -> str:
        raise RuntimeError


class OwnEngine:
    """Raises or returns what it was given."""

    name = "own"

    def __init__(self, does: Any) -> None:
        self._does = does

    async def cache_key(self) -> str:
        return ""

    async def search(self, query: str, *, max_results: int) -> Any:
        if isinstance(self._does, BaseException):
            raise self._does
        return self._does


class OwnReader(OwnEngine):
    """Raises or returns what it was given, for each page."""

    async def read(self, url: str) -> Any:
        return await self.search(url, max_results=1)


FAULTS = [
    ValueError(f"bad {HALF}\x00"), KeyError("results"), OSError(5, "disk"), RecursionError(), MemoryError(),
    TimeoutError(), StopAsyncIteration(), AssertionError(), UnicodeEncodeError("utf-8", HALF, 0, 1, "half"),
    ExceptionGroup("several", [ValueError("a")]), UnspeakableError(), RuntimeError("x" * 100_000), ToolError(HALF * 9),
]  # fmt: skip
named = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)


@named
async def test_whatever_an_own_engine_raises_is_a_notice_and_the_run_ends_with_a_report(
    fault: Exception,
) -> None:
    state = await run(graph_over(engine=OwnEngine(fault), checkpointer=None), max_rounds=1)
    told = notices(state, "search")
    assert told
    assert all("own gave no answer" in text and len(text) < 1500 for text in told)
    assert isinstance(fault, ToolError) or type(fault).__name__ in told[0]
    repr(state).encode()
    assert state["report"]


@named
async def test_whatever_an_own_reader_raises_is_a_notice_and_the_run_ends_with_a_report(
    fault: Exception,
) -> None:
    state = await run(graph_over(reader=OwnReader(fault)), max_rounds=1)
    told = notices(state, "page")
    assert told
    assert all("was not read" in text and len(text) < 1500 for text in told)
    repr(state).encode()
    assert state["report"]


@pytest.mark.parametrize(
    "hits",
    [None, 7, "hits", [None], [{"url": "https://a.org"}], [SearchHit("https://a.org", 3, None, 0, "x")], iter(int, 1)],  # type: ignore[arg-type] - what types forbid
)  # fmt: skip
async def test_what_is_no_list_of_hits_ends_no_run(hits: Any) -> None:
    assert (await run(graph_over(engine=OwnEngine(hits)), max_rounds=1))["report"]


@pytest.mark.parametrize("page", [None, "text", Page("https://a.org", "T", "")])
async def test_what_is_no_page_with_text_is_told(page: Any) -> None:
    with pytest.raises(ToolError):
        await page_of(OwnReader(page), "https://a.org")


async def test_a_page_of_an_own_reader_comes_in_valid_and_bounded() -> None:
    wrong: Any = (5, HALF, HALF, True)
    given = Page(HALF, f"T{HALF}\x00" * 9_000, f"The bridge.{HALF}\x00\u202e" + "a" * 6_000_000, *wrong)
    page = await page_of(OwnReader(given), "https://a.org")
    repr(page).encode()
    assert "\x00" not in page.title + page.text
    assert (len(page.title) <= 1_000, len(page.text) <= 5_000_000) == (True, True)
    assert (page.published, page.hard_to_see) == ("5", 0)


class NamelessEngine(FakeEngine):
    """Fails when it is asked for its name."""

    @property
    def name(self) -> str:  # type: ignore[override] # an attribute there
        raise RuntimeError("no name")


class NamelessModel(FakeModel):
    """Fails when it is asked for its name."""

    @property
    def name(self) -> str:
        raise RuntimeError("no name")


async def test_an_engine_and_a_model_that_cannot_say_their_names_are_called_by_their_types() -> None:
    state = await run(graph_over(engine=NamelessEngine(PAGES), model=NamelessModel()), max_rounds=1)
    assert state["findings"]
    assert state["writer"] == "NamelessModel"
    assert "NamelessEngine" in repr(state)


@pytest.mark.parametrize("raised", [asyncio.CancelledError(), GraphInterrupt(()), ConfigError("no key")])
async def test_what_steers_a_run_is_passed_on(raised: BaseException) -> None:
    engine = CachedEngine(OwnEngine(raised), Archive(InMemoryStore()))
    with pytest.raises(type(raised)):
        await engine.search("bridge", max_results=3)
    with pytest.raises(type(raised)):
        await page_of(OwnReader(raised), "https://a.org")


async def test_questions_and_messages_of_a_program_come_in_as_valid_text() -> None:
    config: Any = {"configurable": {"thread_id": "t"}}
    for given in (
        {"question": f"{QUESTION}{HALF}\x00"},
        {"messages": [HumanMessage(f"{QUESTION}{HALF}\x00")]},
    ):
        graph = graph_over(checkpointer=InMemorySaver(), engine=FakeEngine(PAGES), reader=FakePages(PAGES))
        state = await graph.ainvoke(given, config, context=Options(max_rounds=1))
        assert "\x00" not in state["brief"]["question" if "question" in state["brief"] else "objective"]
        repr(state).encode()


@pytest.mark.parametrize(
    "option", [{"language": HALF}, {"search": [HALF]}, {"search": ["\x00"]}, {"language": "e" * 999}]
)
async def test_options_that_are_no_text_are_named(option: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(option))):
        await graph_over().ainvoke({"question": QUESTION}, context=option)


@pytest.mark.parametrize(
    "reply",
    [
        Scripted(endless=chunk(content="", logprobs="x" * 900_000)),
        Scripted(events=("x" * 6_000_000,)),
        Scripted(status=400, body="x" * 6_000_000),
    ],
    ids=["chunks", "one line", "an error"],
)  # fmt: skip
async def test_the_answer_of_a_model_has_an_end_in_bytes(reply: Scripted) -> None:
    async with ModelServer(lambda _: reply) as server:
        wire = OpenAIWire(ModelSettings(server.base_url), model="m")
        with pytest.raises(CallFault, match="MB") as told:
            await wire.complete([{"role": "user", "content": "q"}], max_tokens=50, body={})
    assert told.value.fault in {Fault.TOO_LONG, Fault.CONNECTION_FAILED}


async def test_a_compressed_answer_of_a_model_is_refused() -> None:
    reply = Scripted(headers={"Content-Encoding": "gzip"}, events=(chunk(content="x"),))
    async with ModelServer(lambda _: reply) as server:
        with pytest.raises(CallFault, match="compress"):
            await OpenAIWire(ModelSettings(server.base_url), model="m").complete(
                [{"role": "user", "content": "q"}], max_tokens=50, body={}
            )
    assert server.headers[-1]["accept-encoding"] == "identity"
