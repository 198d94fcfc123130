"""Plant secrets in every setting that takes one, have servers echo them in twenty ways, and search all that is written.

    uv run python benchmarks/canaries.py [--first 1] [--last 20]

For each behaviour: runs whose model, engines or proxy misbehave; first, one that crashes. Reports in all
formats, `--json`, `show`, `doctor`. Searched are the data folder, the outputs, standard output and standard error.
Everything goes to one server on loopback.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from doubles.canaries import Canary, canaries, environment, found_in, searched
from doubles.command_line import QUESTION
from doubles.echo_server import BEHAVIOURS, Behaviour, EchoServer, running_echo_server
from doubles.fork_server import run_forked

FORMATS = ("md", "html", "json", "docx", "pdf")
HASTE = {"STEPRESEARCH_PATIENCE_S": "0", "STEPRESEARCH_FETCH_TIMEOUT_S": "5", "STEPRESEARCH_SEARCH_TIMEOUT_S": "3",
         "STEPRESEARCH_CALL_TIMEOUT_S": "20", "STEPRESEARCH_DISCOVER": "false", "STEPRESEARCH_MODEL": "tiny"}  # fmt: skip
ASKED = [QUESTION, "--no-input", "--search", "searxng,tavily", "--max-rounds", "1", "--max-calls", "6", "--max-sources", "3"]  # fmt: skip
PARTS = ("model", "engines", "proxy")


class Case:
    """One behaviour of some parts, in a folder of its own."""

    def __init__(self, folder: Path, planted: list[Canary], url: str) -> None:
        self._folder = folder
        self._planted = planted
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        data = {"STEPRESEARCH_DATA": str(folder / "data"), "COLUMNS": "400"}
        self._environment = kept | data | HASTE | environment(planted, url)
        self.outputs = 0

    def run(self, *arguments: str) -> None:
        """Run a command and keep what it prints."""
        done = run_forked(
            arguments, stdin=b"", cwd=self._folder, environment=self._environment, timeout_s=240
        )
        self.outputs += 1
        (self._folder / f"printed-{self.outputs}.txt").write_text(done.stdout + done.stderr)

    def ask(self, *, crashes: bool) -> None:
        """Do whatever a person does, and search."""
        if crashes:
            self.run(*ASKED)
            self._make_store_fail()
        self.run(*ASKED, *(part for ending in FORMATS for part in ("--out", f"report.{ending}")))
        for path in self._folder.glob("data/runs/*"):
            self.run("show", "--json", path.name)
            self.run("show", "--claims", path.name)
        self.run("doctor")
        self.run("doctor", "--json")

    def found(self) -> dict[str, set[str]]:
        """Return the secrets found, by file."""
        return searched(self._planted, self._folder)

    def crashed(self) -> bool:
        """Whether a run's checkpoints tell of the crash."""
        files = self._folder.glob("data/runs/*/checkpoints.sqlite*")
        return any(b"IntegrityError" in path.read_bytes() for path in files)

    def _make_store_fail(self) -> None:
        """Have each write to the store fail, with all secrets in what the database says."""
        told = " ".join(canary.secret for canary in self._planted).replace("'", "")
        with sqlite3.connect(self._folder / "data" / "store.sqlite") as store:
            store.execute("DELETE FROM store")
            store.execute(
                f"CREATE TRIGGER full BEFORE INSERT ON store BEGIN SELECT RAISE(ABORT, '{told}'); END"
            )
        store.close()


def tried(server: EchoServer, behaviour: Behaviour | None, part: str, *, key: str) -> int:
    """Run one case, print a line, and return how many files hold a secret."""
    planted = canaries(key=key)
    server.parts = {part: behaviour}
    server.asked = dict.fromkeys(server.asked, 0)
    with tempfile.TemporaryDirectory() as name:
        case = Case(Path(name), planted, server.url)
        case.ask(crashes=behaviour is None)
        # The failing store of the crash has them by the hand of this script.
        found = {
            file: places for file, places in case.found().items() if behaviour or "store.sqlite" not in file
        }
        if behaviour is None and not case.crashed():
            raise SystemExit("The crash did not come about: nothing is shown.")
        files = sum(path.is_file() for path in Path(name).rglob("*"))
    asked = ", ".join(f"{name} {count}" for name, count in server.asked.items())
    label = behaviour.name if behaviour else "a crash that tells them"
    print(f"{label:40} {part:8} {files:3} files, asked: {asked}; found in {len(found)}", flush=True)
    for file, places in found.items():
        print(f"    {file}: {', '.join(sorted(places))}", flush=True)
    if not server.asked[part]:
        raise SystemExit(f"The {part} of the double was never asked: nothing is shown.")
    return len(found)


def main() -> None:
    """Print a line a case; end with 1 where a secret was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--first", type=int, default=1, help="of the behaviours")
    parser.add_argument("--last", type=int, default=len(BEHAVIOURS))
    arguments = parser.parse_args()
    assert found_in(canaries(), environment(canaries(), "http://x")["SEARXNG_URL"].encode())
    found = 0
    with running_echo_server() as server:
        found += tried(server, None, "engines", key="STEPRESEARCH_API_KEY")
        chosen = BEHAVIOURS[arguments.first - 1 : arguments.last]
        for number, behaviour in enumerate(chosen):
            key = ("STEPRESEARCH_API_KEY", "OPENAI_API_KEY")[number % 2]
            for part in PARTS:
                found += tried(server, behaviour, part, key=key)
    print(f"{len(canaries())} canaries at once, {len(chosen)} behaviours: found in {found} files")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
