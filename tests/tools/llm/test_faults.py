import itertools
import json
from typing import Any, Literal

import pytest
from doubles.model_faults import FAULTS, ModelFault
from doubles.model_server import ModelServer, Request, Scripted, spoken

from stepresearch.tools.llm.chat_model import AskError, Message
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings

SCHEMA = {
    "type": "object",
    "properties": {"queries": {"type": "array", "items": {"type": "string"}}, "enough": {"type": "boolean"}},
    "required": ["queries", "enough"],
}
GOOD = {"queries": ["length of the Elbe", "it's a river"], "enough": False}
GOOD_JSON = json.dumps(GOOD)
GOOD_PROSE = "The Elbe is 1,094 km long."
ASKED: list[Message] = [
    {"role": "system", "content": "You search."},
    {"role": "user", "content": "Give queries."},
]

for_json = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
for_prose = pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if fault.prose != ""], ids=lambda fault: fault.name
)


Client = Literal["http", "langchain"]

through_each_client = pytest.mark.parametrize("client", ["http", "langchain"])


def model_at(
    server: ModelServer, fault: ModelFault, client: Client = "http", *, patience_s: float = 5.0
) -> OpenAIChatModel:
    short = 0.25 if fault.drips else 20.0
    settings = ModelSettings(
        server.base_url,
        model="tiny-32b",
        window_tokens=8192,
        first_token_timeout_s=short,
        idle_timeout_s=short,
        call_timeout_s=2 * short,
        patience_s=patience_s,
        retry_pause_s=0.01,
        client=client,
    )
    return OpenAIChatModel(settings)


def never_healing(fault: ModelFault, good: str) -> ModelServer:
    return ModelServer(lambda _: fault.play(good))


def healing(fault: ModelFault, good: str) -> ModelServer:
    played = itertools.chain([fault.play(good)], itertools.repeat(spoken(good)))

    def answer(_: Request) -> Scripted:
        return next(played)

    return ModelServer(answer)


def fits(value: dict[str, Any]) -> str | None:
    is_good = (
        value["queries"] == GOOD["queries"]
        or [q.replace("\n", " ") for q in value["queries"]] == GOOD["queries"]
    )
    return None if is_good and value["enough"] is False else "other queries were wanted"


def test_at_least_forty_faults_are_known_each_by_its_own_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


@through_each_client
@for_json
async def test_a_fault_that_lasts_ends_in_the_value_or_in_its_name(fault: ModelFault, client: Client) -> None:
    async with never_healing(fault, GOOD_JSON) as server:
        model = model_at(server, fault, client, patience_s=5.0 if fault.lasting is None else 0.4)
        if fault.lasting is None:
            reply = await model.ask(ASKED, schema=SCHEMA, check=fits, max_tokens=400)
            assert fits(reply.value) is None
        else:
            with pytest.raises(AskError) as caught:
                await model.ask(ASKED, schema=SCHEMA, check=fits, max_tokens=400)
            assert caught.value.faults[-1] == fault.lasting


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.passes], ids=lambda fault: fault.name)
async def test_a_fault_that_passes_still_brings_the_value(fault: ModelFault) -> None:
    async with healing(fault, GOOD_JSON) as server:
        reply = await model_at(server, fault).ask(ASKED, schema=SCHEMA, check=fits, max_tokens=400)
    assert fits(reply.value) is None
    assert fault.lasting is None or reply.faults[0] == fault.lasting


@for_prose
async def test_a_fault_that_lasts_ends_in_the_whole_text_or_in_its_name(fault: ModelFault) -> None:
    async with never_healing(fault, GOOD_PROSE) as server:
        model = model_at(server, fault, patience_s=5.0 if fault.prose is None else 0.4)
        if fault.prose is None:
            assert (await model.ask(ASKED, max_tokens=400)).text == GOOD_PROSE
        else:
            with pytest.raises(AskError) as caught:
                await model.ask(ASKED, max_tokens=400)
            assert caught.value.faults[-1] == fault.prose
