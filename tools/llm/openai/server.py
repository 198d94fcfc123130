"""What a model server says about its models, in the dialects of vLLM, SGLang, llama.cpp, Ollama and LM Studio."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httpx

from stepresearch.text.safety.untrusted_text import json_of
from stepresearch.tools.errors import ConfigError, ToolError
from stepresearch.tools.http_body import ACCEPT_ENCODING
from stepresearch.tools.llm.faults import Fault, ServerFault
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.search.retry import read_within_bounds

ANSWER_TIMEOUT_S = 10.0
SIDE_TIMEOUT_S = 3.0
OLLAMA_WINDOW_TOKENS = 4096
"""Ollama's default num_ctx (docs/faq.md). It cuts longer prompts without a word, so nothing larger is assumed."""

_NOT_CHAT = re.compile(
    r"embed|rerank|whisper|minilm|(?:^|[/_-])(?:bge|gte|e5|tts|clip)(?:[/_-]|$)", re.IGNORECASE
)
_CARD_WINDOWS = ("max_model_len", "context_length", "context_window", "max_context_length")


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model that a server offers.

    Attributes:
        model: Its name in requests.
        window_tokens: None where the list does not say.
    """

    model: str
    window_tokens: int | None


class ModelServer:
    """Asks the endpoints beside `chat/completions`.

    Args:
        settings: Where; `api_key` goes along.
        timeout_s: For the list of models.
    """

    def __init__(self, settings: ModelSettings, *, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._settings = settings
        self._timeout_s = timeout_s
        self._secrets = settings.secrets

    async def cards(self) -> list[ModelCard]:
        """Return the chat models that `/models` lists; embedding models, known by name, and adapters are left out.

        Raises:
            ServerFault: The server does not answer, or not with a list.
            ConfigError: It refuses the key.
        """
        url = f"{self._settings.api_url}/models"
        try:
            async with self._client(self._timeout_s) as client:
                response = await client.get(url)
        except (httpx.HTTPError, httpx.InvalidURL, ToolError) as error:
            message = self._secrets.hidden(f"{self._settings.shown_url} cannot be reached: {error}.")
            raise ServerFault(Fault.CONNECTION_FAILED, message, is_away=True) from error
        if response.status_code in {401, 403}:
            raise ConfigError(
                f"{self._settings.shown_url} refuses the key ({response.status_code}).",
                hint="Set the key of this server with STEPRESEARCH_API_KEY.",
            )
        if response.status_code >= 500:
            raise ServerFault(Fault.SERVER_ERROR, f"{url}: {response.status_code}", is_away=True)
        entries = _member(_json(response), "data")
        if not isinstance(entries, list):
            raise ServerFault(
                Fault.NOT_A_COMPLETION, f"{url} answers {response.status_code} without a list of models."
            )
        return [_card(entry) for entry in entries if _is_chat_model(entry)]

    async def window_tokens(self, model: str) -> int | None:
        """Return the window of a model whose card does not name it, from the dialects' own endpoints, or None."""
        root = self._settings.root_url
        async with self._client(SIDE_TIMEOUT_S) as client:
            return (
                _llama_window(await _asked(client, "GET", f"{root}/props"))
                or _sglang_window(await _asked(client, "GET", f"{root}/get_server_info"))
                or _lm_studio_window(await _asked(client, "GET", f"{root}/api/v0/models"), model)
                or await _ollama_window(client, root, model)
            )

    async def _read_body(self, response: httpx.Response) -> None:
        await read_within_bounds(response, self._secrets)

    def _client(self, timeout_s: float) -> httpx.AsyncClient:
        key = self._settings.api_key
        return httpx.AsyncClient(
            timeout=timeout_s,
            verify=self._settings.uses_tls,
            headers={
                "Accept-Encoding": ACCEPT_ENCODING,
                **({"Authorization": f"Bearer {key}"} if key else {}),
            },
            event_hooks={"response": [self._secrets.hide_echo, self._read_body]},
            auth=self._settings.basic_auth,
            trust_env=not self._settings.is_loopback,
        )


async def _asked(client: httpx.AsyncClient, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    """Return the JSON that an endpoint answers, None where this dialect does not have it."""
    try:
        response = await client.request(method, url, json=body)
    except (httpx.HTTPError, ToolError):
        return None
    return _json(response) if response.status_code == 200 else None


def _json(response: httpx.Response) -> Any:
    try:
        return json_of(response.content)
    except ValueError:
        return None


def _member(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _is_chat_model(entry: Any) -> bool:
    name = _member(entry, "id")
    is_adapter = bool(_member(entry, "parent"))
    return isinstance(name, str) and not is_adapter and not _NOT_CHAT.search(name)


def _card(entry: dict[str, Any]) -> ModelCard:
    said = [_member(entry, name) for name in _CARD_WINDOWS] + [_member(entry, "meta", "n_ctx")]
    return ModelCard(entry["id"], _first_window(said))


def _first_window(values: Iterable[Any]) -> int | None:
    return next((value for value in values if isinstance(value, int) and value > 0), None)


def _llama_window(props: Any) -> int | None:
    """Return llama.cpp's window of one slot: what `-c` gives is shared among `--parallel` slots."""
    return _first_window([_member(props, "default_generation_settings", "n_ctx")])


def _sglang_window(info: Any) -> int | None:
    return _first_window([_member(info, "context_length"), _member(info, "max_req_input_len")])


def _lm_studio_window(listed: Any, model: str) -> int | None:
    entries = _member(listed, "data")
    for entry in entries if isinstance(entries, list) else []:
        if _member(entry, "id") == model:
            return _first_window(
                [_member(entry, "loaded_context_length"), _member(entry, "max_context_length")]
            )
    return None


async def _ollama_window(client: httpx.AsyncClient, root: str, model: str) -> int | None:
    """Return Ollama's window: of the loaded model, else of its file, else the default; never what it was trained for."""
    running = _member(await _asked(client, "GET", f"{root}/api/ps"), "models")
    for entry in running if isinstance(running, list) else []:
        if model in {_member(entry, "name"), _member(entry, "model")} and _member(entry, "context_length"):
            return _first_window([_member(entry, "context_length")])
    shown = await _asked(client, "POST", f"{root}/api/show", {"model": model})
    if not isinstance(shown, dict):
        return None
    in_file = re.search(r"\bnum_ctx\s+(\d+)", str(shown.get("parameters") or ""))
    return int(in_file[1]) if in_file else OLLAMA_WINDOW_TOKENS
