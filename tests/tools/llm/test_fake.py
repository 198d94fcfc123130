"""One contract for chat models: the shipped fake, and the real client against a scripted server that answers alike."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from doubles.model_server import ModelServer, Request, Scripted, spoken

from stepresearch.tools.llm.chat_model import AskError, ChatModel, ContextOverflow, Message
from stepresearch.tools.llm.fake import PROSE, FakeModel
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings

SCHEMA = {
    "$defs": {
        "Note": {
            "type": "object",
            "properties": {
                "claim": {"type": "string"},
                "passage_ids": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["claim", "passage_ids"],
        }
    },
    "type": "object",
    "properties": {
        "notes": {"type": "array", "items": {"$ref": "#/$defs/Note"}},
        "task_id": {"type": "string", "enum": ["T1", "T2"]},
        "enough": {"type": "boolean"},
    },
    "required": ["notes", "task_id", "enough"],
}
PASSAGES = (
    "<sources>\n[S1] Elbe\n[S1.1]\nThe Elbe is 1,094 km long.\n[S1.2]\nIt ends at Cuxhaven.\n</sources>"
)
ASKED: list[Message] = [
    Message(role="system", content="You note."),
    Message(role="user", content=f"{PASSAGES}\n\nHow long is the Elbe?"),
]


@asynccontextmanager
async def fake() -> AsyncIterator[ChatModel]:
    yield FakeModel(window_tokens=8192)


@asynccontextmanager
async def real() -> AsyncIterator[ChatModel]:
    answering = FakeModel()

    def answer(request: Request) -> Scripted:
        form = request.get("response_format", {}).get("json_schema", {})
        value = answering.answer(request["messages"], form.get("schema"), form.get("name", PROSE))
        return spoken(value if isinstance(value, str) else json.dumps(value))

    async with ModelServer(answer) as server:
        yield OpenAIChatModel(ModelSettings(server.base_url, patience_s=3.0))


Opened = AbstractAsyncContextManager[ChatModel]
both = pytest.mark.parametrize("opened", [fake, real], ids=["fake", "real"])


@both
async def test_a_schema_is_answered_by_a_value_that_its_text_holds(opened: Callable[[], Opened]) -> None:
    async with opened() as model:
        reply = await model.ask(ASKED, schema=SCHEMA, max_tokens=100)
    assert reply.value == json.loads(reply.text)
    assert reply.value["notes"][0] == {"claim": "The Elbe is 1,094 km long.", "passage_ids": ["S1.1"]}
    assert (reply.value["task_id"], reply.value["enough"]) == ("T1", True)


@both
async def test_prose_has_no_value_and_cites_what_was_shown(opened: Callable[[], Opened]) -> None:
    async with opened() as model:
        reply = await model.ask(ASKED, max_tokens=100)
    assert (reply.value, reply.text) == (
        None,
        "The Elbe is 1,094 km long. [S1.1] It ends at Cuxhaven. [S1.2]",
    )


@both
async def test_an_answer_that_its_check_refuses_is_an_error_that_says_why(
    opened: Callable[[], Opened],
) -> None:
    async with opened() as model:
        with pytest.raises(AskError, match="too few notes") as caught:
            await model.ask(ASKED, schema=SCHEMA, check=lambda _: "too few notes", max_tokens=100)
    assert caught.value.usage.calls >= 1


@both
async def test_a_conversation_too_long_overflows_and_names_the_window(opened: Callable[[], Opened]) -> None:
    async with opened() as model:
        assert await model.window_tokens() == 8192
        with pytest.raises(ContextOverflow) as caught:
            await model.ask([Message(role="user", content="word " * 9000)], max_tokens=100)
    assert caught.value.window_tokens == 8192


@both
async def test_every_answer_says_what_it_cost(opened: Callable[[], Opened]) -> None:
    async with opened() as model:
        usage = (await model.ask(ASKED, max_tokens=100)).usage
    assert usage.calls == 1
    assert usage.prompt_tokens > usage.completion_tokens > 0


@both
async def test_a_longer_text_is_estimated_longer(opened: Callable[[], Opened]) -> None:
    async with opened() as model:
        assert model.estimate_tokens("a word " * 50) > model.estimate_tokens("a word " * 5) > 0


async def test_the_fake_fails_where_it_was_told_to_and_keeps_what_it_was_asked() -> None:
    model = FakeModel(failing=["note"])
    with pytest.raises(AskError):
        await model.ask(ASKED, schema=SCHEMA, schema_name="note", max_tokens=100)
    await model.ask(ASKED, max_tokens=100)
    assert [one.name for one in model.asked] == ["note", PROSE]


async def test_the_fake_counts_the_start_that_it_has_read_before_as_cached() -> None:
    model = FakeModel()
    first = (await model.ask(ASKED, max_tokens=100)).usage
    longer = [*ASKED, Message(role="assistant", content="Read."), Message(role="user", content="And now?")]
    second = (await model.ask(longer, max_tokens=100)).usage
    assert (first.cached_tokens, second.cached_tokens) == (0, first.prompt_tokens)
