"""Settings from the environment and a `.env` file: the only place that reads either."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.redaction import Secrets

_ADDRESS = re.compile(r"(?i)https?://[^\s/\x00-\x1f\x7f][^\s\x00-\x1f\x7f]*\Z")


_MAY_HOLD_SECRETS = ("KEY", "URL", "API_BASE", "PROXY")


class Settings(BaseSettings):
    """What is configured on this machine. Each field is the variable `STEPRESEARCH_<FIELD>` unless named otherwise."""

    model_config = SettingsConfigDict(
        env_prefix="STEPRESEARCH_",
        env_file=".env",
        extra="ignore",
        env_ignore_empty=True,
        populate_by_name=True,
    )

    data: Path | None = Field(
        default=None,
        description="Folder for runs and stored pages; the platform's user data folder where empty.",
    )
    docs: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="Folder to research where none is named; several with `:` between. On the Agent Server clients may "
        "name these and those below them, no others.",
    )
    search: str = Field(
        default="duckduckgo",
        description="Engines where neither a folder nor an engine is named; with commas.",
    )
    tavily_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("TAVILY_API_KEY"),
        description="Key for the engine tavily.",
    )
    tavily_base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("TAVILY_BASE_URL", "TAVILY_API_BASE_URL"),
        description="Another address for the engine tavily.",
    )
    searxng_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("SEARXNG_URL"),
        description="Address of the engine searxng, such as http://localhost:8888.",
    )
    proxy: str | None = Field(
        default=None,
        description="HTTP proxy for web pages. It resolves names itself, so only one that you trust.",
    )
    allow_private: bool = Field(
        default=False, description="Unsafe: read pages on private addresses too, such as an intranet."
    )
    fetch_timeout_s: float = Field(default=20.0, gt=0, description="Seconds for one page, all of it.")
    search_timeout_s: float = Field(default=20.0, gt=0, description="Seconds for one search on one engine.")
    cache_days: float = Field(
        default=1.0, ge=0, description="Age in days up to which a stored web page or search serves again."
    )
    authority: Path | None = Field(
        default=None,
        description="File with your own list of who stands behind a site, in the form of tools/web/authority.toml; it wins "
        "over that table.",
    )
    base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("STEPRESEARCH_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_BASE"),
        description="OpenAI-compatible endpoint of the model, with /v1.",
    )
    model: str | None = Field(default=None, description="Model name; asked of the endpoint where empty.")
    api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("STEPRESEARCH_API_KEY", "OPENAI_API_KEY"),
        description="Key for the endpoint; most local servers need none.",
    )
    client: Literal["http", "langchain"] = Field(
        default="http",
        description="How the endpoint is asked: `http`, the client of this project, or `langchain`, ChatOpenAI of "
        "langchain-openai.",
    )
    judge_url: str | None = Field(
        default=None, description="OpenAI-compatible endpoint of the model that judges reports."
    )
    judge_model: str | None = Field(
        default=None, description="Name of the model that judges; asked of its endpoint where empty."
    )
    judge_api_key: SecretStr | None = Field(default=None, description="Key for the endpoint that judges.")
    discover: bool = Field(
        default=True, description="Ask the usual local ports for a model server where none is configured."
    )
    temperature: float | None = Field(
        default=0.3, ge=0, le=2, description="The word `server` leaves it to the server."
    )
    window_tokens: int | None = Field(
        default=None, ge=2048, description="The model's window; asked of the server where empty."
    )
    gguf_window_tokens: int = Field(
        default=32_768, ge=2048, description="Window of a model served with --gguf, at most; it costs memory."
    )
    concurrency: int = Field(default=8, ge=1, le=256, description="Model calls at the same time.")
    patience_s: float = Field(
        default=180.0, ge=0, description="Seconds to wait for a model server that is away."
    )
    call_timeout_s: float = Field(default=900.0, gt=0, description="Seconds for one model call.")
    price_prompt: float = Field(default=0.0, ge=0, description="Price of a million prompt tokens.")
    price_cached: float = Field(default=0.0, ge=0, description="Price of a million cached prompt tokens.")
    price_completion: float = Field(default=0.0, ge=0, description="Price of a million answer tokens.")

    @property
    def secrets(self) -> Secrets:
        """All that must not be told."""
        keys = [self.api_key, self.judge_api_key, self.tavily_api_key]
        urls = [self.base_url, self.judge_url, self.searxng_url, self.tavily_base_url, self.proxy]
        return Secrets(
            keys=[key.get_secret_value() for key in keys if key], urls=[url for url in urls if url]
        )

    @field_validator("docs", mode="before")
    @classmethod
    def _are_folders(cls, value: object) -> object:
        """One path, or several as in PATH; a folder that has the sign in its name is one all the same."""
        if isinstance(value, Path) or (isinstance(value, str) and _exists(value)):
            return (value,)
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("docs")
    @classmethod
    def _are_at_home(cls, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(path for path in map(cls._at_home, paths) if path)

    @field_validator("data", "authority")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        try:
            return path and path.expanduser()
        except RuntimeError as error:
            raise ValueError(str(error).rstrip(".")) from None

    @field_validator("base_url", "judge_url", "searxng_url", "tavily_base_url", "proxy")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is not None and not (_ADDRESS.match(url) and _leads_to_a_host(url)):
            raise ValueError("an address such as http://localhost:8000/v1 is meant")
        return url

    @field_validator("temperature", mode="before")
    @classmethod
    def _left_to_the_server(cls, value: object) -> object:
        return None if value == "server" else value

    @field_validator("api_key", "judge_api_key", "tavily_api_key")
    @classmethod
    def _is_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and not (
            key.get_secret_value().isascii() and key.get_secret_value().isprintable()
        ):
            raise ValueError("a key has ASCII letters, figures and signs alone")
        return key


def _leads_to_a_host(url: str) -> bool:
    """Whether a client could open the address: a host whose name can be looked up, and a port that there is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError:  # UnicodeError is one
        return False
    return bool(host) and port != 0


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:  # too long for one
        return False


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        ConfigError: A variable has a value that cannot be used; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        name = name if name.isupper() else f"STEPRESEARCH_{name.upper()}"
        value = (
            "a value" if any(part in name for part in _MAY_HOLD_SECRETS) else f"the value {first['input']!r}"
        )
        raise ConfigError(
            f"The setting {name} has {value}, which cannot be used: {first['msg'].removeprefix('Value error, ')}.",
            hint="Correct it in the environment or in .env.",
        ) from None
