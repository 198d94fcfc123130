"""Parse documents in a process of their own, which a hostile file may exhaust without harm.

The protocol is one exchange over pipes: a JSON line with the arguments, the document's bytes, then a JSON line
with the page or the reason why there is none. A plain `python -m` process is used, and not multiprocessing,
because that imports the caller's script again, which fails in notebooks and in scripts without a main guard.
"""

import asyncio
import json
import os
import sys
import threading
from dataclasses import asdict
from typing import Any

from stepresearch.tools.errors import ToolError
from stepresearch.tools.page import Page

MEMORY_BYTES = 1_500_000_000
"""Address space of one worker; libraries alone take about 250 MB of it."""


async def parse_in_worker(
    data: bytes, *, media_type: str, url: str, charset: str | None = None, timeout_s: float = 20.0
) -> Page:
    """Return what `parse` returns, from a process limited in memory, processor time and wall time.

    The process is gone when this returns, raises or is cancelled; if this process dies, it ends itself.

    Raises:
        ToolError: As `parse`, or a limit was met, or the parser crashed; the message says which.
    """
    request = {
        "size_bytes": len(data),
        "media_type": media_type,
        "url": url,
        "charset": charset,
        "cpu_s": max(1, round(timeout_s)),
    }
    process = await _start()
    try:
        async with asyncio.timeout(timeout_s):
            reply, complaint = await _exchange(process, json.dumps(request).encode() + b"\n", data)
            await process.wait()
    except TimeoutError as error:
        raise _too_long(timeout_s) from error
    finally:
        await _end(process)
    return _page(reply, complaint, process.returncode, timeout_s)


async def _start() -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    try:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # a file named docx.py in the working folder must not be imported
            "-m",
            "stepresearch.tools.parse_worker",
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            start_new_session=True,  # Ctrl-C reaches the caller alone, which then ends the worker
        )
    except OSError as error:
        raise ToolError(f"The process that parses documents could not be started: {error}.") from error


async def _exchange(process: asyncio.subprocess.Process, head: bytes, data: bytes) -> tuple[bytes, bytes]:
    """Send the request and return all of stdout and stderr. stdin stays open: its end tells the worker to stop."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    sent = asyncio.gather(_send(process.stdin, head, data), process.stdout.read(), process.stderr.read())
    _, reply, complaint = await sent
    return reply, complaint


async def _send(pipe: asyncio.StreamWriter, head: bytes, data: bytes) -> None:
    pipe.write(head)
    pipe.write(data)
    try:
        await pipe.drain()
    except (BrokenPipeError, ConnectionResetError):
        return  # the worker died; its exit status says why


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
    assert process.stdin is not None
    process.stdin.close()


def _page(reply: bytes, complaint: bytes, status: int | None, timeout_s: float) -> Page:
    if reply.endswith(b"\n"):
        answer = json.loads(reply)
        if "error" in answer:
            raise ToolError(answer["error"], hint=answer["hint"])
        return Page(**answer["page"])
    if status in {-24, -9}:  # SIGXCPU, and SIGKILL once the hard limit is met
        raise _too_long(timeout_s)
    if b"MemoryError" in complaint:
        raise ToolError(f"The document needed more than {MEMORY_BYTES // 1_000_000:,} MB of memory to parse.")
    last_line = complaint.decode(errors="replace").strip().rpartition("\n")[2]
    raise ToolError(
        f"The parser crashed on the document (exit status {status}): {last_line or 'no message'}."
    )


def _too_long(timeout_s: float) -> ToolError:
    return ToolError(
        f"The document took longer than {timeout_s:g} s to parse.", hint="Save it in a simpler form."
    )


def _main() -> None:
    """Answer one request on stdin."""
    request = json.loads(sys.stdin.buffer.readline())
    _limit_resources(request.pop("cpu_s"))
    data = sys.stdin.buffer.read(request.pop("size_bytes"))
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    sys.stdout.write(json.dumps(_answer(data, request)) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the thread holds stdin, which an ordinary exit would wait for


def _answer(data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    import logging  # noqa: PLC0415 - only the worker needs it

    from stepresearch.tools.parse import parse  # noqa: PLC0415 - callers of parse_in_worker need no parser

    logging.disable()  # parsers comment on every fault of a file; stderr is kept for crashes
    try:
        return {"page": asdict(parse(data, **request))}
    except ToolError as error:
        return {"error": error.message, "hint": error.hint}


def _exit_with_parent() -> None:
    # Read from the descriptor: the buffered object's lock would be held until the end.
    os.read(0, 1)
    os._exit(1)


def _limit_resources(cpu_s: int) -> None:
    if sys.platform == "win32":  # no such limits there; the wall time still holds
        return
    import resource  # noqa: PLC0415 - absent on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


if __name__ == "__main__":
    _main()
