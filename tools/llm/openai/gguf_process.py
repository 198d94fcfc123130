"""The process that serves a GGUF file: `python -m stepresearch.tools.llm.openai.gguf_process FILE WINDOW SLOTS THREADS`.

It says in one line of JSON where it listens, or why it cannot, and serves until its standard input ends.
"""

import json
import os
import sys
from pathlib import Path

NO_LOGS = -1


def serve(path: Path, *, window_tokens: int, slots: int, threads: int) -> None:
    """Serve the file on a free port of the loopback address until standard input ends."""
    import xllamacpp  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra of 34 MB, without stubs

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {path.name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = window_tokens
    params.n_parallel = slots
    params.cpuparams.n_threads = threads
    params.verbosity = NO_LOGS
    params.ui = False
    try:
        server = xllamacpp.Server(params)
    except RuntimeError as error:
        _say({"error": str(error)})
        return
    _say({"address": server.listening_address})
    sys.stdin.read()
    # Not through the destructor, which may wait for its own threads forever.
    os._exit(0)


def _say(told: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), window_tokens=int(sys.argv[2]), slots=int(sys.argv[3]), threads=int(sys.argv[4]))
