"""The contract of the wire against a real llama.cpp server. Its model's words are noise; the wire is the real thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from doubles.llama_server import WINDOW, llama_server

from stepresearch.tools.llm.chat_model import AskError, ContextOverflow, Message
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.probe import probe
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.structured_output.formats import Rung

pytest.importorskip("xllamacpp", reason="the wheel xllamacpp is not installed")

SCHEMA = {
    "type": "object",
    "properties": {
        "verdict": {"enum": ["yes", "no"]},
        "note": {"type": "string", "maxLength": 12},
        "ids": {"type": "array", "items": {"type": "integer", "maximum": 9, "minimum": 0}, "maxItems": 3},
    },
    "required": ["verdict", "note", "ids"],
    "additionalProperties": False,
}
SYSTEM: Message = {"role": "system", "content": "You judge claims. " * 30}


def asked(words: str) -> list[Message]:
    return [SYSTEM, {"role": "user", "content": words}]


@pytest.fixture(scope="module")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from doubles.tiny_gguf import write_tiny_gguf

    path: Path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    write_tiny_gguf(path)
    with llama_server(path) as url:
        yield url


@pytest.fixture
def model(base_url: str) -> OpenAIChatModel:
    return OpenAIChatModel(ModelSettings(base_url, patience_s=20.0))


async def test_the_model_and_its_window_are_found(model: OpenAIChatModel) -> None:
    assert await model.window_tokens() == WINDOW
    assert model.name.startswith("tiny.gguf at http://127.0.0.1:")


async def test_guided_decoding_makes_noise_follow_the_schema(model: OpenAIChatModel) -> None:
    reply = await model.ask(asked("Is it so?"), schema=SCHEMA, max_tokens=200)
    assert reply.value["verdict"] in {"yes", "no"}
    assert len(reply.value["note"]) <= 12
    assert len(reply.value["ids"]) <= 3
    assert reply.finish_reason == "stop"


async def test_the_server_counts_and_serves_the_common_start_from_its_cache(model: OpenAIChatModel) -> None:
    await model.ask(asked("First?"), schema=SCHEMA, max_tokens=200)
    reply = await model.ask(asked("Second?"), schema=SCHEMA, max_tokens=200)
    usage = reply.usage
    assert usage.prompt_tokens > len(SYSTEM["content"])  # a token a byte, and the template
    assert usage.cached_tokens > 0.9 * len(SYSTEM["content"])
    assert usage.completion_tokens > 0


async def test_another_response_format_leaves_the_cache_whole(model: OpenAIChatModel) -> None:
    other = {**SCHEMA, "required": ["verdict"]}
    first = await model.ask(asked("The same?"), schema=SCHEMA, max_tokens=200)
    second = await model.ask(asked("The same?"), schema=other, max_tokens=200)
    assert second.usage.cached_tokens >= first.usage.prompt_tokens - 4


async def test_a_prompt_too_long_names_the_window(model: OpenAIChatModel) -> None:
    with pytest.raises(ContextOverflow) as caught:
        await model.ask(asked("long " * WINDOW), schema=SCHEMA, max_tokens=50)
    assert caught.value.window_tokens == WINDOW


async def test_the_estimate_comes_near_the_count_after_one_call(model: OpenAIChatModel) -> None:
    words = "It is said that so it was, and so it is. " * 20
    reply = await model.ask(asked(words), schema=SCHEMA, max_tokens=200)
    estimated = model.estimate_tokens(SYSTEM["content"] + words)
    assert abs(estimated - reply.usage.prompt_tokens) < 0.1 * reply.usage.prompt_tokens


async def test_the_probe_reaches_the_top_rung(base_url: str, tmp_path: Path) -> None:
    settings = ModelSettings(base_url, patience_s=20.0, reasoning_tokens=0)
    results = await probe(settings, memory_path=tmp_path / "model.json")
    assert [result.rung for result in results] == list(Rung)
    assert results[0].works
    assert not results[-1].works  # noise follows nothing but a grammar


async def test_an_answer_cut_off_by_its_limit_is_never_taken_for_whole(model: OpenAIChatModel) -> None:
    with pytest.raises(AskError) as caught:
        await model.ask(asked("Is it so?"), schema=SCHEMA, max_tokens=12)
    assert caught.value.faults == ("cut_off", "cut_off")
