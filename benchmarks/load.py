"""Run 100 researches at once in one process, several times, and print errors, memory, open files and the loop's lag.

Run with `python benchmarks/load.py`. No model and no network: what is under load are the databases, the index of a
folder, and the event loop.
"""

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path

from stepresearch.graph import Options, research
from stepresearch.tools.settings import Settings

TICK_S = 0.01
SUBJECTS = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Linden", "Maple", "Rowan")


def make_documents(folder: Path) -> None:
    """Write two documents on each bridge, which differ in the cost."""
    folder.mkdir()
    for number, subject in enumerate(SUBJECTS):
        for place, cost in (("council", 4 + number), ("gazette", 5 + number)):
            text = f"# The {subject} Bridge\n\nThe {subject} Bridge cost {cost}.2 million crowns, the {place} said.\n"
            (folder / f"{subject}-{place}.md").write_text(text, encoding="utf-8")


def open_files() -> int:
    """Return how many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def watch(lags_s: list[float], files: list[int]) -> None:
    """Note how late the loop wakes a sleeper, and how many files are open."""
    while True:
        begun_s = time.perf_counter()
        await asyncio.sleep(TICK_S)
        lags_s.append(time.perf_counter() - begun_s - TICK_S)
        files.append(open_files())


async def one(number: int, folder: Path, settings: Settings) -> str:
    """Research one question; return how it ended."""
    question = f"What did the {SUBJECTS[number % len(SUBJECTS)]} Bridge cost?"
    try:
        result = await research(question, options=Options(docs=str(folder)), settings=settings)
    except Exception as error:  # noqa: BLE001 - errors are what is counted here
        return f"{type(error).__name__}: {error}"[:100]
    return str(result.report["status"])


async def at_once(runs: int, folder: Path) -> None:
    """Research so many questions at once and print a line."""
    settings = Settings(_env_file=None, discover=False, data=folder / "data")
    lags_s: list[float] = []
    files: list[int] = []
    watching = asyncio.create_task(watch(lags_s, files))
    begun_s = time.perf_counter()
    ends = Counter(
        await asyncio.gather(*(one(number, folder / "documents", settings) for number in range(runs)))
    )
    watching.cancel()
    cuts = statistics.quantiles(lags_s, n=100)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{time.perf_counter() - begun_s:6.1f} {memory_mb:10.0f} {max(files):6} {cuts[49] * 1000:8.0f}"
        f" {cuts[98] * 1000:8.0f} {max(lags_s) * 1000:8.0f}  {dict(ends)}",
        flush=True,
    )


def main() -> None:
    """Repeat in fresh folders; memory is the peak of the process so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    print("     s  memory MB  files  lag p50      p99   max ms  ends")
    for _ in range(given.times):
        with tempfile.TemporaryDirectory() as name:
            make_documents(Path(name) / "documents")
            asyncio.run(at_once(given.runs, Path(name)))


if __name__ == "__main__":
    main()
