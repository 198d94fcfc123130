"""Run stepresearch against the rig's simulated web and model server, and print the means against what is wanted.

    uv run python benchmarks/rig.py ../shared/lab [--seeds 7 11 13] [--depth standard] [--forms prose] [--keep FOLDER]

PATH is the folder that holds `rig/`; its README says what is simulated and how. Each seed asks three questions, each
in a process of its own with cold caches, but with Python's bytecode, as an installed program has it. The rig runs under
`uv run --with aiohttp`, apart from our environment.
"""

import argparse
import json
import math
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).parent / "stepresearch"

AT_LEAST = {"facts_found": 14.0, "citation_support": 1.0, "cached_frac": 0.85, "cached_frac_limited": 0.85}
AT_MOST = {
    "wrong_repeated": 0.0,
    "stale_repeated": 0.0,
    "search_duplicates": 0.0,
    "page_duplicates": 0.0,
    "sequential_calls": 10.0,
    "longest_answer_tokens": 450.0,
    "uncached_tokens": math.inf,
    "completion_tokens": math.inf,
    "cpu_after_start_s": 1.5,
    "startup_s": 2.5,
    "peak_rss_mb": 160.0,
}
"""What is wanted of the mean. Seconds and megabytes hold on a machine that does nothing else."""

OF_DEPTH = {
    "quick": {"wall_s": 20.0, "cost_rmb_tokens": 0.07},
    "standard": {"wall_s": 38.0, "cost_rmb_tokens": 0.22},
    "deep": {"wall_s": 150.0, "cost_rmb_tokens": 0.50},
}
"""Seconds, waiting for the simulated servers included, and RMB for the tokens."""


def measured(lab: Path, seed: int, keep: Path, *, depth: str, forms: str) -> list[dict[str, Any]]:
    """Return the figures of a seed's runs, as the rig counts them."""
    out = keep / f"{seed}.json"
    client = (
        f"env -u PYTHONDONTWRITEBYTECODE STEPRESEARCH_MODEL=sim-32b STEPRESEARCH_DATA={shlex.quote(str(keep / f'data-{seed}'))} "
        f"{shlex.quote(str(PROGRAM))} {{question}} --no-input --search tavily --depth {depth} --out {{out}}"
    )
    rig = [
        "uv",
        "run",
        "--no-project",
        "--python",
        "3.11",
        "--with",
        "aiohttp",
        "python",
        "-B",
        "-m",
        "rig",
        "run",
    ]
    chosen = [
        "--client",
        client,
        "--name",
        "stepresearch",
        "--seed",
        str(seed),
        "--fetch-timeout",
        "20",
        "--forms",
        forms,
    ]
    kept = ["--json", str(out), "--keep", str(keep / str(seed))]
    subprocess.run([*rig, *chosen, *kept], cwd=lab, check=True, stdout=sys.stderr)
    runs = json.loads(out.read_text(encoding="utf-8"))["runs"]
    return [run | of_calls(Path(run["folder"]) / "trace.json") for run in runs]


def of_calls(trace: Path) -> dict[str, int]:
    """Return how many model calls followed one another, those that overlap counted once, and the longest answer."""
    calls = sorted(json.loads(trace.read_text(encoding="utf-8"))["llm"], key=lambda call: call["start"])
    groups: list[list[dict[str, Any]]] = []
    for call in calls:
        if groups and call["start"] < max(other["done"] for other in groups[-1]):
            groups[-1].append(call)
        else:
            groups.append([call])
    return {
        "sequential_calls": len(groups),
        "longest_answer_tokens": max((call["completion"] for call in calls), default=0),
    }


def summary(runs: Sequence[dict[str, Any]], depth: str) -> dict[str, dict[str, Any]]:
    """Return the mean of each figure beside what is wanted of it."""
    means: dict[str, dict[str, Any]] = {}
    for name, wanted in {**AT_LEAST, **AT_MOST, **OF_DEPTH[depth]}.items():
        mean = round(statistics.mean(run[name] for run in runs), 3)
        met = mean >= wanted if name in AT_LEAST else mean <= wanted
        means[name] = {"mean": mean, "wanted": wanted, "met": met}
    return means


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("lab", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 11, 13])
    parser.add_argument("--depth", choices=OF_DEPTH, default="standard")
    parser.add_argument(
        "--forms", choices=["prose", "mixed"], default="prose", help="Of the figures on pages."
    )
    parser.add_argument("--keep", type=Path, help="Folder for reports, prompts and traces.")
    arguments = parser.parse_args()
    if not (arguments.lab / "rig").is_dir():
        print(json.dumps({"skipped": f"{arguments.lab} holds no rig/."}))
        return
    keep = (arguments.keep or Path(tempfile.mkdtemp(prefix="rig-"))).resolve()
    keep.mkdir(parents=True, exist_ok=True)
    runs = [
        run
        for seed in arguments.seeds
        for run in measured(arguments.lab, seed, keep, depth=arguments.depth, forms=arguments.forms)
    ]
    print(
        json.dumps(
            {
                "seeds": arguments.seeds,
                "depth": arguments.depth,
                "forms": arguments.forms,
                "runs": len(runs),
                **summary(runs, arguments.depth),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
