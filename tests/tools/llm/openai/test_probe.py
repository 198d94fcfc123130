import json
from pathlib import Path

import pytest
from doubles.model_server import Dialect, ModelServer, spoken

from stepresearch.tools.llm.chat_model import AskError
from stepresearch.tools.llm.openai.probe import probe
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.llm.structured_output.formats import Rung


async def test_the_first_rung_that_works_is_reached_and_the_reasons_of_the_others_are_kept(
    tmp_path: Path,
) -> None:
    memory = tmp_path / "model.json"
    dialect = Dialect("old", refuses={"json_schema": "unknown form"})
    async with ModelServer(
        lambda request: spoken("Five." if "tools" in request else '{"sum": 5}'), dialect=dialect
    ) as server:
        results = await probe(
            ModelSettings(server.base_url, model="m", retry_pause_s=0.01), memory_path=memory
        )
    assert [(result.rung, result.works) for result in results] == [
        (Rung.JSON_SCHEMA, False),
        (Rung.TOOL_CALL, False),
        (Rung.JSON_OBJECT, True),
        (Rung.TEXT, True),
    ]
    assert "unknown form" in results[0].why
    (known,) = json.loads(memory.read_text()).values()
    assert known["rung"] == "json_object"
    assert set(known["left"]) == {"json_schema", "tool_call"}


async def test_a_server_that_is_not_there_is_said_so() -> None:
    async with ModelServer(lambda _: spoken("")) as server:
        settings = ModelSettings(server.base_url, patience_s=0.05, retry_pause_s=0.01)
    with pytest.raises(AskError, match="cannot be reached"):
        await probe(settings)
