"""Whether the short answer without a model answers first what was asked: questions over small folders.

    uv run python benchmarks/short_answers.py [--show] [--held-out]

The cases stand in `short_answers.toml`; the first sentence must hold the subject and the answer. 40 of them stood there
before the rules; the 20 held out were written after them and are only measured. `--show` prints what misses.
"""

import asyncio
import re
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from langgraph.store.memory import InMemoryStore

from stepresearch.graph.build import build_graph
from stepresearch.nodes.citations.marks import without_marks
from stepresearch.nodes.state.options import Options
from stepresearch.text.language.sentences import split_sentences
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

_CASES = Path(__file__).with_suffix(".toml")


async def short_answer(case: dict[str, Any]) -> str:
    """Return the short answer of a run without a model over the papers of a case."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data:
        for name, text in case["papers"].items():
            (Path(folder) / f"{name}.md").write_text(text, encoding="utf-8")
        toolbox = Toolbox(Settings(data=Path(data)))
        await toolbox.prepare(docs=folder, search=[])
        graph = build_graph(toolbox=toolbox, store=InMemoryStore())
        state = await graph.ainvoke({"question": case["question"]}, context=Options(docs=folder))
        await toolbox.aclose()
    return str(state["summary"])


def holds(summary: str, case: dict[str, Any], sentences: int) -> bool:
    """Return whether the first sentences of a short answer hold all that a case expects."""
    text = without_marks(summary)
    spans = split_sentences(text)[:sentences]
    start = text[: spans[-1].end] if spans else ""
    return all(re.search(expected, start) for expected in case["holds"])


def main() -> None:
    cases = tomllib.loads(_CASES.read_text(encoding="utf-8"))["case"]
    cases = [case for case in cases if case.get("held_out", False) == ("--held-out" in sys.argv)]
    first = among_three = 0
    for case in cases:
        summary = asyncio.run(short_answer(case))
        is_first = holds(summary, case, 1)
        first, among_three = first + is_first, among_three + holds(summary, case, 3)
        if not is_first and "--show" in sys.argv:
            print(f"{case['question']}\n    {summary}\n")
    print(f"{len(cases)} questions: answered by the first sentence {first}, by the first three {among_three}")


if __name__ == "__main__":
    main()
