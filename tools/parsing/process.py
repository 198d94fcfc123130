"""What runs in each process of a `ParsePool`: `python -m stepresearch.tools.parsing.process`.

On stdin each request is a JSON line and the document's bytes; on stdout each answer is its length in eight bytes
and JSON. The process ends when stdin closes, hence also when its caller dies.
"""

import json
import logging
import os
import queue
import sys
import threading
import traceback
from dataclasses import asdict
from typing import Any

from stepresearch.tools.errors import ToolError
from stepresearch.tools.parsing.parser import parse

MEMORY_BYTES = 1_000_000_000
"""Address space of the process; libraries alone take about 250 MB of it."""

_TRACEBACK_CHARS = 10_000

_Requests = queue.SimpleQueue[tuple[dict[str, Any], bytes]]


def _main() -> None:
    logging.disable()  # parsers comment on every fault of a file; stderr is kept for crashes
    _limit_memory()
    requests: _Requests = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    try:
        while True:
            _serve(*requests.get())
    except BaseException:  # noqa: BLE001 - an orderly exit would abort, since the other thread holds stdin
        sys.stderr.write(traceback.format_exc()[-_TRACEBACK_CHARS:])  # a pipe takes no more until it is read
        sys.stderr.flush()
        os._exit(1)


def _serve(request: dict[str, Any], data: bytes) -> None:
    _limit_processor_time(request.pop("cpu_s"))
    answer = json.dumps(_answer(data, request) | {"peak_bytes": _peak_bytes()}).encode()
    sys.stdout.buffer.write(len(answer).to_bytes(8, "big") + answer)
    sys.stdout.buffer.flush()


def _receive(requests: _Requests) -> None:
    """Read requests from stdin and end the process when it closes, even in the middle of a document."""
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        requests.put((request, sys.stdin.buffer.read(request.pop("size_bytes"))))
    os._exit(0)


def _answer(data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"page": asdict(parse(data, **request))}
    except ToolError as error:
        return {"error": error.message, "hint": error.hint}


def _peak_bytes() -> int:
    """Peak memory of the process so far; 0 if the system does not report it."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415 - absent on Windows

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _limit_memory() -> None:
    if sys.platform == "linux":  # Windows has no such limit, and macOS refuses it
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_processor_time(cpu_s: int) -> None:
    """Have the kernel end the process once it has used `cpu_s` seconds more."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - absent on Windows

        usage = resource.getrusage(resource.RUSAGE_SELF)
        used_s = int(usage.ru_utime + usage.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (used_s + cpu_s, resource.RLIM_INFINITY))


if __name__ == "__main__":
    _main()
