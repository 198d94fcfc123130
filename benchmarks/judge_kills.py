"""Kills an evaluation of 600 criteria 20 times with SIGKILL, and counts which calls were paid twice.

uv run python benchmarks/judge_kills.py [KILLS] [CONCURRENCY]
"""

import asyncio
import json
import os
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.judge import JudgeDouble, asked_in
from doubles.model_server import ModelServer, Request, Scripted

CRITERIA = 600
ANSWER_S = (0.05, 0.3)
"""How long an answer takes: between these."""
KILL_AFTER_S = (0.0, 0.3)
"""How long after the answer that was waited for the kill comes: between these."""
SEED = 20261128
COMMAND = [sys.executable, "-m", "stepresearch.app.cli"]


class CountingServer(ModelServer):
    """Counts what was asked, and what was answered to the end."""

    def __init__(self) -> None:
        super().__init__(self._judged, window=32_768)
        self._judge = JudgeDouble()
        self.asked: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self._current: dict[int, str] = {}
        self._dice = random.Random(SEED)
        self.progress = asyncio.Event()

    def _judged(self, request: Request) -> Scripted:
        self.asked[asked_in(request).criteria[0]] += 1
        self._current[id(asyncio.current_task())] = asked_in(request).criteria[0]
        return self._judge(request)

    async def _send(self, writer: asyncio.StreamWriter, reply: Scripted) -> None:
        criterion = self._current.pop(id(asyncio.current_task()), None)
        if criterion is not None:
            await asyncio.sleep(self._dice.uniform(*ANSWER_S))
        await super()._send(writer, reply)
        if criterion is not None and not writer.is_closing():
            self.answered[criterion] += 1
            self.progress.set()

    async def wait_for(self, count: int, process: asyncio.subprocess.Process) -> None:
        """Wait until so many criteria were answered, or the process has ended."""
        ended = asyncio.ensure_future(process.wait())
        while len(self.answered) < count and not ended.done():
            self.progress.clear()
            told = asyncio.ensure_future(self.progress.wait())
            await asyncio.wait({ended, told}, return_when=asyncio.FIRST_COMPLETED)
            told.cancel()


def write_task(folder: Path) -> None:
    """Write a task of 600 criteria, every second of which its report meets."""
    facts = [f"Fact number {number} of the survey holds." for number in range(CRITERIA)]
    rubric = [{"text": f'The report says "Fact number {n} of the survey".', "weight": 1 + n % 5} for n in range(CRITERIA)]  # fmt: skip
    for name in ("tasks", "reports"):
        (folder / name).mkdir()
    (folder / "tasks" / "survey.json").write_text(json.dumps({"prompt": "What holds?", "rubric": rubric}))
    (folder / "reports" / "survey.md").write_text("\n\n".join(facts[::2]))


async def start(folder: Path, server: ModelServer, data: str, concurrency: int) -> asyncio.subprocess.Process:
    """Start the evaluation, with its answers in the data folder named."""
    settings = {"STEPRESEARCH_DATA": str(folder / data), "STEPRESEARCH_JUDGE_URL": server.base_url}
    options = ("--out", f"{data}-result", "--resume", "--concurrency", str(concurrency))
    return await asyncio.create_subprocess_exec(
        *COMMAND, "eval", "own", "--data", "tasks", "--reports", "reports", *options,
        cwd=folder, env=os.environ | settings, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip


def verdicts(folder: Path, data: str) -> list[Any]:
    """Return the verdicts of a result."""
    result = json.loads((folder / f"{data}-result" / "result.json").read_text())
    return [one["judgements"] for one in result["tasks"][0]["criteria"]]


async def measure(kills: int, concurrency: int) -> None:
    """Print what the kills cost."""
    dice = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_task(folder)
        async with CountingServer() as server:
            for kill in range(1, kills + 1):
                process = await start(folder, server, "killed", concurrency)
                await server.wait_for(kill * CRITERIA // (kills + 1) + dice.randint(-8, 8), process)
                await asyncio.sleep(dice.uniform(*KILL_AFTER_S))
                if process.returncode is None:
                    process.kill()
                await process.wait()
            await (await start(folder, server, "killed", concurrency)).wait()
            answered = sum(count - 1 for count in server.answered.values())
            asked = sum(count - 1 for count in server.asked.values())
        async with CountingServer() as calm:
            await (await start(folder, calm, "calm", concurrency)).wait()
        same = verdicts(folder, "killed") == verdicts(folder, "calm")
        print(
            f"{kills} kills, {concurrency} calls at once: {answered} answered calls repeated ({answered / kills:.2f} a kill), "
            f"{asked} in flight or answered ({asked / kills:.2f} a kill); the same result: {'yes' if same else 'NO'}"
        )


if __name__ == "__main__":
    chosen = [int(one) for one in sys.argv[1:]]
    asyncio.run(measure(*(chosen + [20, 8][len(chosen) :])))
