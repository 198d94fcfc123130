"""Serves a person's own GGUF file in this process, through llama.cpp: one file and one command are enough."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepresearch.tools.errors import ConfigError

MAGIC = b"GGUF"
"""First bytes of the format (ggml, docs/gguf.md)."""
SLOTS = 1
"""More slots would share the window, or multiply the memory that it takes; one keeps the whole prefix cache."""
NO_LOGS = -1


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A model file that is being served.

    Attributes:
        base_url: On the loopback address, with `/v1`.
        model: Its name in requests.
        slots: Requests that it answers at the same time.
    """

    base_url: str
    model: str
    slots: int = SLOTS


@contextmanager
def gguf_server(path: Path, *, window_tokens: int) -> Iterator[ServedFile]:
    """Serve the file on a free port until the context closes. Blocking while it loads.

    Args:
        path: Of the file; of a model in several parts, the first.
        window_tokens: At most; llama.cpp takes less where the model was trained for less.

    Raises:
        ConfigError: The extra is not installed, or the file is missing, is no GGUF file or does not load.
    """
    check_gguf(path)
    server = _started(path, window_tokens)
    try:
        yield ServedFile(f"{server.listening_address}/v1", path.name)
    finally:
        del server  # the last reference: llama.cpp stops with its object


def check_gguf(path: Path) -> None:
    """Check that a file may be a model, by its first bytes.

    Raises:
        ConfigError: It is missing, cannot be read, or is no GGUF file.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(MAGIC))
    except OSError as error:
        raise ConfigError(
            f"The model file {str(path)!r} cannot be read: {error.strerror}.", hint="Check --gguf FILE."
        ) from error
    if magic != MAGIC:
        raise ConfigError(
            f"{str(path)!r} is no GGUF file: it begins with {magic!r}.",
            hint="llama.cpp's format is meant, such as Qwen3-32B-Q4_K_M.gguf.",
        )


def _started(path: Path, window_tokens: int) -> Any:
    try:
        import xllamacpp  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra of 34 MB, without stubs
    except ImportError as error:
        raise ConfigError(
            "A GGUF file is served by the package xllamacpp, which is not installed.",
            hint="pip install 'stepresearch[gguf]'",
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {path.name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.n_ctx = window_tokens
    params.n_parallel = SLOTS
    # Half of the logical cores are mostly the physical ones; llama.cpp's threads spin while they wait for more.
    params.cpuparams.n_threads = max(1, (os.cpu_count() or 1) // 2)
    params.verbosity = NO_LOGS
    params.ui = False
    try:
        return xllamacpp.Server(params)
    except RuntimeError as error:
        raise ConfigError(
            f"llama.cpp cannot load {str(path)!r}: {error}",
            hint="The file may be cut off, too new for this llama.cpp, or too large for the memory.",
        ) from error
