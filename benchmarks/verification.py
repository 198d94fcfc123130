"""Hold what runs on the rig say of their sources against what the rig planted, and print the figures against what is wanted.

    uv run python benchmarks/verification.py ../shared/lab [--seeds 7 11 13] [--depth standard] [--forms prose] [--keep FOLDER]

PATH is the folder that holds `rig/`. The runs are those of `rig.py`. Their final states are held against the world of the
seed: which figures it misreports or outdates and on which pages, and which pages are copies of one wire story.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from rig import PROGRAM, measured

from stepresearch.nodes.ledger.comparison import compared
from stepresearch.nodes.ledger.ledger import draft_ledger
from stepresearch.nodes.ledger.pairs import MAX_STATEMENTS, Pair, pairs_of
from stepresearch.nodes.ledger.relations import relations
from stepresearch.nodes.ledger.source_groups import copy_groups, independent_groups
from stepresearch.nodes.ledger.statements import Said, statements_of
from stepresearch.nodes.state.schema import Ruling, Source
from stepresearch.text.language.sentences import split_sentences
from stepresearch.tools.urls import registrable_domain

AT_LEAST = {"conflicts_told_truly": 0.95, "copies_joined": 0.95, "copies_joined_anywhere": 0.95}
AT_MOST = {
    "planted_repeated": 0,
    "stale_repeated": 0,
    "false_contests": 0,
    "credited_wrongly": 0,
    "false_contests_truly": 0,
    "credited_wrongly_truly": 0,
    "wrongly_joined": 0,
    "wrongly_joined_anywhere": 0,
}
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
TOLD = ("## Where sources disagree", "## What changed over time")


class World:
    """The rig's world of a seed: what each page states, and what is true.

    Args:
        lab: The folder that holds `rig/`.
        seed: Of the world.
    """

    def __init__(self, lab: Path, seed: int) -> None:
        code = (
            "import json, sys; from rig.world import World, truth; world = World(int(sys.argv[1])); print(json.dumps({"
            "'facts': {fact['id']: fact for topic in world.topics for fact in truth(topic)['facts']}, 'pages': {page.url: {"
            "'claims': page.claims, 'origin': page.copy_of or page.url, 'topic': page.topic, 'text': page.text} "
            "for page in world.pages.values()}}))"
        )
        told = subprocess.run(
            [sys.executable, "-B", "-c", code, str(seed)], cwd=lab, check=True, capture_output=True, text=True
        )
        world = json.loads(told.stdout)
        self.facts: dict[str, dict[str, Any]] = world["facts"]
        self.pages: dict[str, dict[str, Any]] = world["pages"]

    def page(self, url: str) -> dict[str, Any]:
        """Return what a page states, by fact, and which it is a copy of; itself where it is none."""
        return self.pages.get(url, {"claims": {}, "origin": url})

    def stated(self, sentence: str, url: str) -> tuple[str, str] | None:
        """Return the fact and the value that a sentence of a page states, None where it states none of the page's."""
        claims: dict[str, str] = self.page(url)["claims"]
        return next(
            (
                (fact_id, value)
                for fact_id, value in claims.items()
                if self.facts[fact_id]["metric"] in sentence.lower() and value in _numbers(sentence)
            ),
            None,
        )


class Sides:
    """Who states what of the figures that have a false or an outdated value.

    Args:
        state: The final state of a run.
        world: That it ran in.
    """

    def __init__(self, state: Mapping[str, Any], world: World) -> None:
        self._state, self._world = state, world
        self._read = {key: one["url"] for key, one in state["sources"].items() if one["status"] == "read"}
        in_pages = {claim for url in self._read.values() for claim in world.page(url)["claims"].items()}
        self._stages = {"read": in_pages, "kept": set(self._kept()), "found": set(self._found())}
        self.disputed = [self._of(dispute) for dispute in state["ledger"]["disagreements"]]

    def conflicts(self) -> list[dict[str, Any]]:
        """Return the planted conflicts whose two sides stand on pages that were read, with how far each came."""
        found: list[dict[str, Any]] = []
        told = self._state["report"]["markdown"]
        section = "".join(told.partition(heading)[2].partition("\n## ")[0] for heading in TOLD)
        for fact_id, fact in self._world.facts.items():
            false = fact["wrong"] or fact["stale"]
            pair = {(fact_id, fact["value"]), (fact_id, false)}
            if false is None or not pair <= self._stages["read"]:
                continue
            found.append(
                {
                    "fact": fact["metric"],
                    "kind": fact["wrong_kind"] or "stale",
                    "values": [fact["value"], false],
                    "kept": pair <= self._stages["kept"],
                    "found": pair <= self._stages["found"],
                    "disputed": pair in self.disputed,
                    "told": pair in self.disputed and {fact["value"], false} <= _numbers(section),
                }
            )
        return found

    def false_contests(self) -> list[dict[str, Any]]:
        """Return the disagreements whose sides are not two values of one figure, said by all their findings."""
        disputes = self._state["ledger"]["disagreements"]
        return [
            {"measure": dispute["measure"], "sides": [side["value"] for side in dispute["sides"]]}
            for dispute, sides in zip(disputes, self.disputed, strict=True)
            if len(sides) != len(dispute["sides"]) or len({fact_id for fact_id, _ in sides}) != 1
        ]

    def credits(self) -> Counter[str]:
        """Return how many findings are credited with a claim of another one, and how many of them do not make it."""
        counts: Counter[str] = Counter()
        for claim in self._state["ledger"]["claims"]:
            first, *others = claim["finding_ids"] + claim["supported_by"]
            stated = set(self._of_finding(first))
            if stated:
                counts["credited"] += len(others)
                counts["credited_wrongly"] += sum(set(self._of_finding(one)) != stated for one in others)
        return counts

    def _kept(self) -> Iterator[tuple[str, str]]:
        for passage in self._state["passages"].values():
            for span in split_sentences(passage["text"]):
                stated = self._world.stated(
                    passage["text"][span.start : span.end], self._read[passage["source_id"]]
                )
                if stated:
                    yield stated

    def _found(self) -> Iterator[tuple[str, str]]:
        for finding_id in self._state["findings"]:
            yield from self._of_finding(finding_id)

    def _of_finding(self, finding_id: str) -> Iterator[tuple[str, str]]:
        finding = self._state["findings"][finding_id]
        source_id = finding["passage_ids"][0].partition(".")[0]
        stated = self._world.stated(finding["quote"], self._read[source_id])
        if stated:
            yield stated

    def _of(self, dispute: Mapping[str, Any]) -> set[tuple[str, str]]:
        """The facts and values that a dispute's sides state; a side whose findings state several or none is left out."""
        told = [
            (side, {stated for finding_id in side["finding_ids"] for stated in self._of_finding(finding_id)})
            for side in dispute["sides"]
        ]
        return {
            next(iter(stated))
            for side, stated in told
            if len(stated) == 1 and {value for _, value in stated} <= _numbers(side["value"])
        }


def judged_truly(state: dict[str, Any], world: World, depth: str) -> dict[str, Any]:
    """Return a state with the ledger that a model gives it which answers the truth on every group that it is asked about.

    The rig's simulated model cannot tell how two statements relate.
    """
    urls = {key: one["url"] for key, one in state["sources"].items()}
    copies = state["ledger"]["copies"]
    said = statements_of(state)
    pairs = pairs_of(said, copies, MAX_STATEMENTS[depth])
    asked = [pair for group in pairs.groups for pair in combinations(group, 2)]
    rulings = [
        (Pair(a, b), Ruling(relation=relation, name="", values=["", ""]))
        for a, b in asked
        if a.source["source_id"] != b.source["source_id"]
        and (relation := _true_relation(a, b, urls, world)) != "different_things"
    ]
    comparison = compared(state, relations(pairs.proven, rulings))
    ledger = draft_ledger(
        comparison.findings,
        comparison.agreements,
        comparison.conflicts,
        state["ledger"]["groups"],
        unknown=state["ledger"]["unknown"],
    )
    return {**state, "findings": comparison.findings, "ledger": ledger}


def _true_relation(a: Said, b: Said, urls: Mapping[str, str], world: World) -> str:
    stated = [world.stated(one.text, urls[one.source["source_id"]]) for one in (a, b)]
    if stated[0] is None or stated[1] is None or stated[0][0] != stated[1][0]:
        return "different_things"
    stale = world.facts[stated[0][0]]["stale"]
    if stated[0][1] == stated[1][1]:
        return "same_value"
    return "a_earlier" if stated[0][1] == stale else "b_earlier" if stated[1][1] == stale else "contradiction"


def joined(urls: Mapping[str, str], groups: Mapping[str, Sequence[str]], world: World) -> Counter[str]:
    """Return how many pairs of pages are copies of one story, and of these and of others how many are in one group.

    Args:
        urls: The pages, by source id.
        groups: Source ids by independent group.
        world: That has the pages.
    """
    group_of = {source_id: name for name, ids in groups.items() for source_id in ids}
    counts: Counter[str] = Counter()
    for a, b in combinations(urls, 2):
        together = group_of[a] == group_of[b]
        if world.page(urls[a])["origin"] == world.page(urls[b])["origin"]:
            counts["copies"] += 1
            counts["copies_joined"] += together
        elif together and registrable_domain(urls[a]) != registrable_domain(urls[b]):
            counts["wrongly_joined"] += 1
    return counts


def joined_anywhere(world: World) -> Counter[str]:
    """Return the same for each topic's pages, all of them, as if they had been read."""
    counts: Counter[str] = Counter()
    for topic in sorted({page["topic"] for page in world.pages.values()}):
        urls = {url: url for url, page in world.pages.items() if page["topic"] == topic}
        copies = copy_groups({url: world.page(url)["text"] for url in urls})
        groups = independent_groups({url: Source(url=url) for url in urls}, urls, copies)
        counts.update(joined(urls, groups, world))
    return Counter({f"{name}_anywhere": count for name, count in counts.items()})


def states(data: Path) -> Iterator[dict[str, Any]]:
    """Yield the final states of the finished runs in a data folder."""
    env = {**os.environ, "STEPRESEARCH_DATA": str(data)}
    for run in json.loads(_printed("runs", "--json", env=env)):
        yield json.loads(_printed("show", run["run_id"], "--json", env=env))


def _printed(*arguments: str, env: Mapping[str, str]) -> str:
    return subprocess.run(
        [str(PROGRAM), *arguments], env=dict(env), check=True, capture_output=True, text=True
    ).stdout


def _numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def counted(lab: Path, seed: int, keep: Path, *, depth: str, forms: str) -> dict[str, Any]:
    """Return what was counted over the runs of a seed."""
    world = World(lab, seed)
    counts = joined_anywhere(world)
    untold: list[dict[str, Any]] = []
    untold_truly: list[dict[str, Any]] = []
    false: list[dict[str, Any]] = []
    for run in measured(lab, seed, keep, depth=depth, forms=forms):
        counts["planted_repeated"] += run["wrong_repeated"]
        counts["stale_repeated"] += run["stale_repeated"]
    for state in states(keep / f"data-{seed}"):
        sides = Sides(state, world)
        conflicts = sides.conflicts()
        counts.update({"runs": 1, "conflicts_read": len(conflicts), "disagreements": len(sides.disputed)})
        counts.update(
            f"conflicts_{stage}" for one in conflicts for stage in ("kept", "found", "told") if one[stage]
        )
        untold += [one for one in conflicts if not one["told"]]
        false += sides.false_contests()
        counts.update(sides.credits())
        truly = Sides(judged_truly(state, world, depth), world)
        counts["conflicts_told_truly"] += sum(one["disputed"] for one in truly.conflicts())
        untold_truly += [one for one in truly.conflicts() if not one["disputed"]]
        counts["false_contests_truly"] += len(truly.false_contests())
        counts.update({f"{name}_truly": count for name, count in truly.credits().items()})
        urls = {key: one["url"] for key, one in state["sources"].items() if one["status"] == "read"}
        counts.update(joined(urls, state["ledger"]["groups"], world))
    return {
        **counts,
        "false_contests": len(false),
        "untold": untold,
        "untold_truly": untold_truly,
        "false": false,
    }


def against_wanted(all_counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the counts of seeds taken together, with the shares, against what is wanted."""
    total = Counter[str]()
    for counts in all_counts:
        total.update({name: value for name, value in counts.items() if isinstance(value, int)})
    shares = {
        "conflicts_told_truly": total["conflicts_told_truly"] / max(1, total["conflicts_read"]),
        "copies_joined": total["copies_joined"] / max(1, total["copies"]),
        "copies_joined_anywhere": total["copies_joined_anywhere"] / max(1, total["copies_anywhere"]),
    }
    figures = {
        name: {"seen": round(shares.get(name, total[name]), 3), "wanted": wanted}
        for name, wanted in {**AT_LEAST, **AT_MOST}.items()
    }
    for name, figure in figures.items():
        seen, wanted = figure["seen"], figure["wanted"]
        figure["met"] = seen >= wanted if name in AT_LEAST else seen <= wanted
    return {"counts": dict(total), **figures}


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lab", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11, 13])
    parser.add_argument("--depth", choices=list(MAX_STATEMENTS), default="standard")
    parser.add_argument(
        "--forms", choices=["prose", "mixed"], default="prose", help="Of the figures on pages."
    )
    parser.add_argument("--keep", type=Path, help="An empty folder for reports, prompts and traces.")
    arguments = parser.parse_args()
    if not (arguments.lab / "rig").is_dir():
        print(json.dumps({"skipped": f"{arguments.lab} holds no rig/."}))
        return
    keep = (arguments.keep or Path(tempfile.mkdtemp(prefix="verification-"))).resolve()
    keep.mkdir(parents=True, exist_ok=True)
    chosen = {"depth": arguments.depth, "forms": arguments.forms}
    seeds = {seed: counted(arguments.lab, seed, keep, **chosen) for seed in arguments.seeds}
    result: dict[str, Any] = {"all": against_wanted(list(seeds.values()))}
    for seed, counts in seeds.items():
        misses = {name: counts[name] for name in ("untold", "untold_truly", "false")}
        result[f"seed {seed}"] = {**against_wanted([counts]), **misses}
    print(json.dumps(result, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
