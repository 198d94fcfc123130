"""Embed the graph in another program: its own search engine, its own checkpoints, progress as it happens.

The program here is a help desk. Its tickets lie in a SQLite database, and research goes over them and nothing else.

    uv run python examples/embedding.py [FOLDER]

FOLDER keeps the tickets and the checkpoints; without it they go to a temporary one.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.store.base import BaseStore
from langgraph.store.sqlite.aio import AsyncSqliteStore

from stepresearch.graph import ConfigError, Options, ResearchGraph, Settings, ToolError, build_graph
from stepresearch.tools.page import Page
from stepresearch.tools.search.engine import SearchHit

TICKETS = [
    (
        "Scanner on floor 2 stops after ten pages",
        "2026-02-03",
        "The scanner on floor 2 stopped after ten pages again. Cleaning the feed roller helped for one day.",
    ),
    (
        "Scanner: supplier's answer",
        "2026-02-17",
        "The supplier says that the scanner stops because its old firmware overheats the lamp. Firmware 4.3 has mended the scanner of two other customers.",
    ),
    (
        "Scanner after the update",
        "2026-03-02",
        "Firmware 4.3 was installed on the scanner on 27 February. It has scanned 1,400 pages since without a stop.",
    ),
    (
        "Coffee machine",
        "2026-02-20",
        "The coffee machine in the kitchen asks for water although its tank is full.",
    ),
]
QUESTION = "Why did the scanner stop after ten pages, and what mended the scanner?"


class Tickets:
    """The desk's database, as search engine and page reader. A connection a call lets searches run side by side."""

    name = "tickets"

    def __init__(self, path: Path) -> None:
        self._path = path

    def fill(self) -> None:
        """Write the tickets anew."""
        with closing(sqlite3.connect(self._path)) as database, database:
            database.execute("DROP TABLE IF EXISTS ticket")
            database.execute("CREATE VIRTUAL TABLE ticket USING fts5(title, day UNINDEXED, text)")
            database.executemany("INSERT INTO ticket VALUES (?, ?, ?)", TICKETS)

    async def cache_key(self) -> str:
        """Return the number of tickets: an answer holds until one is added."""
        ((count,),) = await asyncio.to_thread(self._rows, "SELECT count(*) FROM ticket")
        return str(count)

    async def search(self, query: str, *, max_results: int) -> list[SearchHit]:
        """Return the tickets that share words with the query, best first."""
        words = " OR ".join(word for word in query.split() if word.isalnum())
        if not words:
            return []
        found = await asyncio.to_thread(
            self._rows,
            "SELECT rowid, title, day, text FROM ticket WHERE ticket MATCH ? ORDER BY rank LIMIT ?",
            words,
            max_results,
        )
        return [
            SearchHit(f"ticket:{number}", title, text, self.name, rank, published=day)
            for rank, (number, title, day, text) in enumerate(found, start=1)
        ]

    async def read(self, url: str) -> Page:
        """Return a ticket.

        Raises:
            ToolError: There is none with this number.
        """
        number = url.removeprefix("ticket:")
        found = await asyncio.to_thread(
            self._rows, "SELECT title, day, text FROM ticket WHERE rowid = ?", number
        )
        if not found:
            raise ToolError(f"There is no ticket {number!r}.")
        ((title, day, text),) = found
        return Page(url=url, title=title, text=text, published=day, site="help desk")

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path)) as database:
            return database.execute(statement, values).fetchall()


def desk_graph(tickets: Tickets, saver: BaseCheckpointSaver[Any], store: BaseStore) -> ResearchGraph:
    """Return the graph over the tickets alone. What is not set here comes from the environment.

    The state of a run is in its checkpoints, its pages and search answers are in the store: a run goes on with both.
    """
    settings = Settings(cache_days=0, search_timeout_s=5)
    return build_graph(settings=settings, engines=[tickets], reader=tickets, checkpointer=saver, store=store)


async def steps(graph: ResearchGraph, question: str, thread_id: str) -> AsyncIterator[str]:
    """Research a question on a thread and yield each step as it ends."""
    parts: AsyncIterator[Any] = graph.astream(
        {"question": question},
        {"configurable": {"thread_id": thread_id}},
        context=Options(clarify=False, max_sources=5, max_rounds=2),
        stream_mode="updates",
        durability="sync",
        version="v2",
    )
    async for part in parts:
        for step in part["data"]:
            yield step


async def main(folder: Path) -> None:
    """Ask one question, show progress, and print the report from the saved state."""
    tickets = Tickets(folder / "tickets.sqlite")
    tickets.fill()
    async with (
        AsyncSqliteSaver.from_conn_string(str(folder / "threads.sqlite")) as saver,
        AsyncSqliteStore.from_conn_string(str(folder / "pages.sqlite")) as store,
    ):
        await store.setup()
        graph = desk_graph(tickets, saver, store)
        try:
            async for step in steps(graph, QUESTION, "desk-1"):
                print(f"{step} is done", file=sys.stderr)
        except ConfigError as error:
            sys.exit(f"{error.message} {error.hint}")
        saved = await graph.aget_state({"configurable": {"thread_id": "desk-1"}})
        print(saved.values["report"]["markdown"])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(main(Path(sys.argv[1])))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            asyncio.run(main(Path(temporary)))
