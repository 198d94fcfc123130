"""Parse documents in separate processes, which a hostile file can exhaust without harm."""

import asyncio
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Self

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page

WORKERS = 2
"""Worker processes shared by this whole process; each may use `process.MEMORY_BYTES`."""

IDLE_S = 5.0
GROWN_BYTES = 300_000_000
"""A worker that used more than this is replaced: Python seldom returns memory."""

_SIGXCPU = 24


async def parse_in_worker(
    data: bytes, *, media_type: str, url: str, charset: str | None = None, timeout_s: float = 20.0
) -> Page:
    """Return what `parse` returns, computed in the shared worker pool.

    Raises:
        ToolError: As `parse`, or a limit was exceeded, or the parser crashed; the message says which.
    """
    return await _shared().parse(data, media_type=media_type, url=url, charset=charset, timeout_s=timeout_s)


@cache
def _shared() -> "ParsePool":
    return ParsePool()


@dataclass(slots=True)
class _Job:
    """One document in progress; `worker` is set while a process has it."""

    data: bytes
    request: dict[str, Any]
    timeout_s: float
    worker: "_Worker | None" = None
    is_cancelled: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def cancel(self) -> None:
        with self.lock:
            self.is_cancelled = True
            if self.worker:
                self.worker.kill()


class ParsePool:
    """A few processes that parse one document after another, within limits of memory, processor and wall time.

    A process starts with the first document, serves on, starts again after a document that broke it, and ends when
    nothing was parsed for `idle_s` seconds, with the pool, or with this process however that ends. Threads hold the
    processes and not an event loop, so that runs in several loops share them.

    Args:
        at_most: Processes at once; further documents wait.
        idle_s: Seconds after which processes without work end.
    """

    def __init__(self, *, at_most: int = WORKERS, idle_s: float = IDLE_S) -> None:
        self._threads = ThreadPoolExecutor(max_workers=at_most, thread_name_prefix="parse")
        self._idle_s = idle_s
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._end_idle()

    async def parse(
        self, data: bytes, *, media_type: str, url: str, charset: str | None = None, timeout_s: float = 20.0
    ) -> Page:
        """Return what `parse` returns. Waiting for a process does not count as the document's time.

        Raises:
            ToolError: As `parse_in_worker`.
        """
        request = {"media_type": media_type, "url": url, "charset": charset}
        job = _Job(data, request, timeout_s)
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._done, job)
        except asyncio.CancelledError:
            job.cancel()
            raise
        if "error" in answer:
            raise ToolError(answer["error"], hint=answer["hint"])
        return Page(**answer["page"])

    def _done(self, job: _Job) -> dict[str, Any]:
        worker = self._take()
        with job.lock:
            if job.is_cancelled:
                worker.end()
                return {}
            job.worker = worker
        try:
            answer = worker.answer(job.data, job.request, timeout_s=job.timeout_s)
        except BaseException:
            worker.end()
            raise
        finally:
            with job.lock:
                job.worker = None
        if worker.is_ended or answer.pop("peak_bytes") > GROWN_BYTES:
            worker.end()
        else:
            self._give_back(worker)
        return answer

    def _take(self) -> "_Worker":
        with self._lock:
            if self._timer:
                self._timer.cancel()
            return self._idle.pop() if self._idle else _Worker()

    def _give_back(self, worker: "_Worker") -> None:
        with self._lock:
            self._idle.append(worker)
            if self._timer:
                self._timer.cancel()
            self._timer = threading.Timer(self._idle_s, self._end_idle)
            self._timer.daemon = True
            self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            if self._timer:
                self._timer.cancel()
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()


class _Worker:
    """One process.

    It is a plain `python -m` process, and not one of multiprocessing, which would import the caller's script again
    and so fail in notebooks and in scripts without a main guard.
    """

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                # -P: a file named docx.py in the working folder must not be imported
                [sys.executable, "-P", "-m", "stepresearch.tools.parsing.process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C reaches only the caller, which then ends the worker
            )
        except OSError as error:
            raise ToolError(f"The process that parses documents could not be started: {error}.") from error

    @property
    def is_ended(self) -> bool:
        return self._process.poll() is not None

    def answer(self, data: bytes, request: dict[str, Any], *, timeout_s: float) -> dict[str, Any]:
        """Return the process's answer for a document, with `peak_bytes`, its peak memory so far."""
        head = request | {"size_bytes": len(data), "cpu_s": max(1, round(timeout_s))}
        overdue = threading.Event()
        deadline = threading.Timer(timeout_s, self._end_overdue, [overdue])
        deadline.daemon = True
        deadline.start()
        try:
            return self._exchanged(json.dumps(head).encode() + b"\n", data)
        except (EOFError, OSError) as error:
            raise _too_long(timeout_s) if overdue.is_set() else self._crash(timeout_s) from error
        finally:
            deadline.cancel()

    def _end_overdue(self, overdue: threading.Event) -> None:
        overdue.set()
        self._process.kill()

    def _exchanged(self, head: bytes, data: bytes) -> dict[str, Any]:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(head)
        stdin.write(data)
        stdin.flush()
        size_bytes = int.from_bytes(_exactly(stdout.read(8), 8), "big")
        answer: dict[str, Any] = json.loads(_exactly(stdout.read(size_bytes), size_bytes))
        return answer

    def _crash(self, timeout_s: float) -> ToolError:
        """Return the error that says why the process ended by itself."""
        assert self._process.stderr is not None
        complaint = self._process.stderr.read()
        status = self._process.wait()
        if status == -_SIGXCPU:
            return _too_long(timeout_s)
        if b"MemoryError" in complaint:
            return ToolError("The document needs more memory to parse than is allowed.", hint="Split it.")
        last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2] or "no message"
        return ToolError(f"The parser crashed on the document (exit status {status}): {last_line}.")

    def kill(self) -> None:
        """End the process from any thread; the one that waits for its answer gets an error."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """End the process and close its pipes."""
        self.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            with suppress(OSError):  # unwritten data for a process that is gone
                stream.close()


def _exactly(data: bytes, size_bytes: int) -> bytes:
    if len(data) != size_bytes:
        raise EOFError
    return data


def _too_long(timeout_s: float) -> ToolError:
    return ToolError(
        f"The document took longer than {timeout_s:g} s to parse.", hint="Save it in a simpler form."
    )
