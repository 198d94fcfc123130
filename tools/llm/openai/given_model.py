"""A chat model of langchain-openai that a program made, as a `ChatModel`."""

from pathlib import Path
from typing import Any

from langchain_core.runnables import Runnable
from langchain_openai.chat_models.base import BaseChatOpenAI
from pydantic import SecretStr

from stepresearch.tools.errors import ConfigError
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.connection import ModelConnector
from stepresearch.tools.llm.openai.langchain_wire import LangChainWire
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.settings import Settings


def chat_model_of(model: Runnable[Any, Any], settings: Settings, *, memory_path: Path) -> OpenAIChatModel:
    """Return a model that asks through the one given, whose endpoint, key and temperature stand as they are.

    Args:
        model: `ChatOpenAI`, `AzureChatOpenAI` or another `BaseChatOpenAI`.
        settings: The deadlines, and the window where it is set.
        memory_path: Where the working form of structured output is remembered.

    Raises:
        ConfigError: It is a model of another integration.
    """
    if not isinstance(model, BaseChatOpenAI):
        raise ConfigError(
            f"The model given is a {type(model).__name__}, and only the chat models of langchain-openai can be used.",
            hint="Give a ChatOpenAI or AzureChatOpenAI, or an object with the methods of ChatModel.",
        )
    reached = _settings_of(model, settings)
    connector = ModelConnector(
        reached,
        memory_path=memory_path,
        wire=LangChainWire(model, settings=reached),
        window_tokens=(model.profile or {}).get("max_input_tokens"),
    )
    return OpenAIChatModel(reached, connector=connector)


def _settings_of(model: BaseChatOpenAI, settings: Settings) -> ModelSettings:
    client: Any = model.root_async_client
    url = str(client.base_url) if client is not None else model.openai_api_base
    return ModelSettings(
        base_url=url or "https://api.openai.com/v1",
        model=model.model_name or getattr(model, "deployment_name", None) or "",
        api_key=_secret(model.openai_api_key),
        more_keys=(
            *(model.default_headers or {}).values(),
            _secret(getattr(model, "azure_ad_token", None)),
        ),
        temperature=model.temperature,
        window_tokens=settings.window_tokens,
        is_given=True,
        concurrency=settings.concurrency,
        patience_s=settings.patience_s,
        call_timeout_s=settings.call_timeout_s,
    )


def _secret(value: Any) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else ""
