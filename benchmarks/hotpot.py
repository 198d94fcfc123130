"""Run the whole graph on its floors over a slice of HotpotQA and print how much of the gold evidence it found.

    uv run python benchmarks/hotpot.py ../shared/data/hotpot [--limit N] [--show ID] [--misses]

PATH holds `corpus.jsonl` (`title`, `sentences`) and `questions.jsonl` (`question`, `answer`, `supporting_facts`).
Each paragraph becomes a file of a folder, and each question is researched over that folder, without a model.
HotpotQA: Yang et al., EMNLP 2018, CC BY-SA 4.0.
"""

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from langgraph.store.memory import InMemoryStore

from stepresearch.graph.build import build_graph
from stepresearch.nodes.state.options import Options
from stepresearch.text.language.sentences import split_sentences
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox


def write_corpus(corpus: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    """Write a Markdown file for each paragraph; return titles by URL."""
    titles: dict[str, str] = {}
    for number, paragraph in enumerate(corpus):
        path = folder / f"{number:04d}.md"
        path.write_text(f"# {paragraph['title']}\n\n{' '.join(paragraph['sentences'])}\n", encoding="utf-8")
        titles[path.resolve().as_uri()] = paragraph["title"]
    return titles


def folded(text: str) -> str:
    """Case, punctuation and Markdown escapes aside."""
    return re.sub(r"\W+", " ", text.replace("\\", "")).strip().casefold()


def first_sentences(summary: str, count: int = 3) -> str:
    """Return the first sentences of a short answer."""
    spans = split_sentences(summary)[:count]
    return summary[: spans[-1].end] if spans else ""


def score(
    item: dict[str, Any], state: dict[str, Any], titles: dict[str, str], gold: list[str]
) -> dict[str, Any]:
    """The figures of one question."""
    read = {titles[source["url"]] for source in state["sources"].values() if source["status"] == "read"}
    cited = {titles[state["sources"][c["source_id"]]["url"]] for c in state["report"]["citations"]}
    wanted = {title for title, _ in item["supporting_facts"]}
    said = [folded(finding["quote"]) for finding in state["findings"].values()]
    found = [
        any(folded(sentence) in quote or (len(quote) > 40 and quote in folded(sentence)) for quote in said)
        for sentence in gold
    ]
    report = state["report"]["markdown"]
    links = re.findall(r"\]\((file://[^)]+)\)", report)
    return {
        "id": item["id"],
        "read": len(read),
        "both_read": wanted <= read,
        "both_cited": wanted <= cited,
        "gold_sentences": sum(found),
        "gold_total": len(found),
        "span": item["answer"].lower() not in ("yes", "no"),
        "answered": folded(item["answer"]) in folded(report),
        "answered_first": folded(item["answer"]) in folded(first_sentences(state["summary"])),
        "citations": len(links),
        "invalid": sum(titles.get(link) not in read for link in links),
        "quotes_missing": sum(check["verdict"] != "supported" for check in state["checks"].values()),
        "findings": len(state["findings"]),
        "report_chars": len(report),
    }


async def run(path: Path, limit: int | None, show: str | None) -> list[dict[str, Any]]:
    """Research each question and return its figures."""
    corpus = [json.loads(line) for line in (path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = [
        json.loads(line) for line in (path / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    texts = {paragraph["title"]: paragraph["sentences"] for paragraph in corpus}
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as folder:
        titles = write_corpus(corpus, Path(folder))
        toolbox = Toolbox(Settings(data=Path(data)))
        await toolbox.prepare(docs=folder, search=[])
        graph = build_graph(toolbox=toolbox, store=InMemoryStore())
        for item in [q for q in questions if show in (None, q["id"])][:limit]:
            begun = time.perf_counter()
            state = await graph.ainvoke(
                {"question": item["question"]}, context=Options(docs=folder, max_sources=15)
            )
            seconds = time.perf_counter() - begun
            gold = [
                texts[title][number]
                for title, number in item["supporting_facts"]
                if number < len(texts[title])
            ]
            rows.append(score(item, state, titles, gold) | {"seconds": seconds, "question": item["question"]})
            if show:
                print(state["report"]["markdown"])
        await toolbox.aclose()
    return rows


def summary(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures over all questions."""
    spans = [row for row in rows if row["span"]]
    return {
        "questions": len(rows),
        "both_gold_read": statistics.mean(row["both_read"] for row in rows),
        "both_gold_cited": statistics.mean(row["both_cited"] for row in rows),
        "sources_read_mean": statistics.mean(row["read"] for row in rows),
        "gold_sentences_found": sum(row["gold_sentences"] for row in rows)
        / sum(row["gold_total"] for row in rows),
        "all_gold_sentences_found": statistics.mean(
            row["gold_sentences"] == row["gold_total"] for row in rows
        ),
        "span_answers": len(spans),
        "span_answer_in_report": statistics.mean(row["answered"] for row in spans) if spans else None,
        "span_answer_in_first_three_sentences": (
            statistics.mean(row["answered_first"] for row in spans) if spans else None
        ),
        "citations": sum(row["citations"] for row in rows),
        "citations_invalid": sum(row["invalid"] for row in rows),
        "quotes_not_in_page": sum(row["quotes_missing"] for row in rows),
        "findings_mean": statistics.mean(row["findings"] for row in rows),
        "report_chars_mean": statistics.mean(row["report_chars"] for row in rows),
        "seconds_mean": round(statistics.mean(row["seconds"] for row in rows), 3),
        "seconds_max": round(max(row["seconds"] for row in rows), 3),
    }


def main() -> None:
    """Read the arguments, run, print JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", help="only the question with this id, with its report")
    parser.add_argument("--misses", action="store_true", help="also list the questions that missed something")
    arguments = parser.parse_args()
    if not (arguments.path / "corpus.jsonl").is_file():
        print(json.dumps({"skipped": f"{arguments.path} holds no corpus.jsonl."}))
        return
    rows = asyncio.run(run(arguments.path, arguments.limit, arguments.show))
    result = summary(rows)
    if arguments.misses:
        result["misses"] = [
            row
            for row in rows
            if not row["both_read"]
            or (row["span"] and not row["answered"])
            or row["gold_sentences"] < row["gold_total"]
        ]
    print(json.dumps(result, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
