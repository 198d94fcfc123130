"""Serves a person's own GGUF file through llama.cpp: one file and one command are enough."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from stepresearch.tools.errors import ConfigError

MAGIC = b"GGUF"
"""First bytes of the format (ggml, docs/gguf.md)."""
SLOTS = 1
"""More slots would share the window, or multiply the memory that it takes; one keeps the whole prefix cache."""


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

    llama.cpp runs in a process of its own: stopped in its first moments it waits for itself forever, and a file that
    crashes it must not take the run along. The process ends with its standard input, so also when this one is killed.

    Args:
        path: Of the file; of a model in several parts, the first.
        window_tokens: At most; llama.cpp takes less where the model was trained for less.

    Raises:
        ConfigError: The extra is not installed, or the file is missing, is no GGUF file or does not load.
    """
    check_gguf(path)
    if find_spec("xllamacpp") is None:
        raise ConfigError(
            "A GGUF file is served by the package xllamacpp, which is not installed.",
            hint="pip install 'stepresearch[gguf]'",
        )
    # Half of the logical cores are mostly the physical ones; llama.cpp's threads spin while they wait for more.
    threads = max(1, (os.cpu_count() or 1) // 2)
    command = [
        sys.executable,
        "-m",
        "stepresearch.tools.llm.openai.gguf_process",
        str(path),
        str(window_tokens),
        str(SLOTS),
    ]
    with subprocess.Popen(  # noqa: S603 - our own module
        [*command, str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield ServedFile(f"{_address(process, path)}/v1", path.name)
        finally:
            process.kill()


def _address(process: "subprocess.Popen[str]", path: Path) -> str:
    """Where the process serves, which it says once the file is loaded."""
    assert process.stdout is not None
    said = json.loads(process.stdout.readline() or '{"error": "it ended without a word"}')
    if "error" in said:
        raise ConfigError(
            f"llama.cpp cannot load {str(path)!r}: {said['error']}",
            hint="The file may be cut off, too new for this llama.cpp, or too large for the memory.",
        )
    return str(said["address"])


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
