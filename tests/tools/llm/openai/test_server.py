from collections.abc import Mapping
from typing import Any

import pytest
from doubles.model_server import Dialect, ModelServer, spoken

from stepresearch.tools.llm.openai.context_window import is_overflow, window_in
from stepresearch.tools.llm.openai.server import ModelServer as Server
from stepresearch.tools.llm.openai.settings import ModelSettings


async def window_of(**dialect: Any) -> int | None:
    async with ModelServer(lambda _: spoken("Yes."), dialect=Dialect("any", **dialect)) as double:
        server = Server(ModelSettings(double.base_url))
        (card,) = await server.cards()
        return card.window_tokens or await server.window_tokens(card.model)


@pytest.mark.parametrize(
    ("pages", "window"),
    [
        ({}, None),
        ({"/api/show": {"parameters": "temperature 0.7"}}, 4096),
        ({"/api/ps": {"models": [{"name": "tiny-32b", "context_length": 16384}]}, "/api/show": {}}, 16384),
        ({"/api/v0/models": {"data": [{"id": "tiny-32b", "max_context_length": 8192}]}}, 8192),
        ({"/get_server_info": {"context_length": None, "max_req_input_len": 5000}}, 5000),
        ({"/props": ["not", "an", "object"]}, None),
    ],
)
async def test_a_window_is_found_where_the_dialect_keeps_it(
    pages: Mapping[str, Any], window: int | None
) -> None:
    assert await window_of(pages=pages) == window


async def test_an_adapter_of_the_model_is_no_second_model() -> None:
    assert await window_of(card={"max_model_len": 777, "parent": None}) == 777


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("This model's maximum context length is 4096 tokens. However, you requested 5000 tokens", 4096),
        ("The prompt (length 4097) is longer than the maximum model length of 4096.", 4096),
        ("The input (5000 tokens) is longer than the model's context length (4096 tokens).", 4096),
        ("{'type': 'exceed_context_size_error', 'n_prompt_tokens': 9, 'n_ctx': 4096}", 4096),
        ("the model is loaded with context length of only 4096 tokens, which is not enough", 4096),
        ("`inputs` tokens + `max_new_tokens` must be <= 4096.", 4096),
        ("context_length_exceeded", None),
    ],
)
def test_the_overflow_of_each_server_is_known_with_its_window(words: str, window: int | None) -> None:
    assert is_overflow(words)
    assert window_in(words) == window


def test_another_refusal_is_no_overflow() -> None:
    assert not is_overflow("response_format of type json_schema is not supported")


@pytest.mark.parametrize(
    ("base_url", "api_url", "root_url", "shown_url"),
    [
        (
            "http://localhost:11434",
            "http://localhost:11434/v1",
            "http://localhost:11434",
            "http://localhost:11434/v1",
        ),
        ("http://h:1/v1/", "http://h:1/v1", "http://h:1", "http://h:1/v1"),
        (
            "https://u:secret@h/api/v1",
            "https://h/api/v1",
            "https://h/api",
            "https://h/api/v1",
        ),
    ],
)
def test_an_address_is_completed_and_shown_without_its_password(
    base_url: str, api_url: str, root_url: str, shown_url: str
) -> None:
    settings = ModelSettings(base_url, api_key="hidden")
    assert (settings.api_url, settings.root_url, settings.shown_url) == (api_url, root_url, shown_url)
    assert "hidden" not in repr(settings)
