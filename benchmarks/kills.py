"""Kill runs with SIGKILL, resume them, and print what was lost, what differs, and what was paid twice.

    uv run python benchmarks/kills.py [--kills 150] [--seed 8]

Model, search engine and web are servers on loopback that count what they are asked and take 50 ms for an answer. One
run is left alone; its report is what each resumed one must equal. Every other run is killed once: by turns at a random
moment after its first request was answered, and up to 60 ms after the n-th was, n drawn over the whole run. A request counts
as paid again where it was put more often than by the run that was left alone, and had been answered before the kill.
What was answered less than 20 ms before it was on its way or being stored, and is counted apart, as is what was still
being answered.
"""

import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from doubles.command_line import COMMAND  # noqa: E402 - the doubles are found by the line above
from doubles.model_server import ModelServer  # noqa: E402 - the doubles are found by the line above
from doubles.routed_model import server_of  # noqa: E402 - the doubles are found by the line above
from doubles.web_server import WebServer, response, running_web_server  # noqa: E402 - the doubles are found by the line above

from stepresearch.tools.llm.fake import FakeModel  # noqa: E402 - the doubles are found by the line above

QUESTION = "What did the Alder Bridge cost, and when did the Alder Bridge open?"
ANSWER_S = 0.05
ARRIVING_S = 0.02
"""How long an answer may be on its way to the disk: sent, parsed, queued for the store and written."""
AFTER_ANSWER_S = 0.06
RUN_S = 180.0
FACTS = (
    (
        "council",
        "The Alder Bridge cost 4.2 million crowns in the end. The council thanked the engineers for it.",
    ),
    (
        "gazette",
        "The Alder Bridge cost 4.9 million crowns, an auditor said. The town paid half of it in 2024.",
    ),
    (
        "opening",
        "The Alder Bridge opened on 1 May 2024 before a large crowd. Two bands played until the evening.",
    ),
    (
        "history",
        "The Alder Bridge opened in May 2024, after three years of work. A ferry crossed here before.",
    ),
    (
        "traffic",
        "About 9,000 cars cross the Alder Bridge each day. The ferry carried 400 cars a day before 2024.",
    ),
    (
        "builder",
        "The builder of the Alder Bridge was Norr of Lund. It employed 120 people from 2021 to 2024.",
    ),
)


@dataclass
class Ledger:
    """What the servers answered: the request and when."""

    answered: list[tuple[str, float]] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, key: str) -> None:
        """Count an answer that was sent whole."""
        self.answered.append((key, time.monotonic()))
        self.changed.set()

    async def until(self, answers: int) -> None:
        """Wait until so many requests were answered."""
        while len(self.answered) < answers:
            self.changed.clear()
            await self.changed.wait()

    def take(self) -> list[tuple[str, float]]:
        """Return the account so far and begin a new one."""
        taken = list(self.answered)
        self.answered.clear()
        return taken


@dataclass
class Kill:
    """One kill, what was answered before it and after it, and what it did."""

    how: str
    in_flight: int
    died_s: float = 0.0
    before: list[tuple[str, float]] = field(default_factory=list)
    after: Counter[str] = field(default_factory=Counter)
    reports: list[str] = field(default_factory=list)
    told: str = ""
    verdict: str = ""
    again: list[str] = field(default_factory=list)
    arriving: list[str] = field(default_factory=list)

    def judge(self, report: str, once: Counter[str]) -> None:
        """Hold the run against the one that was left alone."""
        self.verdict = "same" if self.reports == [report] else "different" if self.reports else "lost"
        last_s = dict(self.before)  # of several answers to one request, the last
        answered = Counter(key for key, _ in self.before)
        for key in answered:
            twice = min(answered[key] + self.after[key] - max(once[key], 1), self.after[key])
            late = last_s[key] > self.died_s - ARRIVING_S
            told = f"{(self.died_s - last_s[key]) * 1000:4.0f} ms before the kill: {key[:40]}…{key[-120:]}"
            (self.arriving if late else self.again).extend([told] * max(twice, 0))

    @property
    def line(self) -> str:
        """The kill as a line of the table; where something was amiss, with what it was."""
        figures = f"{self.how:>12} {len(self.before):9} {self.in_flight:10} {len(self.arriving):9} {len(self.again):6}"
        amiss = [f"    answered {told}" for told in self.again + self.arriving]
        if self.verdict != "same":
            amiss.append(f"    told: {self.told[-600:]}")
        return "\n".join([f"{figures}  {self.verdict}", *amiss])


@dataclass
class Bench:
    """The servers, and how to start the program on them."""

    folder: Path
    ledger: Ledger
    model: ModelServer
    web: WebServer

    async def start(self, name: str, *arguments: str) -> asyncio.subprocess.Process:
        """Start the program with a data folder of this name."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        settings = {
            "STEPRESEARCH_DATA": str(self.folder / name),
            "STEPRESEARCH_BASE_URL": self.model.base_url,
            "STEPRESEARCH_ALLOW_PRIVATE": "true",
            "SEARXNG_URL": self.web.url,
        }
        return await asyncio.create_subprocess_exec(
            *COMMAND,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            cwd=self.folder,
            env=kept | settings,
        )

    async def ask(self, name: str) -> asyncio.subprocess.Process:
        """Start the run of the question."""
        return await self.start(name, QUESTION, "--search", "searxng", "--no-input")

    def reports(self, name: str) -> list[str]:
        """Return the reports in a data folder."""
        return [path.read_text(encoding="utf-8") for path in (self.folder / name).glob("runs/*/report.md")]


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Bench]:
    """Serve a model, a search engine and the pages it finds."""
    ledger = Ledger()
    model = server_of(
        FakeModel(),
        window=32_768,
        delay_s=ANSWER_S,
        on_answered=lambda request: ledger.answer("model " + json.dumps(request["messages"])),
    )
    async with model, running_web_server() as web:
        web.delay_s, web.on_answered = ANSWER_S, lambda path: ledger.answer(f"web {path}")
        web.routes["/search"] = _found(web)
        for name, text in FACTS:
            web.routes[f"/{name}"] = response(_page(name, text))
        yield Bench(folder, ledger, model, web)


def _found(web: WebServer) -> bytes:
    hits = [{"url": f"{web.url}/{name}", "title": f"The {name}", "content": text} for name, text in FACTS]
    return response(json.dumps({"results": hits}).encode(), kind="application/json")


def _page(name: str, text: str) -> bytes:
    filler = f"The {name} keeps its papers in the town hall, where they may be read on weekdays. " * 12
    return (
        f"<html><head><title>The {name}</title></head><body><article><h1>The {name}</h1><p>{text}</p>"
        f"<p>{filler}</p></article></body></html>"
    ).encode()


async def left_alone(bench: Bench) -> tuple[str, Counter[str], float]:
    """Run to the end; return the report, how often each request was answered, and the seconds from the first answer to the end."""
    process = await bench.ask("alone")
    _, told = await asyncio.wait_for(process.communicate(), RUN_S)
    reports = bench.reports("alone")
    assert len(reports) == 1, told.decode()
    answered = bench.ledger.take()
    return reports[0], Counter(key for key, _ in answered), time.monotonic() - answered[0][1]


async def killed(bench: Bench, name: str, *, after_s: float, nth: int) -> Kill | None:
    """Kill a run `after_s` seconds after the n-th answer; None where it had ended."""
    process = await bench.ask(name)
    ended = asyncio.create_task(process.communicate())
    counting = asyncio.create_task(bench.ledger.until(nth))
    await asyncio.wait({counting, ended}, return_when=asyncio.FIRST_COMPLETED, timeout=RUN_S)
    counting.cancel()
    await asyncio.sleep(after_s)
    if ended.done():
        bench.ledger.take()
        return None
    process.kill()
    kill = Kill(f"{nth} + {after_s:.2f} s", bench.model.open_now + bench.web.open_now)
    kill.before, kill.died_s = bench.ledger.take(), time.monotonic()
    await ended
    while bench.model.open_now + bench.web.open_now:  # noqa: ASYNC110 - the doubles tell no more
        await asyncio.sleep(ANSWER_S)
    bench.ledger.take()  # answers that nobody heard
    return kill


async def resume(bench: Bench, name: str, kill: Kill) -> None:
    """Go on with a killed run, or ask anew where it was killed before there was one."""
    has_run = any((bench.folder / name).glob("runs/*/run.json"))
    process = await (bench.start(name, "resume", "--no-input") if has_run else bench.ask(name))
    _, told = await asyncio.wait_for(process.communicate(), RUN_S)
    kill.told = told.decode()
    kill.after = Counter(key for key, _ in bench.ledger.take())
    kill.reports = bench.reports(name)


async def measure(kills: int, seed: int, folder: Path) -> list[Kill]:
    """Kill and resume so many runs; print a line for each."""
    drawn = random.Random(seed)
    done: list[Kill] = []
    async with serving(folder) as bench:
        report, once, alone_s = await left_alone(bench)
        answers = once.total()
        print(f"left alone: {alone_s:.1f} s, {answers} requests answered, {len(once)} of them different")
        print("      killed  answered  in flight  arriving  again  report")
        while len(done) < kills:
            by_count, moment = len(done) % 2 == 1, drawn.random()
            nth = 1 + int(moment * answers) if by_count else 1
            after_s = drawn.uniform(0, AFTER_ANSWER_S) if by_count else moment * alone_s
            name = f"killed-{len(done)}"
            kill = await killed(bench, name, after_s=after_s, nth=nth)
            if kill is not None:
                await resume(bench, name, kill)
                kill.judge(report, once)
                done.append(kill)
                print(kill.line, flush=True)
            shutil.rmtree(folder / name, ignore_errors=True)
    return done


def main() -> None:
    """Print a line a kill, and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=150)
    parser.add_argument("--seed", type=int, default=8)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills = asyncio.run(measure(given.kills, given.seed, Path(folder)))
    verdicts = Counter(kill.verdict for kill in kills)
    again = sum(len(kill.again) for kill in kills)
    arriving = sum(len(kill.arriving) for kill in kills)
    print(f"{len(kills)} kills: {dict(verdicts)}")
    print(f"answered and paid again: {again}, {again / len(kills):.3f} a kill")
    print(f"answered less than {ARRIVING_S * 1000:.0f} ms before the kill and paid again: {arriving}")
    print(f"being answered at the kill: {sum(kill.in_flight for kill in kills)}")


if __name__ == "__main__":
    main()
