"""The command line as people start it: a process of its own, with its own data folder."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from doubles.fork_server import run_forked

COMMAND = [sys.executable, "-m", "stepresearch.app.cli"]

QUESTION = "What did the Alder Bridge cost, and when did the Alder Bridge open?"

DOCUMENTS = {
    "council.md": "# Council minutes\n\n*2024-03-02*\n\nThe Alder Bridge cost 4.2 million crowns in the end. "
    "The council thanked the engineers.\n",
    "gazette.txt": "The Alder Gazette, 12 May 2024\n\nThe Alder Bridge cost 4.9 million crowns, an auditor said. "
    "The town paid half of it.\n",
    "opening.html": "<html><head><title>Opening day</title></head><body><article><h1>Opening day</h1>"
    "<p>The Alder Bridge opened on 1 May 2024 before a large crowd. Two bands played until the evening.</p>"
    "</article></body></html>",
    "history.md": "# A short history\n\nThe Alder Bridge opened in May 2024, after three years of work. "
    "A ferry crossed the river here before.\n",
    "bakery.md": "# The bakery\n\nThe bakery on the square sells rye bread and cakes every morning.\n",
}


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Starts `stepresearch` with a data folder and a working folder of its own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        }
        return (
            kept
            | {
                "STEPRESEARCH_DATA": str(self.data),
                "STEPRESEARCH_DISCOVER": "false",
                "COLUMNS": "100",
            }
            | self.settings
        )

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        return run_forked(
            arguments, stdin=stdin, cwd=self.folder, environment=self.environment, timeout_s=100
        )

    def ask(self, *arguments: str, question: str = QUESTION) -> subprocess.CompletedProcess[str]:
        return self.run(question, "--docs", str(self.documents), *arguments)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, QUESTION, "--docs", str(self.documents), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment,
            text=True,
        )

    def wait_for(self, process: subprocess.Popen[str], word: str) -> None:
        """Read the progress up to the first line with the word."""
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if word in line:
                return
        raise AssertionError("".join(said))

    def killed_at(self, word: str) -> str:
        """Start a run, kill it at the first line of progress with the word, and return its id."""
        with self.start() as process:
            self.wait_for(process, word)
            process.kill()
        return self.run_ids()[-1]

    def run_ids(self) -> list[str]:
        return sorted(path.name for path in self.data.glob("runs/*"))
