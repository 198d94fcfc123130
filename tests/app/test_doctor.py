"""`stepresearch doctor`: what it finds, and how it ends."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from doubles.command_line import CommandLine
from doubles.model_server import DIALECTS, VLLM, Dialect, ModelServer, Scripted, spoken
from doubles.research import settings

from stepresearch.app.diagnosis import diagnose
from stepresearch.app.doctor import rows_of
from stepresearch.tools.toolbox import Toolbox

CONFIGURATION = 5
ANSWER = '{"sum": 5}'


async def doctor(
    commands: CommandLine, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    line = CommandLine(commands.folder, variables)
    return await asyncio.to_thread(line.run, "doctor", *arguments)


async def lines_of(server: ModelServer, folder: Path, **values: Any) -> list[str]:
    told = await diagnose(Toolbox(settings(folder, base_url=server.base_url, **values)))
    return [f"{row.name}: {row.value}" for row in rows_of(told)]


async def test_with_nothing_configured_it_is_ready_and_says_how_to_give_a_model(
    commands: CommandLine,
) -> None:
    done = await doctor(commands)
    assert done.returncode == 0
    assert "STEPRESEARCH_BASE_URL" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("ready: ")
    assert not commands.data.exists()


async def test_a_model_is_told_with_its_window_its_form_and_its_speed(commands: CommandLine) -> None:
    async with ModelServer(lambda _: spoken(ANSWER)) as server:
        done = await doctor(commands, STEPRESEARCH_BASE_URL=server.base_url)
    assert done.returncode == 0
    assert f"model: tiny-32b at {server.base_url}\n" in done.stdout
    assert "window: 8,192 tokens, named in the server's list of models\n" in done.stdout
    assert "structured answers: by json_schema\n" in done.stdout
    assert "tokens a second" in done.stdout


async def test_the_forms_that_do_not_work_are_told_with_the_reason(commands: CommandLine) -> None:
    dialect = Dialect("old", refuses={"json_schema": "unknown form"})
    async with ModelServer(lambda _: spoken(ANSWER), dialect=dialect) as server:
        done = await doctor(commands, "--json", STEPRESEARCH_BASE_URL=server.base_url)
    told = json.loads(done.stdout)
    assert told["rung"] == "tool_call"
    assert "unknown form" in told["model"]["rungs"][0]["why"]


@pytest.mark.parametrize(
    ("dialect", "values", "said"),
    [
        (VLLM, {"window_tokens": 4096}, "4,096 tokens, set with STEPRESEARCH_WINDOW_TOKENS"),
        (VLLM, {}, "8,192 tokens, named in the server's list of models"),
        (DIALECTS[2], {}, "8,192 tokens, named by the server"),
        (Dialect("silent"), {}, "32,768 tokens, assumed"),
    ],
)
async def test_it_says_where_the_figure_of_the_window_comes_from(
    tmp_path: Path, dialect: Dialect, values: dict[str, Any], said: str
) -> None:
    async with ModelServer(lambda _: spoken(ANSWER), dialect=dialect) as server:
        lines = await lines_of(server, tmp_path, model="tiny-32b", **values)
    assert any(line.startswith(f"window: {said}") for line in lines)


async def test_a_server_that_is_away_ends_with_5(commands: CommandLine) -> None:
    async with ModelServer(lambda _: spoken("")) as server:
        pass
    done = await doctor(commands, STEPRESEARCH_BASE_URL=server.base_url)
    assert done.returncode == CONFIGURATION
    assert "problem: " in done.stdout
    assert "cannot be reached" in done.stdout


async def test_a_model_without_a_readable_form_is_a_problem(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken("Five, I think.")) as server:
        lines = await lines_of(server, tmp_path)
    assert any(line.startswith("problem: ") and "rules would decide" in line for line in lines)


async def test_several_models_behind_one_address_are_listed_with_how_to_choose(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken(ANSWER), models=("one", "two")) as server:
        last = (await lines_of(server, tmp_path))[-1]
    assert "one, two" in last
    assert "STEPRESEARCH_MODEL" in last


async def test_several_local_servers_are_listed_with_the_variables_that_choose(tmp_path: Path) -> None:
    def answer(_: object) -> Scripted:
        return spoken(ANSWER)

    async with ModelServer(answer, models=("one",)) as first, ModelServer(answer, models=("two",)) as second:
        toolbox = Toolbox(settings(tmp_path).model_copy(update={"discover": True}))
        told = await diagnose(toolbox, ports={"vLLM": first.port, "Ollama": second.port})
    values = [row.value for row in rows_of(told)]
    assert told.problems
    assert f"choose it with STEPRESEARCH_BASE_URL={second.base_url} STEPRESEARCH_MODEL=two" in values


async def test_the_one_local_model_is_tried(tmp_path: Path) -> None:
    async with ModelServer(lambda _: spoken(ANSWER)) as server:
        toolbox = Toolbox(settings(tmp_path).model_copy(update={"discover": True}))
        told = await diagnose(toolbox, ports={"vLLM": server.port})
    assert told.model is not None
    assert told.model.model == "tiny-32b"


async def test_secrets_are_told_as_set_and_passwords_not_at_all(commands: CommandLine) -> None:
    secrets = {
        "TAVILY_API_KEY": "tvly-hidden",
        "STEPRESEARCH_API_KEY": "sk-hidden",
        "STEPRESEARCH_PROXY": "http://me:hidden@proxy.example:3128",
    }
    done = await doctor(commands, "--json", **secrets)
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert "hidden" not in done.stdout
    assert told["settings"]["TAVILY_API_KEY"] == "set"
    assert told["settings"]["STEPRESEARCH_PROXY"] == "http://proxy.example:3128"
    assert told["engines"]["tavily"] == ""


async def test_a_chosen_engine_without_its_key_ends_with_5(commands: CommandLine) -> None:
    done = await doctor(commands, STEPRESEARCH_SEARCH="duckduckgo,tavily")
    assert done.returncode == CONFIGURATION
    assert "problem: The engine tavily needs a key." in done.stdout


async def test_folders_that_cannot_be_used_end_with_5(commands: CommandLine) -> None:
    (commands.folder / "file").write_text("in the way")
    done = await doctor(
        commands, STEPRESEARCH_DATA=str(commands.folder / "file" / "data"), STEPRESEARCH_DOCS="missing"
    )
    assert done.returncode == CONFIGURATION
    assert "cannot be written. Choose another with STEPRESEARCH_DATA." in done.stdout
    assert "'missing' is missing" in done.stdout
