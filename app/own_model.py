"""The model in a person's own file, served for as long as a command runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stepresearch.app.delivery import tell
from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.gguf_server import gguf_server
from stepresearch.tools.settings import Settings, load_settings


@contextmanager
def settings_with(gguf: str | None) -> Iterator[Settings]:
    """Yield the settings; where a GGUF file is given, they name its model while the context is open.

    Raises:
        ConfigError: A setting or the file cannot be used.
    """
    settings = load_settings()
    if gguf is None:
        yield settings
        return
    tell(f"Loading {gguf} …")
    with gguf_server(_path(gguf), window_tokens=settings.gguf_window_tokens) as served:
        named = {"base_url": served.base_url, "model": served.model, "api_key": None}
        yield settings.model_copy(update={**named, "window_tokens": None, "concurrency": served.slots})


def _path(gguf: str) -> Path:
    try:
        return Path(gguf).expanduser()
    except RuntimeError as error:
        raise ConfigError(
            f"The model file {gguf!r} cannot be found: {error}", hint="Check --gguf FILE."
        ) from None
