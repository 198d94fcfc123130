"""The Agent Server as people start it: `langgraph dev` in a process of its own, in a folder of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient

ROOT = Path(__file__).parent.parent.parent
COMMAND = [str(Path(sys.executable).with_name("langgraph")), "dev", "--no-browser", "--no-reload"]
START_S = 60.0
STOP_S = 10.0
POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class AgentServer:
    """A running server. `log` is the file that it writes to."""

    url: str
    log: Path

    @property
    def said(self) -> str:
        """What the server has written to its log."""
        return self.log.read_text(errors="replace")

    @property
    def client(self) -> LangGraphClient:
        return get_client(url=self.url, timeout=100)

    async def run(self, thread_id: str, **given: Any) -> dict[str, Any]:
        """Run the graph on a thread to its end or to its next question, and return the values."""
        async with self.client as client:
            values = await client.runs.wait(thread_id, "research", **given)
        assert isinstance(values, dict)
        return values

    async def new_thread(self) -> str:
        async with self.client as client:
            return str((await client.threads.create())["thread_id"])


@contextmanager
def running_agent_server(folder: Path, settings: Mapping[str, str]) -> Iterator[AgentServer]:
    """Serve the repository's langgraph.json from `folder`, so that no `.env` and no earlier state is met there."""
    shutil.copy(ROOT / "langgraph.json", folder)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*COMMAND, "--port", str(_free_port())],
            cwd=folder,
            env=kept | {"LANGGRAPH_CLI_NO_ANALYTICS": "1", "LANGSMITH_TRACING": "false"} | dict(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield AgentServer(_address(process, log), log)
    finally:
        _stop(process)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server is up, and return the address it says it has: a port taken meanwhile is replaced."""
    deadline_s = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline_s:
        said = re.search(r"API: \S*?(http://[\d.:]+)", log.read_text(errors="replace"))
        if said and _is_up(said[1]):
            return said[1]
        time.sleep(POLL_S)
    raise AssertionError(log.read_text(errors="replace"))


def _is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/ok", trust_env=False).is_success
    except httpx.TransportError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, which leads a process group of its own, with all that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
