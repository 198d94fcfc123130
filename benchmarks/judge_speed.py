"""Judges 639 criteria of ResearchRubrics against a judge on loopback: calls a second, CPU, memory, and prompt tokens reused.

The judge runs in a process of its own. Reuse is counted from the prompts as they arrive: of each the tokens (by the
project's estimate) up to where it leaves every earlier prompt, as a server's prefix cache sees it.

    uv run python benchmarks/judge_speed.py ../shared/data
"""

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from os.path import commonprefix
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.judge import JudgeDouble
from doubles.model_server import ModelServer, Request, Scripted

from stepresearch.evals.evaluation import Plan, evaluate
from stepresearch.evals.judge_model import open_judge
from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.spending import Spending
from stepresearch.evals.reports import Report
from stepresearch.evals.tasks.catalogue import load_set
from stepresearch.evals.tasks.task import Task
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.token_estimate import estimate_tokens

CRITERIA = 639
REPORT_TOKENS = 6000
SEED = 20261128
WORDS = [
    "harbour",
    "ferry",
    "battery",
    "charge",
    "quay",
    "pilot",
    "tide",
    "survey",
    "budget",
    "audit",
    "council",
    "grid",
    "winter",
    "crossing",
    "engineer",
    "cable",
]


def report(dice: random.Random) -> str:
    """Return a report of about 6,000 tokens."""
    paragraphs: list[str] = []
    tokens = 0
    while tokens < REPORT_TOKENS:
        sentences = [" ".join(dice.choices(WORDS, k=14)).capitalize() + "." for _ in range(6)]
        paragraphs.append(" ".join(sentences))
        tokens += estimate_tokens(paragraphs[-1])
    return "\n\n".join(paragraphs)


def tasks_of(data: Path) -> Iterator[Task]:
    """Yield tasks of ResearchRubrics until they have 639 criteria, the last one cut."""
    left = CRITERIA
    for task in load_set("researchrubrics", data).tasks:
        if left <= 0:
            return
        criteria = task.criteria[:left]
        left -= len(criteria)
        yield Task(task.task_id, task.language, task.prompt, criteria)


async def serve(log: Path) -> None:
    """Judge until standard input closes, and write down each prompt as it arrives."""
    double = JudgeDouble()
    with log.open("w") as file:

        def judged(request: Request) -> Scripted:
            file.write(json.dumps("\n".join(turn["content"] for turn in request["messages"])) + "\n")
            file.flush()
            return double(request)

        async with ModelServer(judged, window=32_768) as server:
            print(server.base_url, flush=True)
            await asyncio.to_thread(sys.stdin.read)


def reuse(log: Path) -> tuple[int, int]:
    """Return the prompt tokens in all, and those that an earlier prompt began with."""
    seen: dict[str, list[str]] = {}
    whole = reused = 0
    for line in log.read_text().splitlines():
        prompt = json.loads(line)
        earlier = seen.setdefault(prompt[:4000], [])
        shared = max((len(commonprefix([prompt, one])) for one in earlier), default=0)  # noqa: RUF071 - characters are meant
        whole += estimate_tokens(prompt)
        reused += estimate_tokens(prompt[:shared])
        earlier.append(prompt)
    return whole, reused


async def measure(data: Path, url: str, folder: Path) -> None:
    """Print the speed."""
    dice = random.Random(SEED)
    tasks = tuple(tasks_of(data))
    reports = {task.task_id: Report(task.task_id, report(dice)) for task in tasks}
    with AnswerCache(folder / "answers.sqlite") as cache:
        judge, record = await open_judge(ModelSettings(base_url=url, concurrency=16, window_tokens=32_768), cache=cache, spending=Spending())  # fmt: skip
        begun_s, cpu_s = time.monotonic(), time.process_time()
        await evaluate(judge, record, Plan("speed", tasks), reports)
        seconds, cpu_s = time.monotonic() - begun_s, time.process_time() - cpu_s
    calls = judge.calls.spending.spent.calls
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{CRITERIA} criteria of {len(tasks)} tasks, {calls} calls in {seconds:.1f} s: {calls / seconds:.0f} calls a second, "
        f"{1000 * cpu_s / calls:.1f} ms of CPU a call, {memory_mb:.0f} MB at most"
    )


def main() -> None:
    """Run the judge and the measurement."""
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(Path(sys.argv[2])))
        return
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data") / "rubrics"
    if not data.is_dir():
        print(f"Skipped: {data} is not here.")
        return
    with tempfile.TemporaryDirectory() as name:
        log = Path(name) / "prompts.jsonl"
        with subprocess.Popen([sys.executable, __file__, "serve", str(log)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:  # fmt: skip
            assert server.stdout
            assert server.stdin
            asyncio.run(measure(data, server.stdout.readline().strip(), Path(name)))
            server.stdin.close()
        whole, reused = reuse(log)
        print(
            f"{whole:,} prompt tokens (estimated), {reused / whole:.1%} of them in a prefix that was sent before"
        )


if __name__ == "__main__":
    main()
