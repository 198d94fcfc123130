"""How to reach a model and how patiently: plain values, read from nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from stepresearch.tools.redaction import Secrets, taken_apart


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible endpoint and how it is used.

    Attributes:
        base_url: With or without `/v1`; an address without a path gets it.
        model: Asked of the server where empty.
        api_key: Empty for servers that want none.
        temperature: None leaves it to the server, as `top_p` does.
        first_token_timeout_s: Until the first token: the queue and reading the prompt are in it.
        idle_timeout_s: Between two tokens.
        call_timeout_s: One request, however steadily it drips.
        concurrency: Requests open at the same time; more of them wait.
        patience_s: How long one answer is waited for while the server is away or overloaded.
        retry_pause_s: Before the first retry; doubled with each further one.
        window_tokens: Overrides what the server says.
        reasoning_tokens: Added to `max_tokens` once the model has been seen to reason.
        client: `http`, our own wire, or `langchain`, which asks through ChatOpenAI of langchain-openai.
        is_given: A program made the client: what is wrong with it is set there, not in the environment.
        more_keys: Further secrets, such as the headers of a client that the caller made.
        extra_body: Merged into every request, such as `{"chat_template_kwargs": {"enable_thinking": False}}`.
    """

    base_url: str = field(repr=False)
    model: str = ""
    api_key: str = field(default="", repr=False)
    temperature: float | None = 0.3
    top_p: float | None = None
    connect_timeout_s: float = 10.0
    first_token_timeout_s: float = 300.0
    idle_timeout_s: float = 60.0
    call_timeout_s: float = 900.0
    concurrency: int = 8
    patience_s: float = 180.0
    retry_pause_s: float = 0.5
    window_tokens: int | None = None
    reasoning_tokens: int = 4096
    client: Literal["http", "langchain"] = "http"
    is_given: bool = False
    more_keys: tuple[str, ...] = field(default=(), repr=False)
    extra_body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def api_url(self) -> str:
        """The address below which `chat/completions` and `models` lie, without a slash at its end, user name and password."""
        parts = urlsplit(taken_apart(self.base_url).plain)
        return urlunsplit(parts._replace(path=parts.path.rstrip("/") or "/v1"))

    @property
    def basic_auth(self) -> tuple[str, str] | None:
        """User name and password of the address; None where there is a key, since both are the header Authorization."""
        return None if self.api_key else taken_apart(self.base_url).auth

    @property
    def secrets(self) -> Secrets:
        """What of these settings must not be told."""
        return Secrets(keys=[self.api_key, *self.more_keys], urls=[self.base_url])

    @property
    def root_url(self) -> str:
        """The server's own address, below which the dialects keep their other endpoints."""
        parts = urlsplit(self.api_url)
        return urlunsplit(parts._replace(path=parts.path.removesuffix("/v1")))

    @property
    def shown_url(self) -> str:
        """The address for people and for files on disk: without user name and password."""
        parts = urlsplit(self.api_url)
        return urlunsplit(parts._replace(query="", fragment=""))

    @property
    def uses_tls(self) -> bool:
        """Whether a TLS context is needed; building one costs 0.1 s, and redirects are never followed."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Whether the server runs on this machine: then no proxy of the environment is asked."""
        host = urlsplit(self.base_url).hostname or ""
        return host in {"localhost", "::1"} or host.startswith("127.")
