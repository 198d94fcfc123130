"""Count the gold facts in pages read that stand before the model in some prompt, with a model that plans and says nothing.

    uv run python benchmarks/shown.py [--shared ../shared] [--window 32768] [--depth standard] [--misses]

Three corpora: examples/library with library.truth.json, and of PATH the county (`data/county`, its figures named below
after its truth.md) and HotpotQA (`data/hotpot`, whose gold sentences are counted). The plans are those that a person
would make from the question alone.
"""

import argparse
import asyncio
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.store.memory import InMemoryStore

from stepresearch.graph.build import build_graph
from stepresearch.nodes.evidence.stored_passages import stored_passages
from stepresearch.nodes.fallbacks.plan import draft_plan
from stepresearch.nodes.state.options import Options
from stepresearch.tools.archive import Archive
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.settings import Settings
from stepresearch.tools.toolbox import Toolbox

ROOT = Path(__file__).resolve().parents[1]

COUNTY_QUESTION = "云澜县屋顶光伏整县推进搞得怎么样？请从现状、成效、问题、建议四个方面做一份深度分析。"
COUNTY_PLAN = [
    ("截至最近，云澜县屋顶光伏建成和并网的装机规模是多少？与目标相比完成了多少？", "云澜县 屋顶光伏 装机容量 并网 目标 完成率"),
    ("整县推进取得了哪些成效？发电量、投资、农户收益和公共建筑覆盖情况如何？", "云澜县 屋顶光伏 发电量 投资 农户收益"),
    ("推进中存在哪些问题？弃光、接入受限、投诉、补贴拖欠和安全隐患情况如何？", "云澜县 光伏 弃光率 投诉 补贴 拖欠 安全"),
    ("上网电价和补贴政策怎样变化？", "分布式光伏 上网电价 竞价 补贴 到期"),
    ("承建企业和电网企业的投入、经营情况如何？", "华曜 年报 光伏 电网改造 投资"),
    ("其他县有什么经验可以借鉴？", "整县光伏 经验 消纳 对标"),
]  # fmt: skip
COUNTY_FACTS = {
    "T1": ["300兆瓦|30万千瓦|300MW", "172.4|17.24万"],
    "T2": ["420兆瓦|42万千瓦|420MW", "500兆瓦|50万千瓦|500MW", "16.8亿"],
    "T3": ["336.2|33.62万", "297.6|29.76万", "38.6|3.86万"],
    "T4": ["351.8|35.18万", "311.8|31.18万"],
    "T5": ["3.21亿", "18.4%", "14.6%", "1.83亿", "40.8%"],
    "T6": ["12.6亿"],
    "T7": ["1860", "1390"],
    "T8": ["3.1%", "7.8%", "9.4%"],
    "T9": ["0.3953", "0.285", "0.262"],
    "T10": ["2026年12月31日", "808万", "350万"],
    "T11": ["143件", "146.6%", "52件"],
    "T12": ["31栋|31个|31座|31处|31所"],
    "T13": ["3.4亿", "0.31亿|3100万"],
    "T14": ["7412", "486", "9830", "168.3"],
    "T15": ["8.5%", "2.2%"],
    "T16": ["15.6|1.56万", "54.3%"],
    "T17": ["9起"],
}
"""By the line of truth.md, figures as the documents may write them."""

LIBRARY_PLAN = [
    ("What has the programme cost so far, and what was budgeted?", "Quiet Crossing ferry electrification cost budget spent"),
    ("What has been delivered so far: vessels, chargers, savings?", "Quiet Crossing ferries in service fuel saved passengers delivered"),
    ("What was promised at the start, and when?", "Quiet Crossing plan promised target date"),
    ("Which risks are open?", "Quiet Crossing risks delay second ferry grid battery audit"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the tasks of a sensible plan with their queries, and the facts as alternatives of writing."""

    question: str
    plan: Sequence[tuple[str, str]]
    facts: Mapping[str, Sequence[str]]


def folded(text: str) -> str:
    """Return a text without spaces, group separators and differences of width or case."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\\", "")
    return re.sub(r"(?<=\d),(?=\d{3})|\s+|[*_`]", "", plain)


def silent(plan: Sequence[tuple[str, str]], window_tokens: int) -> FakeModel:
    """Return a model that plans so and says nothing else."""
    tasks = [{"question": question, "title": "", "queries": [query]} for question, query in plan]
    answers: dict[str, Any] = {
        "clarify": {"objective": "To find out what is asked."},
        "plan": {"tasks": tasks},
        "checklist": {"implied": [], "must_not": []},
        "note": {"findings": []},
        "reflect": {"settled_ids": [], "queries": [], "enough": False},
        PROSE: "The sources were read.",
    }
    return FakeModel(
        window_tokens=window_tokens,
        answers={name: lambda _, said=said: said for name, said in answers.items()},
    )


async def measured(case: Case, docs: Path, options: Options, window_tokens: int) -> dict[str, Any]:
    """Return how many facts stand in pages read, how many of them in a prompt, and which in none."""
    with tempfile.TemporaryDirectory() as data:
        model, store = silent(case.plan, window_tokens), InMemoryStore()
        toolbox = Toolbox(Settings(data=Path(data)), model=model)
        await toolbox.prepare(docs=str(docs), search=[])
        graph = build_graph(toolbox=toolbox, store=store)
        chosen = options.model_copy(update={"docs": str(docs)})
        state = await graph.ainvoke({"question": case.question}, context=chosen)
        stored = await stored_passages(state["sources"], Archive(store), state["passages"])
        await toolbox.aclose()
    prompts = {
        message["content"] for asked in model.asked for message in asked.messages if message["role"] == "user"
    }
    shown = folded("\n".join(prompts))
    read = folded("\n".join(one["text"] for one in stored.records.values()))
    facts = [(key, written) for key, forms in case.facts.items() for written in forms]
    in_pages = [fact for fact in facts if stands(fact[1], read)]
    return {
        "facts": len(facts),
        "read": len(in_pages),
        "shown": sum(stands(written, shown) for _, written in in_pages),
        "pages": len(stored.texts),
        "prompt_tokens": max(sum(model.estimate_tokens(m["content"]) for m in one.messages) for one in model.asked),
        "not_read": [f"{key} {written}" for key, written in facts if not stands(written, read)],
        "not_shown": [f"{key} {written}" for key, written in in_pages if not stands(written, shown)],
    }  # fmt: skip


def stands(forms: str, text: str) -> bool:
    """Whether one of the forms stands in a folded text, not as a part of a longer number."""
    return any(
        re.search(rf"(?<!\d)(?<!\d\.){re.escape(folded(form))}(?!\d)", text) for form in forms.split("|")
    )


def library_case() -> Case:
    """Return the question and facts of the example library."""
    truth = json.loads((ROOT / "examples" / "library.truth.json").read_text(encoding="utf-8"))
    facts = {
        f"{number} {fact['topic']}": ["|".join([fact["value"], *(also["value"] for also in fact.get("also", []))])]
        for number, fact in enumerate(truth["facts"], 1)
    }  # fmt: skip
    return Case(truth["question"], LIBRARY_PLAN, facts)


def hotpot_cases(path: Path, docs: Path, limit: int | None) -> Iterable[Case]:
    """Write HotpotQA's paragraphs as files, and yield its questions with their gold sentences."""
    corpus = [json.loads(line) for line in (path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {paragraph["title"]: paragraph["sentences"] for paragraph in corpus}
    for number, paragraph in enumerate(corpus):
        text = f"# {paragraph['title']}\n\n{' '.join(paragraph['sentences'])}\n"
        (docs / f"{number:04d}.md").write_text(text, encoding="utf-8")
    lines = (path / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines[:limit]:
        item = json.loads(line)
        gold = [texts[title][n].strip() for title, n in item["supporting_facts"] if n < len(texts[title])]
        plan = [
            (task.question, query) for task in draft_plan(item["question"]).tasks for query in task.queries
        ]
        yield Case(item["question"], plan, {item["id"]: gold})


async def run(shared: Path, options: Options, window_tokens: int, limit: int | None) -> dict[str, Any]:
    """Return the figures of each corpus that is there."""
    found: dict[str, Any] = {
        "library": await measured(library_case(), ROOT / "examples" / "library", options, window_tokens)
    }
    county = shared / "data" / "county" / "docs"
    if county.is_dir():
        case = Case(COUNTY_QUESTION, COUNTY_PLAN, COUNTY_FACTS)
        found["county"] = await measured(case, county, options, window_tokens)
    hotpot = shared / "data" / "hotpot"
    if hotpot.is_dir():
        with tempfile.TemporaryDirectory() as docs:
            rows = [
                await measured(case, Path(docs), options, window_tokens)
                for case in hotpot_cases(hotpot, Path(docs), limit)
            ]
        found["hotpot"] = {
            name: sum(row[name] for row in rows) for name in ("facts", "read", "shown", "pages")
        } | {name: [one for row in rows for one in row[name]] for name in ("not_read", "not_shown")}
    return found


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--window", type=int, default=32_768)
    parser.add_argument("--depth", choices=["quick", "standard", "deep"], default="standard")
    parser.add_argument("--limit", type=int, help="Questions of HotpotQA.")
    parser.add_argument(
        "--misses", action="store_true", help="Name the facts that were not read or not shown."
    )
    arguments = parser.parse_args()
    options = Options(depth=arguments.depth)
    found = asyncio.run(run(arguments.shared, options, arguments.window, arguments.limit))
    for name, row in found.items():
        kept = {key: value for key, value in row.items() if arguments.misses or not isinstance(value, list)}
        print(
            json.dumps(
                {"corpus": name, "share_shown": round(row["shown"] / max(1, row["read"]), 3), **kept},
                ensure_ascii=False,
            )
        )


if __name__ == "__main__":
    main()
