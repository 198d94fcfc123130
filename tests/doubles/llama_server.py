"""A real llama.cpp server on loopback, in a process of its own: `python llama_server.py MODEL.gguf`."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOW = 4096
SLOTS = 2


@contextmanager
def llama_server(model: Path) -> Iterator[str]:
    """Yield the base URL of a server with `SLOTS` slots of `WINDOW` tokens."""
    command = [sys.executable, __file__, str(model)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield f"{process.stdout.readline().strip()}/v1"
        finally:
            process.kill()


def serve(model: str) -> None:
    """Serve until killed; the first line on standard output is the address."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = WINDOW * SLOTS
    params.n_parallel = SLOTS
    params.cpuparams.n_threads = 1
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    serve(sys.argv[1])
