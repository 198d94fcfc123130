"""Damage each file of a run, then show, list and resume it, and print what became of it.

    uv run python benchmarks/damage.py [--flips 20] [--seed 9] [--files checkpoints.sqlite ...]

A finished run, one killed half-way, and one killed half-way whose databases were closed since (what is in the
write-ahead log then lies in the main file). Each of their files and the shared store is truncated, emptied, deleted and
has one byte flipped at so many places, one damage a copy. A line says how many ended with the same report, how many with
a message that names what is wrong, and how many in a way that none may: a traceback or a fault of the program, a run
that began again or came to another report without a word.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from doubles.command_line import DOCUMENTS, CommandLine  # noqa: E402 - the doubles are found by the line above

Damage = Callable[[Path], object]
CONFIGURATION = 5
SAID = ("damaged", "gone", "Checkpoints and store belong together", "There is no run")
FIRST_STEP = "task"
"""A word of the line of progress that the first step of a run ends with."""

WAYS_THAT_NONE_MAY = ("traceback", "silent restart", "other report")


def damages(flips: int, drawn: random.Random) -> Iterator[tuple[str, Damage]]:
    """Yield each damage with its name."""
    yield "truncated", lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    yield "emptied", lambda path: path.write_bytes(b"")
    yield "deleted", Path.unlink
    for _ in range(flips):
        at, bit = drawn.random(), 1 << drawn.randrange(8)
        yield "flipped", partial(flip, at=at, bit=bit)


def flip(path: Path, at: float, bit: int) -> None:
    """Flip a bit at a place between 0 and 1 of a file."""
    content = bytearray(path.read_bytes())
    if content:
        content[int(at * len(content))] ^= bit
        path.write_bytes(content)


def prepare(folder: Path) -> dict[str, CommandLine]:
    """Make the runs, and return the folders to copy."""
    lines = {name: CommandLine(folder / name) for name in ("finished", "half-way", "half-way, closed")}
    for line in lines.values():
        line.documents.mkdir(parents=True)
        for name, text in DOCUMENTS.items():
            (line.documents / name).write_text(text, encoding="utf-8")
    lines["finished"].ask()
    for name in ("half-way", "half-way, closed"):
        lines[name].killed_at("findings")
    for path in lines["half-way, closed"].data.rglob("*.sqlite"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return lines


def files_of(line: CommandLine) -> list[Path]:
    """Return the files of the one run in a folder, and of the store, relative to its data."""
    files = [*line.data.glob("runs/*/*"), *line.data.glob("store.sqlite*")]
    return sorted(path.relative_to(line.data) for path in files if path.is_file())


def outcome(line: CommandLine, run_id: str, report: str) -> tuple[str, str]:
    """Show, list and resume a run; return what became of it, and what was told."""
    done = [line.run("show", run_id), line.run("runs"), line.run("resume", run_id)]
    told = "\n".join(one.stderr for one in done)
    resumed = done[-1]
    if "Traceback" in told or any(one.returncode not in {0, CONFIGURATION} for one in done):
        return "traceback", told
    is_said = any(words in told for words in SAID)
    if resumed.returncode == CONFIGURATION:
        return ("said" if is_said else "other report"), told
    if resumed.stdout != report:
        return "other report", told
    if FIRST_STEP in resumed.stderr and not is_said:
        return "silent restart", told
    return ("same, said" if is_said else "same"), told


def measure(folder: Path, flips: int, seed: int, only: list[str]) -> Counter[str]:
    """Print a line for each file and damage; return the sums."""
    lines = prepare(folder)
    sums: Counter[str] = Counter()
    print(f"{'run':18}{'file':26}{'damage':11}outcomes")
    for state, line in lines.items():
        (run_id,) = line.run_ids()
        copy = replace(line, folder=folder / "copy")
        shutil.copytree(line.folder, copy.folder)
        report = copy.run("resume", run_id).stdout
        shutil.rmtree(copy.folder)
        for file in files_of(line):
            if only and file.name not in only:
                continue
            drawn, outcomes = random.Random(f"{seed} {state} {file.name}"), dict[str, Counter[str]]()
            for name, damage in damages(flips, drawn):
                shutil.copytree(line.folder, copy.folder)
                damage(copy.data / file)
                ended, told = outcome(copy, run_id, report)
                shutil.rmtree(copy.folder)
                outcomes.setdefault(name, Counter())[ended] += 1
                if ended in WAYS_THAT_NONE_MAY:
                    print(f"    {state}, {file.name}, {name}: {ended}: {told[-500:]}")
            for name, counted in outcomes.items():
                print(f"{state:18}{file.name:26}{name:11}{dict(counted)}", flush=True)
                sums += counted
    return sums


def main() -> None:
    """Print the table and the sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=20)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--files", nargs="*", default=[])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sums = measure(Path(folder), given.flips, given.seed, given.files)
    print(f"{sums.total()} damages: {dict(sums)}")


if __name__ == "__main__":
    main()
