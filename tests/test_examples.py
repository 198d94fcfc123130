import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program of the help desk keeps its databases."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def finished(folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / "embedding.py"), str(folder)],
        capture_output=True,
        text=True,
        cwd=folder,
        env=kept | {"HOME": str(folder)},
        check=True,
    )


def test_an_embedding_program_researches_its_own_data_alone(
    finished: subprocess.CompletedProcess[str],
) -> None:
    assert "Firmware 4.3 has mended the scanner" in finished.stdout
    assert "(ticket:2)" in finished.stdout
    assert "coffee" not in finished.stdout.lower()


def test_an_embedding_program_sees_each_step_as_it_ends(
    finished: subprocess.CompletedProcess[str],
) -> None:
    steps = [line.removesuffix(" is done") for line in finished.stderr.splitlines()]
    assert steps[0] == "clarify"
    assert steps[-1] == "audit"
    assert {"search", "read", "report"} <= set(steps)


def test_an_embedding_program_keeps_everything_where_it_chose(
    finished: subprocess.CompletedProcess[str], folder: Path
) -> None:
    assert {path.name for path in folder.iterdir()} <= {
        f"{name}.sqlite{suffix}"
        for name in ("tickets", "threads", "pages")
        for suffix in ("", "-wal", "-shm")
    }
    with closing(sqlite3.connect(folder / "threads.sqlite")) as database:
        ((threads,),) = database.execute("SELECT count(DISTINCT thread_id) FROM checkpoints")
    assert threads == 1
