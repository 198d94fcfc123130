"""Index and search 5,000 documents, research questions over them without a model, and print what it took as JSON.

Run with `python benchmarks/documents.py`. With `--hotpot FOLDER` (holding `corpus.jsonl` and `questions.jsonl`) it
measures instead for how many questions all gold paragraphs are among the first 10 and 20 hits.
"""

import argparse
import asyncio
import json
import random
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from docx import Document
from fpdf import FPDF
from langgraph.store.memory import InMemoryStore

from stepresearch.graph.build import build_graph
from stepresearch.nodes.state.options import Options
from stepresearch.tools.documents.engine import Documents
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

QUERIES = 200
RUNS = 3
VOCABULARY = [
    "".join(pair)
    for pair in zip(
        "bdfglmnprst" * 300, ("area oint umber ilver ortal ander estern" * 100).split(), strict=False
    )
]


def paragraphs(chance: random.Random) -> list[str]:
    """Return 3 to 12 paragraphs of words drawn as language draws them: few often, most seldom."""
    return [
        " ".join(word(chance) for _ in range(chance.randrange(40, 120))).capitalize() + "."
        for _ in range(chance.randrange(3, 13))
    ]


def word(chance: random.Random) -> str:
    return spelled(int(chance.paretovariate(0.7)))


def asked_word(chance: random.Random) -> str:
    """Draw a word as a query does: none of the commonest thirty, which stand for stop words."""
    rank = 0
    while rank < 30:
        rank = int(chance.paretovariate(0.7))
    return spelled(rank)


def spelled(rank: int) -> str:
    return f"{VOCABULARY[rank % len(VOCABULARY)]}{rank % 5000 if rank > 200 else ''}"


def write_documents(folder: Path, chance: random.Random) -> None:
    """Write 4,900 text, Markdown and HTML files, 50 PDFs and 50 Word files."""
    for number in range(5000):
        kind = (
            "pdf"
            if number % 100 == 0
            else "docx"
            if number % 100 == 50
            else ("md", "txt", "html")[number % 3]
        )
        directory = folder / f"part{number % 20}"
        directory.mkdir(exist_ok=True)
        write_document(
            directory / f"{number}.{kind}", f"Report {number} on {word(chance)}", paragraphs(chance)
        )


def write_document(path: Path, title: str, texts: list[str]) -> None:
    if path.suffix == ".pdf":
        write_pdf(path, title, texts)
    elif path.suffix == ".docx":
        write_docx(path, title, texts)
    elif path.suffix == ".html":
        body = "".join(f"<p>{text}</p>" for text in texts)
        path.write_text(
            f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
        )
    else:
        path.write_text("\n\n".join([f"# {title}" if path.suffix == ".md" else title, *texts]))


def write_pdf(path: Path, title: str, texts: list[str]) -> None:
    pdf = FPDF()
    pdf.set_title(title)
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    for text in texts:
        pdf.multi_cell(0, 6, f"{text}\n\n", align="L")
    path.write_bytes(bytes(pdf.output()))


def write_docx(path: Path, title: str, texts: list[str]) -> None:
    document = Document()
    document.add_heading(title, level=1)
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))


class PeakMemory(threading.Thread):
    """Samples the memory of this process and its workers, what they share counted once (Linux: Pss)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.1):
            children = " ".join(path.read_text() for path in Path("/proc/self/task").glob("*/children"))
            self.peak_mb = max(self.peak_mb, sum(map(self._size_mb, ["self", *children.split()])))

    def _size_mb(self, process: str) -> float:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:  # it ended in between
            return 0.0
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


async def measure_speed(folder: Path, index_path: Path) -> dict[str, Any]:
    chance = random.Random(1)
    documents = Documents(folder, index_path=index_path)
    started = time.perf_counter()
    report = await documents.refresh()
    indexed = time.perf_counter()
    await documents.refresh()
    refreshed = time.perf_counter()
    for _ in range(QUERIES):
        await documents.search(" ".join(asked_word(chance) for _ in range(8)), max_results=20)
    searched = time.perf_counter()
    return {
        "documents": report.documents,
        "skipped": len(report.skipped),
        "index_s": round(indexed - started, 1),
        "refresh_unchanged_s": round(refreshed - indexed, 2),
        "query_ms": round((searched - refreshed) / QUERIES * 1000, 1),
    }


async def measure_run(folder: Path, data: Path) -> dict[str, Any]:
    """Time whole runs of the graph on its floors over the folder, its index made before."""
    chance = random.Random(2)
    toolbox = Toolbox(Settings(data=data, discover=False))
    await toolbox.prepare(docs=str(folder), search=[])
    graph = build_graph(toolbox=toolbox, store=InMemoryStore())
    seconds: list[float] = []
    for _ in range(RUNS):
        question = "What do the reports say about " + " ".join(asked_word(chance) for _ in range(6)) + "?"
        started = time.perf_counter()
        state = await graph.ainvoke({"question": question}, context=Options(docs=str(folder)))
        seconds.append(time.perf_counter() - started)
    await toolbox.aclose()
    return {
        "run_s_mean": round(sum(seconds) / RUNS, 1),
        "run_s_max": round(max(seconds), 1),
        "read": len(state["sources"]),
    }


async def measure_recall(hotpot: Path, folder: Path) -> dict[str, Any]:
    for number, line in enumerate((hotpot / "corpus.jsonl").read_text().splitlines()):
        entry = json.loads(line)
        (folder / f"{number}.md").write_text(f"# {entry['title']}\n\n{' '.join(entry['sentences'])}\n")
    questions = [json.loads(line) for line in (hotpot / "questions.jsonl").read_text().splitlines()]
    documents = Documents(folder)
    complete = {10: 0, 20: 0}
    for question in questions:
        titles = [hit.title for hit in await documents.search(question["question"], max_results=20)]
        gold = {title for title, _ in question["supporting_facts"]}
        for depth in complete:
            complete[depth] += gold <= set(titles[:depth])
    return {"questions": len(questions)} | {
        f"complete_at_{depth}": count for depth, count in complete.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hotpot", type=Path, default=None, help="measure recall on these questions instead")
    hotpot: Path | None = parser.parse_args().hotpot
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "documents"
        folder.mkdir()
        if hotpot:
            print(json.dumps(asyncio.run(measure_recall(hotpot, folder))))
            return
        write_documents(folder, random.Random(0))
        memory = PeakMemory()
        memory.start()
        figures = asyncio.run(measure_speed(folder, Path(name) / "index.db"))
        memory.is_over.set()
        figures |= asyncio.run(measure_run(folder, Path(name) / "data"))
        print(json.dumps(figures | {"peak_memory_mb": round(memory.peak_mb)}))


main()
