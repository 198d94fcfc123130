"""The chat model that the settings name, or the one that runs on this machine."""

from pathlib import Path

from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.discovery import choose_model, discover_models
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.settings import Settings


async def configured_model(settings: Settings, *, memory_path: Path) -> OpenAIChatModel | None:
    """Return the model to use, or None where none is configured and none found.

    Args:
        settings: A base URL wins; without one the usual local ports are asked, where that is allowed.
        memory_path: Where the way to ask each server and model is remembered.

    Raises:
        ConfigError: Several local models answer and none is chosen.
    """
    chosen = await model_settings(settings)
    if chosen is None:
        return None
    return OpenAIChatModel(chosen, memory_path=memory_path)


async def model_settings(settings: Settings) -> ModelSettings | None:
    """Return how to reach the model to use, or None where there is none.

    Raises:
        ConfigError: Several local models answer and none is chosen.
    """
    base_url, model = settings.base_url, settings.model or ""
    if base_url is None:
        found = await discover_models() if settings.discover else []
        local = choose_model([one for one in found if model in ("", one.model)])
        if local is None:
            return None
        base_url, model = local.base_url, local.model
    return ModelSettings(
        base_url=base_url,
        model=model,
        api_key=settings.api_key.get_secret_value() if settings.api_key else "",
        temperature=settings.temperature,
        window_tokens=settings.window_tokens,
        concurrency=settings.concurrency,
        patience_s=settings.patience_s,
        call_timeout_s=settings.call_timeout_s,
        client=settings.client,
    )
