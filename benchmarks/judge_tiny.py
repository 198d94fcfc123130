"""Holds a real model of random weights, served by llama.cpp, against the gates: it must fail them, and the page must say so.

uv run python benchmarks/judge_tiny.py [TAMPERS]
"""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.probes import PROBES
from doubles.tiny_gguf import write_tiny_gguf

from stepresearch.evals.judge_model import open_judge
from stepresearch.evals.judger.cache import AnswerCache
from stepresearch.evals.judger.judge import JudgeSettings
from stepresearch.evals.judger.spending import Spending
from stepresearch.evals.reliability.page import as_markdown, gate_line
from stepresearch.evals.reliability.run import measure_reliability
from stepresearch.tools.llm.openai.settings import ModelSettings

WINDOW, SLOTS = 12_288, 2
ANSWER_TOKENS = 60
"""Noise is cut soon: it would be written until there is no room."""


@contextmanager
def served(model: Path) -> Iterator[str]:
    """Yield the address of a server in a process of its own; the window holds a probe at a token for each byte."""
    command = [sys.executable, __file__, "serve", str(model)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # fmt: skip
        try:
            assert process.stdout
            yield f"{process.stdout.readline().strip()}/v1"
        finally:
            process.kill()


def serve(model: str) -> None:
    """Serve until killed; the first line on standard output is the address."""
    import xllamacpp  # noqa: PLC0415 - only the server process needs it

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = WINDOW * SLOTS
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()


async def measure(url: str, tampers: int) -> None:
    """Print each gate, and the page."""
    model = ModelSettings(
        base_url=url, temperature=0.0, concurrency=SLOTS, window_tokens=WINDOW, patience_s=20
    )
    judge, record = await open_judge(
        model, cache=AnswerCache(), spending=Spending(), settings=JudgeSettings(answer_tokens=ANSWER_TOKENS)
    )
    found = await measure_reliability(judge, record, PROBES, tampers=tampers, on_gate=lambda gate: print(gate_line(gate), flush=True))  # fmt: skip
    print(f"\n{as_markdown(found)}")
    print(f"{found.spent.calls} calls, {found.spent.seconds:.0f} s of the server")


def main() -> None:
    """Serve, or measure."""
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
        return
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "tiny.gguf"
        write_tiny_gguf(path)
        with served(path) as url:
            asyncio.run(measure(url, int(sys.argv[1]) if len(sys.argv) > 1 else 4))


if __name__ == "__main__":
    main()
