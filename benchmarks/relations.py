"""Count how many true conflicts of three worlds are among the pairs that code proposes to the model, and what they cost.

    uv run python benchmarks/relations.py ../shared [--limit 40] [--seeds 7] [--show]

Worlds: examples/library with its truth file; the county of ../shared/data/county; the rig's web for each seed. Each is read
whole, as a run that reads every page would. For the county the conflicts are those of its truth.md, as pairs of written values.
"""

import argparse
import asyncio
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from verification import World

from stepresearch.nodes.ledger.pair_verdicts import told
from stepresearch.nodes.ledger.pairs import pairs_of
from stepresearch.nodes.ledger.source_groups import copies_of, copy_groups
from stepresearch.nodes.ledger.statements import Said, statements_of
from stepresearch.nodes.state.schema import PassageRecord, Plan, ResearchState, Source, Task
from stepresearch.text.language.chunking import cut_passages
from stepresearch.tools.documents.engine import Documents
from stepresearch.tools.llm.token_estimate import estimate_tokens
from stepresearch.tools.page import Page

LIBRARY = Path(__file__).parents[1] / "examples" / "library"
COUNTY_QUESTION = "云澜县屋顶光伏整县推进搞得怎么样？请从现状、成效、问题、建议四个方面做一份深度分析。"
COUNTY = [
    ("end of 2025: bureau, auditor", ["33.62万千瓦", "336.2"], ["29.76万千瓦", "297.6"]),
    ("invested by July 2026: reprint", ["12.6亿元"], ["126亿"]),
    ("income a household: bureau, auditor", ["1860元", "1,860"], ["1390元", "1,390"]),
    ("target of 2021, of 2024", ["30万千瓦"], ["42万千瓦"]),
    ("total investment of 2021, of 2024", ["12亿元"], ["16.8亿元"]),
    ("subsidy: its end", ["2026年12月31日"], ["2028"]),
    ("end of 2023 and of 2025", ["17.24万千瓦"], ["33.62万千瓦"]),
    ("curtailment: 2025 and 2026", ["7.8%"], ["9.4%"]),
]
"""Of truth.md: what contradicts or outdates what."""


def library_conflicts() -> list[tuple[str, list[str], list[str]]]:
    """Return the disagreements, outdated values and errors of the library's truth file, as written."""
    truth = json.loads((LIBRARY.parent / "library.truth.json").read_text("utf-8"))
    found = []
    for one in truth["disagreements"]:
        sides = [
            [side["value"], *(also["value"] for also in side.get("also", []))] for side in one["sides"][:2]
        ]
        found.append((one["about"], sides[0], sides[1]))
    found += [(one["about"], [one["value"]], [one["superseded_by"]["value"]]) for one in truth["stale"]]
    found += [(one["about"], [one["value"]], [one["right"]["value"]]) for one in truth["errors"]]
    return found


def state_of(question: str, pages: Iterable[Page]) -> ResearchState:
    """Return a state in which all the pages were read and nothing was noted yet."""
    sources: dict[str, Source] = {}
    passages: dict[str, PassageRecord] = {}
    for number, page in enumerate(pages, 1):
        source_id = f"S{number}"
        sources[source_id] = Source(
            source_id=source_id, url=page.url, title=page.title, published=page.published, status="read"
        )
        for place, cut in enumerate(cut_passages(page.text), 1):
            key = f"{source_id}.{place}"
            text = page.text[cut.start : cut.end]
            passages[key] = PassageRecord(
                passage_id=key,
                source_id=source_id,
                start=cut.start,
                end=cut.end,
                heading=cut.heading,
                text=text,
            )
    task = Task(task_id="T1", question=question, queries=[], settled=False)
    plan = Plan(tasks=[task], checklist=[])
    return ResearchState(question=question, sources=sources, passages=passages, findings={}, plan=plan)


async def papers(path: Path, files: Sequence[Path]) -> list[Page]:
    """Return the papers of a folder as they are read."""
    documents = Documents(path)
    await documents.refresh()
    pages = [await documents.read(one.resolve().as_uri()) for one in files]
    await documents.aclose()
    return pages


def folder(path: Path) -> list[Page]:
    """Return the papers of a folder as they are read."""
    return asyncio.run(papers(path, sorted(one for one in path.iterdir() if one.is_file())))


def states_both(pair: tuple[Said, Said], sides: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Return whether the statements of a pair give one side each, in either order."""
    return any(
        all(any(_gives(one.text, value) for value in side) for one, side in zip(order, sides, strict=True))
        for order in (pair, pair[::-1])
    )


def _gives(text: str, value: str) -> bool:
    """Return whether a text gives a value as it is written; of a longer wording its number or its month decides."""
    core = re.search(r"\d[\d.,]*(?: million| MWh)?(?: [A-Z][a-z]+ \d{4})?", value)
    wanted = value if any(mark in value for mark in "年万亿元%") or not core else core[0]
    month = re.search(r"(?:\d{1,2} )?[A-Z][a-z]+ \d{4}", value)
    if month:
        wanted = month[0]
    return re.search(rf"(?<![\d.,]){re.escape(wanted)}(?![.,]?\d)", text) is not None


def measured(name: str, state: ResearchState, conflicts: Any, limit: int, *, show: bool) -> dict[str, Any]:
    """Return the recall of a world's conflicts among the pairs, how many those are, and their price in tokens."""
    texts = {
        key: "\n".join(p["text"] for p in state["passages"].values() if p["source_id"] == key)
        for key in state["sources"]
    }
    copies = copies_of(copy_groups(texts), state["sources"])
    begun_s = time.perf_counter()
    said = statements_of(state)
    pairs = pairs_of(said, copies, limit)
    seconds = time.perf_counter() - begun_s
    read = "\n".join(texts.values())
    possible = [
        one for one in conflicts if all(any(_gives(read, value) for value in side) for side in one[1:])
    ]
    shown = [
        pair
        for group in pairs.groups
        for pair in combinations(group, 2)
        if pair[0].source is not pair[1].source
    ]
    missed = [one[0] for one in possible if not any(states_both(pair, one[1:]) for pair in shown)]
    if show:
        for group in pairs.groups:
            print("GROUP", *(f"  {one.text}" for one in group), sep="\n")
        for pair in pairs.proven:
            print(f"PROVEN {pair.proof}\n   {pair.a.text}\n   {pair.b.text}")
    proofs = Counter(pair.proof for pair in pairs.proven)
    return {
        "world": name,
        "statements": len(said),
        "conflicts": len(possible),
        "proposed": len(possible) - len(missed),
        "groups": len(pairs.groups),
        "asked": sum(map(len, pairs.groups)),
        "pairs": len(shown),
        "proven": dict(proofs),
        "tokens": sum(
            estimate_tokens(told(number, one))
            for group in pairs.groups
            for number, one in enumerate(group, 1)
        ),
        "seconds": round(seconds, 2),
        "missed": missed,
    }


def rig_worlds(
    lab: Path, seed: int
) -> list[tuple[str, ResearchState, list[tuple[str, list[str], list[str]]]]]:
    """Return for each topic of a seed its pages as read, and the figures that some page misreports or outdates."""
    world = World(lab, seed)
    found = []
    for topic in sorted({page["topic"] for page in world.pages.values()}):
        own = {url: page for url, page in world.pages.items() if page["topic"] == topic}
        pages = [
            Page(url=url, title=page["text"].partition("\n")[0], text=page["text"], site=url)
            for url, page in own.items()
        ]
        conflicts = [
            (fact["metric"], [f"{fact['value']}"], [f"{fact['wrong'] or fact['stale']}"])
            for key, fact in world.facts.items()
            if key.startswith(f"t{topic}f") and (fact["wrong"] or fact["stale"])
        ]
        found.append(
            (f"rig {seed}, topic {topic}", state_of(f"The state of {pages[0].title}", pages), conflicts)
        )
    return found


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("shared", type=Path)
    parser.add_argument("--limit", type=int, default=96, help="Statements that the model is asked about.")
    parser.add_argument("--seeds", type=int, nargs="*", default=[7])
    parser.add_argument("--show", action="store_true", help="Print every pair.")
    arguments = parser.parse_args()
    truth = json.loads((LIBRARY.parent / "library.truth.json").read_text("utf-8"))
    worlds = [("library", state_of(truth["question"], folder(LIBRARY)), library_conflicts())]
    county = arguments.shared / "data" / "county" / "docs"
    if county.is_dir():
        worlds.append(("county", state_of(COUNTY_QUESTION, folder(county)), COUNTY))
    else:
        print(f"skipped: {county} is not there")
    if (arguments.shared / "lab" / "rig").is_dir():
        for seed in arguments.seeds:
            worlds += rig_worlds(arguments.shared / "lab", seed)
    else:
        print(f"skipped: {arguments.shared / 'lab'} holds no rig/")
    for name, state, conflicts in worlds:
        print(
            json.dumps(
                measured(name, state, conflicts, arguments.limit, show=arguments.show), ensure_ascii=False
            )
        )


if __name__ == "__main__":
    main()
