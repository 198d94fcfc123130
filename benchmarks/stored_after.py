"""Print the milliseconds between a model server's last byte and the answer being on disk, for answers that end at once.

    uv run python benchmarks/stored_after.py [--streams 8] [--rounds 20]

The server is this process; the client and a watcher, which reads the store as the next process would, are others. In
the first row the server sends each answer as fast as it can, in the second it paces it as a model does.
"""

import argparse
import asyncio
import json
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from doubles.model_server import ModelServer, Request, Scripted, spoken  # noqa: E402 - found by the line above

from stepresearch.graph.checkpoints import open_store  # noqa: E402 - the doubles come first
from stepresearch.tools.archive import Archive  # noqa: E402 - the doubles come first
from stepresearch.tools.llm.cache.model import CachedModel  # noqa: E402 - the doubles come first
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel  # noqa: E402 - the doubles come first
from stepresearch.tools.llm.openai.settings import ModelSettings  # noqa: E402 - the doubles come first

ANSWER_S = 0.1
PACE_S = 0.004
WATCH_S = 0.0005
NAMED = re.compile(rb"answer-\d+-\d+\.")


def answer(request: Request, pace_s: float) -> Scripted:
    """About 200 chunks that differ, which begin with what was asked for."""
    name = request["messages"][-1]["content"]
    sentences = (f"Bridge {number} of {name} is {number * 37 % 101} m long." for number in range(40))
    return replace(spoken(f"{name}. {' '.join(sentences)}"), pace_s=pace_s)


async def ask(url: str, folder: Path, rounds: int, streams: int) -> None:
    """Ask for the answers, so many at once."""
    model = OpenAIChatModel(ModelSettings(url, model="m", window_tokens=32_768, concurrency=streams))
    async with open_store(folder / "store.sqlite") as store:
        cached = CachedModel(model, Archive(store), run_key="run")
        for number in range(rounds):
            names = [f"answer-{number}-{stream}" for stream in range(streams)]
            asked: list[Any] = [
                cached.ask([{"role": "user", "content": name}], max_tokens=2_000) for name in names
            ]
            await asyncio.gather(*asked)


def watch(folder: Path) -> None:
    """Print when each answer is first found, until killed."""
    found: set[bytes] = set()
    while not (folder / "store.sqlite").is_file():
        time.sleep(WATCH_S)
    with closing(sqlite3.connect(f"file:{folder}/store.sqlite?mode=ro", uri=True)) as store:
        while True:
            seen = b"".join(path.read_bytes() for path in folder.glob("store.pending/*.jsonl"))
            try:
                rows = store.execute(
                    "SELECT value FROM store WHERE updated_at > datetime('now', '-2 second')"
                )
                seen += b"".join(str(value).encode() for (value,) in rows)
            except sqlite3.OperationalError:
                pass
            now_s = time.monotonic()
            for name in set(NAMED.findall(seen)) - found:
                found.add(name)
                print(name.decode(), now_s, flush=True)
            time.sleep(WATCH_S)


async def measured(pace_s: float, rounds: int, streams: int) -> list[float]:
    """Return the seconds from the last byte of each answer to its being found."""
    sent_s: dict[str, float] = {}
    server = ModelServer(
        lambda request: answer(request, pace_s),
        delay_s=ANSWER_S,
        window=10**6,
        on_answered=lambda request: sent_s.setdefault(
            request["messages"][-1]["content"] + ".", time.monotonic()
        ),
    )
    with tempfile.TemporaryDirectory() as name:
        async with server:
            run = [sys.executable, __file__, "--rounds", str(rounds), "--streams", str(streams)]
            watching = await asyncio.create_subprocess_exec(
                *run, "--watch", name, stdout=asyncio.subprocess.PIPE
            )
            asking = await asyncio.create_subprocess_exec(*run, "--ask", json.dumps([server.base_url, name]))
            await asking.wait()
            await asyncio.sleep(1)
            watching.kill()
            told, _ = await watching.communicate()
    found_s = dict(line.split() for line in told.decode().splitlines())
    return [float(found_s[name]) - when_s for name, when_s in sent_s.items() if name in found_s]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    parser.add_argument("--watch", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.watch:
        watch(given.watch)
    elif given.ask:
        url, folder = json.loads(given.ask)
        asyncio.run(ask(url, Path(folder), given.rounds, given.streams))
    else:
        print("sent          answers  median ms   p90   p99   max")
        for name, pace_s in (("at once", 0.0), ("paced", PACE_S)):
            took_ms = sorted(
                1000 * seconds for seconds in asyncio.run(measured(pace_s, given.rounds, given.streams))
            )
            cuts = statistics.quantiles(took_ms, n=100)
            print(
                f"{name:12} {len(took_ms):8} {cuts[49]:10.1f} {cuts[89]:5.1f} {cuts[98]:5.1f} {took_ms[-1]:5.1f}"
            )


if __name__ == "__main__":
    main()
