"""A small invented corpus, and whole runs of the graph over it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from langchain_core.runnables import Runnable
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.store.base import BaseStore

from stepresearch.graph import Options, ResearchGraph, build_graph
from stepresearch.tools.llm.chat_model import ChatModel
from stepresearch.tools.page import Page, PageReader
from stepresearch.tools.search.engine import SearchEngine
from stepresearch.tools.search.fake import FakeEngine, FakePages
from stepresearch.tools.settings import Settings

QUESTION = "What did the Brenna bridge cost, and when did it open?"

PAGES = (
    Page(
        "https://norr.example/brenna",
        "Brenna bridge: cost",
        "# Brenna bridge\n\nThe Brenna bridge cost 41 million euros by the account of 2019."
        " It carries about 12,000 cars a day between Lund and Brenna.",
        "2020-01-02",
    ),
    Page(
        "https://herald.example/opening",
        "Brenna bridge opens",
        "# Opening\n\nThe Brenna bridge opened on 3 May 2019 after six years of work."
        " The builder of the bridge was Norr AG of Lund.",
        "2019-05-04",
    ),
    Page(
        "https://audit.example/final",
        "Final account of the Brenna bridge",
        "# Final account\n\nThe Brenna bridge cost 48 million euros by the account of 2019."
        " Repairs of the Brenna bridge began in 2022.",
        "2023-01-01",
    ),
)


WORDS = [
    "river",
    "harbour",
    "engineer",
    "winter",
    "granite",
    "traffic",
    "council",
    "survey",
    "pillar",
    "lantern",
    "ferry",
    "timber",
    "island",
    "market",
    "season",
    "storm",
    "railway",
    "quarry",
    "foreman",
    "contract",
    "harvest",
    "library",
    "meadow",
    "chapel",
    "window",
    "garden",
    "orchard",
    "village",
    "cable",
    "weather",
]


def lengthened(page: Page, sentences: int) -> Page:
    """The page with as many sentences more, no two alike and none about the question."""
    random = Random(page.url)
    more = (f"The {' '.join(random.sample(WORDS, 9))} stayed." for _ in range(sentences))
    return replace(page, text="\n\n".join([page.text, *more]))


def settings(folder: Path | None = None, **values: Any) -> Settings:
    """Settings that read no environment and look for no model."""
    return Settings(_env_file=None, discover=False, data=folder, **values)


def graph_over(
    pages: Sequence[Page] = PAGES,
    *,
    engine: SearchEngine | None = None,
    reader: PageReader | None = None,
    model: ChatModel | Runnable[Any, Any] | None = None,
    checkpointer: BaseCheckpointSaver[Any] | None = None,
    store: BaseStore | None = None,
    interrupt_before: Sequence[str] = (),
    **values: Any,
) -> ResearchGraph:
    """The shipped graph over fakes. `values` are settings."""
    return build_graph(
        settings=settings(**values),
        engines=[engine or FakeEngine(pages)],
        reader=reader or FakePages(pages),
        model=model,
        checkpointer=checkpointer,
        store=store,
        interrupt_before=interrupt_before,
    )


async def run(graph: ResearchGraph, question: str = QUESTION, **options: Any) -> dict[str, Any]:
    """The final state of a run without a checkpointer."""
    return await graph.ainvoke({"question": question}, context=Options(**options))


def notices(state: Mapping[str, Any], kind: str) -> list[str]:
    """The texts of a run's notices of one kind."""
    return [notice["text"] for notice in state["notices"] if notice["kind"] == kind]
