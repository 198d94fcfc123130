"""Hold sixty made statements that something is missing, thirty false and thirty true, against what was read; print what came of them.

    uv run python benchmarks/absence.py [--filler 150] [--seed 7] [--window 32768]

The statements and papers are in `absence_cases.toml`. All papers of a language and filler pages make one corpus, of which
nothing was shown before. A scripted model obeys: it calls a statement wrong where the passages it is given hold what proves
it wrong. Three others call every statement wrong, one of them also the made-up one that each batch ends with. The word lists are measured on `absence_sentences.txt`, written before them, and `absence_sentences_fresh.txt`,
written after them in unusual words.
"""

import argparse
import asyncio
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from stepresearch.nodes.checking.absence_statements import Corpus, Statement
from stepresearch.nodes.checking.absences import Held, held_against_all
from stepresearch.nodes.evidence.stored_passages import StoredPassages, passages_of
from stepresearch.nodes.state.schema import Source
from stepresearch.nodes.writing.absence_words import may_say_absent, says_absent
from stepresearch.text.language.sentences import split_sentences
from stepresearch.tools.llm.fake import FakeModel

HERE = Path(__file__).parent
WORDS = {
    "en": [
        "harbour",
        "winter",
        "granite",
        "survey",
        "pillar",
        "ferry",
        "timber",
        "island",
        "market",
        "season",
        "railway",
        "quarry",
        "contract",
        "vessels",
        "staff",
        "rent",
        "price",
        "cost",
        "water",
        "museum",
        "pump",
        "visitors",
        "repair",
        "board",
        "notice",
        "total",
        "year",
        "weight",
        "guarantee",
    ],
    "zh": [
        "港口",
        "冬季",
        "调查",
        "市场",
        "季节",
        "铁路",
        "合同",
        "车辆",
        "员工",
        "价格",
        "造价",
        "用水",
        "游客",
        "维修",
        "会议",
        "总计",
        "年度",
        "重量",
        "质量",
        "工期",
        "投标",
        "公告",
        "学校",
        "索道",
    ],
}
"""Of filler pages: many are those of the statements."""

Answer = Callable[[str], dict[str, Any]]


def filler(language: str, count: int, random: Random) -> Iterator[str]:
    """Yield pages of eight sentences without sense in the words of the subject."""
    for number in range(count):
        words = [random.sample(WORDS[language], 6) for _ in range(8)]
        if language == "zh":
            yield f"# 第{number}页\n\n" + "".join(f"{'、'.join(some)}等已于当日登记。" for some in words)
        else:
            yield f"# Page {number}\n\n" + " ".join(
                f"The {' '.join(some)} was noted on the day." for some in words
            )


def corpus_of(papers: Sequence[Mapping[str, Any]], language: str, count: int, seed: int) -> Corpus:
    """Return all papers of a language with filler between them."""
    random = Random(seed)
    pages = [(paper["title"], paper["text"]) for paper in papers if paper["language"] == language]
    pages += [("Notes" if language == "en" else "记录", text) for text in filler(language, count, random)]
    random.shuffle(pages)
    sources = {
        f"S{n}": Source(source_id=f"S{n}", url=f"file:///{n}", title=title, site="", published=None)
        for n, (title, _) in enumerate(pages, 1)
    }
    records = [one for n, (_, text) in enumerate(pages, 1) for one in passages_of(text, f"S{n}")]
    stored = StoredPassages(records, {key: one["title"] for key, one in sources.items()})
    return Corpus(stored, sources, set(), "What is known?" if language == "en" else "已知什么？", language)


def shown_in(instruction: str) -> dict[str, str]:
    """The passages of a prompt, by id."""
    return dict(
        re.findall(
            r"^\[(S\d+\.\d+)\][^\n]*\n(.*?)(?=\n\[S|\n\n\[S|\n</sources>)",
            instruction,
            re.MULTILINE | re.DOTALL,
        )
    )


def asked_in(instruction: str, cases: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    """The statements of a prompt with their numbers."""
    lines = re.findall(r"^(\d+)\. (.*)$", instruction.partition("</sources>")[2], re.MULTILINE)
    return [(int(n), case) for n, line in lines for case in cases if line.endswith(case["says"])]


def obeying(cases: Sequence[Mapping[str, Any]]) -> Answer:
    """A model that calls a statement wrong where it is given the passage that proves it."""

    def answer(instruction: str) -> dict[str, Any]:
        passages = shown_in(instruction)
        return {
            "wrong": [
                {"number": n, "passage_ids": ids, "instead": case["instead"]}
                for n, case in asked_in(instruction, cases)
                if "key" in case and (ids := [i for i, text in passages.items() if case["key"] in text][:1])
            ]
        }

    return answer


def denying(cases: Sequence[Mapping[str, Any]], *, near: bool, spares_control: bool) -> Answer:
    """A model that calls every statement wrong, with a sentence of some passage, or of the one nearest to the point."""

    def answer(instruction: str) -> dict[str, Any]:
        passages, wrong = shown_in(instruction), []
        known = dict(asked_in(instruction, cases))
        count = len(re.findall(r"^\d+\. ", instruction.partition("</sources>")[2], re.MULTILINE))
        for n in known if spares_control else range(1, count + 1):
            case = known.get(n, {"near": ""})
            fitting = [
                i for i, text in passages.items() if near and case.get("near", case.get("key")) in text
            ]
            chosen = (fitting or list(passages))[0]
            first = split_sentences(passages[chosen])[0]
            said = passages[chosen][first.start : first.end]
            wrong.append({"number": n, "passage_ids": [chosen], "instead": said})
        return {"wrong": wrong}

    return answer


MODELS: dict[str, Callable[[Sequence[Mapping[str, Any]]], Answer]] = {
    "obeys": obeying,
    "calls all wrong": partial(denying, near=True, spares_control=False),
    "calls all wrong but the made-up one, cites anything": partial(denying, near=False, spares_control=True),
    "calls all wrong but the made-up one, cites the nearest": partial(
        denying, near=True, spares_control=True
    ),
}


async def held(
    papers: Sequence[Mapping[str, Any]],
    scripted: Callable[[Sequence[Mapping[str, Any]]], Answer],
    arguments: argparse.Namespace,
) -> list[tuple[bool, str]]:
    """Whether each statement is false, and what came of it."""
    outcomes: list[tuple[bool, str]] = []
    for language in WORDS:
        corpus = corpus_of(papers, language, arguments.filler, arguments.seed)
        own = [paper for paper in papers if paper["language"] == language]
        cases = [case for paper in own for case in (*paper["false"], *paper["true"])]
        model = FakeModel(window_tokens=arguments.window, answers={"absence": scripted(cases)})
        statements = [Statement(case["says"], "X1", about=(case["section"], case["query"])) for case in cases]
        found = Held()
        for n in range(0, len(statements), 12):
            some = await held_against_all(statements[n : n + 12], corpus, model, [])
            found.absences |= some.absences
        verdicts = [
            found.absences[one.key]["verdict"] if one.key in found.absences else "" for one in statements
        ]
        outcomes += [("key" in case, verdict) for case, verdict in zip(cases, verdicts, strict=True)]
    return outcomes


def row(name: str, outcomes: Sequence[tuple[bool, str]]) -> str:
    """A line of the table."""
    false = [verdict for is_false, verdict in outcomes if is_false]
    true = [verdict for is_false, verdict in outcomes if not is_false]
    return f"| {name} | {false.count('wrong')} of {len(false)} | {len(true) - true.count('wrong')} of {len(true)} |"


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--filler", type=int, default=150, help="Filler pages of each language.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--window", type=int, default=32_768)
    arguments = parser.parse_args()
    papers = tomllib.loads((HERE / "absence_cases.toml").read_text(encoding="utf-8"))["paper"]
    print("| scripted model | false ones replaced | true ones kept |\n| --- | --- | --- |")
    for name, scripted in MODELS.items():
        print(row(name, asyncio.run(held(papers, scripted, arguments))))
    print(
        "\n| sentences | known by phrases | known by phrases, or uncited and denying |\n| --- | --- | --- |"
    )
    for file in ("absence_sentences.txt", "absence_sentences_fresh.txt"):
        lines = [
            one for one in (HERE / file).read_text(encoding="utf-8").splitlines() if not one.startswith("#")
        ]
        denying_ones = sum(may_say_absent(one, is_cited=False) for one in lines)
        print(f"| {file} | {sum(map(says_absent, lines))} of {len(lines)} | {denying_ones} of {len(lines)} |")


if __name__ == "__main__":
    main()
