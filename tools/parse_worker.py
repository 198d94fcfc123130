"""Parse documents in a process of their own, which a hostile file may exhaust without harm."""

import asyncio
import json
import sys
from types import TracebackType
from typing import Self

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page

_SIGXCPU = 24
_START_S = 5.0


async def parse_in_worker(
    data: bytes, *, media_type: str, url: str, charset: str | None = None, timeout_s: float = 20.0
) -> Page:
    """Return what `parse` returns, from a process that serves this document alone; for several, see `ParseWorker`.

    Raises:
        ToolError: As `ParseWorker.parse`.
    """
    async with ParseWorker() as worker:
        return await worker.parse(data, media_type=media_type, url=url, charset=charset, timeout_s=timeout_s)


class ParseWorker:
    """A process that parses one document after another, within limits of memory, processor and wall time.

    It starts with the first document and again after one that broke it, and is gone when the context ends. If
    this process dies, it ends itself. It is a plain `python -m` process, and not one of multiprocessing, which
    would import the caller's script again and so fail in notebooks and in scripts without a main guard.
    """

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._end()

    async def parse(
        self, data: bytes, *, media_type: str, url: str, charset: str | None = None, timeout_s: float = 20.0
    ) -> Page:
        """Return what `parse` returns; call it for one document at a time.

        Raises:
            ToolError: As `parse`, or a limit was met, or the parser crashed; the message says which.
        """
        request = {
            "size_bytes": len(data),
            "cpu_s": max(1, round(timeout_s)),
            "media_type": media_type,
            "url": url,
            "charset": charset,
        }
        try:
            async with asyncio.timeout(timeout_s):
                answer = json.loads(await self._exchange(json.dumps(request).encode() + b"\n", data))
        except TimeoutError as error:
            await self._end()
            raise _too_long(timeout_s) from error
        except asyncio.IncompleteReadError as error:
            raise await self._crash(timeout_s) from error
        except asyncio.CancelledError:
            await self._end()
            raise
        if "error" in answer:
            raise ToolError(answer["error"], hint=answer["hint"])
        return Page(**answer["page"])

    async def _exchange(self, head: bytes, data: bytes) -> bytes:
        if self._process is None:
            self._process = await _start()
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(head)
            stdin.write(data)
            await stdin.drain()
        except ConnectionError:
            pass  # the process died; reading finds that out
        size_bytes = int.from_bytes(await stdout.readexactly(8), "big")
        return await stdout.readexactly(size_bytes)

    async def _crash(self, timeout_s: float) -> ToolError:
        """Return the error that says why the process ended by itself."""
        process = self._process
        assert process is not None
        assert process.stderr is not None
        complaint = await process.stderr.read()
        await self._end()
        if process.returncode == -_SIGXCPU:
            return _too_long(timeout_s)
        if b"MemoryError" in complaint:
            return ToolError("The document needs more memory to parse than is allowed.", hint="Split it.")
        last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2] or "no message"
        return ToolError(
            f"The parser crashed on the document (exit status {process.returncode}): {last_line}."
        )

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        assert process.stdin is not None
        process.stdin.close()


async def _start() -> asyncio.subprocess.Process:
    try:
        # When Ctrl-C ends the loop within these milliseconds, asyncio 3.11 waits for ever for a process it has
        # already killed: its own task that connects the pipes is cancelled too.
        async with asyncio.timeout(_START_S):
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-P",  # a file named docx.py in the working folder must not be imported
                "-m",
                "stepresearch.tools.parse_process",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C reaches the caller alone, which then ends the worker
            )
    except TimeoutError as error:
        raise ToolError(f"The process that parses documents did not start within {_START_S:g} s.") from error
    except OSError as error:
        raise ToolError(f"The process that parses documents could not be started: {error}.") from error


def _too_long(timeout_s: float) -> ToolError:
    return ToolError(
        f"The document took longer than {timeout_s:g} s to parse.", hint="Save it in a simpler form."
    )
