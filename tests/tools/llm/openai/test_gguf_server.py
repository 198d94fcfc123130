import asyncio
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.gguf_server import gguf_server
from stepresearch.tools.llm.openai.settings import ModelSettings

needs_llama = pytest.mark.skipif(find_spec("xllamacpp") is None, reason="the extra gguf is not installed")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    from doubles.tiny_gguf import write_tiny_gguf

    path = tmp_path / "tiny.gguf"
    write_tiny_gguf(path)
    return path


def is_listening(base_url: str) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", urlsplit(base_url).port or 0)) == 0


@needs_llama
def test_a_file_is_served_while_the_context_is_open(tiny: Path) -> None:
    with gguf_server(tiny, window_tokens=4096) as served:
        assert served.model == "tiny.gguf"
        assert is_listening(served.base_url)
    assert not is_listening(served.base_url)


@needs_llama
@pytest.mark.parametrize(("wanted", "given"), [(4096, 4096), (65_536, 8192)])
def test_the_window_is_the_one_asked_for_or_the_file_s_where_that_is_less(
    tiny: Path, wanted: int, given: int
) -> None:
    with gguf_server(tiny, window_tokens=wanted) as served:
        model = OpenAIChatModel(ModelSettings(served.base_url, patience_s=5.0))
        assert asyncio.run(model.window_tokens()) == given


@needs_llama
def test_a_file_that_is_cut_off_is_named(tiny: Path) -> None:
    tiny.write_bytes(tiny.read_bytes()[:3000])
    with pytest.raises(ConfigError, match=r"cannot load .*tiny\.gguf"), gguf_server(tiny, window_tokens=4096):
        pass


@pytest.mark.parametrize(("content", "said"), [(None, "No such file"), (b"PK\x03\x04", r"b'PK\\x03\\x04'")])
def test_what_is_no_gguf_file_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=said), gguf_server(path, window_tokens=4096):
        pass


def test_without_the_extra_the_message_says_how_to_install_it(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF")
    program = (
        "import sys; sys.modules['xllamacpp'] = None\n"
        "from pathlib import Path\n"
        "from stepresearch.tools.llm.openai.gguf_server import gguf_server\n"
        f"with gguf_server(Path({str(path)!r}), window_tokens=4096): pass"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "pip install 'stepresearch[gguf]'" in done.stderr
