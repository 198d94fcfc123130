"""Runs whose model server went away, done again with the model."""

import asyncio
import json
from typing import Any

from doubles.command_line import CommandLine
from doubles.model_server import ModelServer, Request, Scripted, error
from doubles.routed_model import Answering

from stepresearch.tools.llm.fake import FakeModel

CONFIGURATION = 5
WINDOW = 32_768


class Leaving:
    """A server that goes away with the first request of a schema, until it is told to be back."""

    def __init__(self, schema_name: str) -> None:
        self._answering = Answering(FakeModel())
        self._leaves_at = schema_name
        self._is_away = False
        self.answered: list[str] = []

    def __call__(self, request: Request) -> Scripted:
        form = request.get("response_format", {}).get("json_schema", {}).get("name", "prose")
        self._is_away = self._is_away or form == self._leaves_at
        if self._is_away:
            return error(503, "loading model")
        self.answered.append(json.dumps([request["messages"], form]))
        return self._answering(request)

    def come_back(self) -> None:
        self._leaves_at, self._is_away = "", False


def at(commands: CommandLine, server: ModelServer) -> CommandLine:
    settings = {"STEPRESEARCH_BASE_URL": server.base_url, "STEPRESEARCH_PATIENCE_S": "0.5"}
    return CommandLine(commands.folder, settings)


async def ask(commands: CommandLine) -> dict[str, Any]:
    done = await asyncio.to_thread(commands.ask, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def floors(told: dict[str, Any]) -> set[str]:
    return {notice["node"] for notice in told["notices"] if notice["kind"] == "floor"}


async def test_what_rules_decided_is_done_again_by_the_model_and_nothing_before_it(
    commands: CommandLine,
) -> None:
    leaving = Leaving("prose")
    async with ModelServer(leaving, window=WINDOW) as server:
        line = at(commands, server)
        first = await ask(line)
        before = list(leaving.answered)
        leaving.come_back()
        redone = await asyncio.to_thread(line.run, "resume", first["run_id"], "--redo", "--json")
    second = json.loads(redone.stdout)
    assert "section" in floors(first)
    assert "goes back to the step section" in redone.stderr
    assert floors(second) == set()
    assert {section["by"] for section in second["sections"].values()} == {"model"}
    assert before
    assert not set(before) & set(leaving.answered[len(before) :])


async def test_the_new_report_takes_the_place_of_the_old_one_which_is_kept(commands: CommandLine) -> None:
    leaving = Leaving("plan")
    async with ModelServer(leaving, window=WINDOW) as server:
        line = at(commands, server)
        first = await ask(line)
        leaving.come_back()
        redone = await asyncio.to_thread(line.run, "resume", "--redo")
    folder = commands.data / "runs" / first["run_id"]
    assert redone.returncode == 0
    assert redone.stdout == (folder / "report.md").read_text(encoding="utf-8")
    assert first["report"]["markdown"] == (folder / "report.previous.md").read_text(encoding="utf-8")
    assert redone.stdout != first["report"]["markdown"]


async def test_parallel_answers_that_came_are_not_asked_for_again(commands: CommandLine) -> None:
    answering, is_back = Answering(FakeModel()), False
    asked: list[str] = []

    def all_but_the_second_section(request: Request) -> Scripted:
        if "response_format" not in request:
            asked.append(json.dumps(request["messages"]))
            if asked[-1] != asked[0] and not is_back:
                return error(400, "no")
        return answering(request)

    async with ModelServer(all_but_the_second_section, window=WINDOW) as server:
        line = at(commands, server)
        first = await ask(line)
        answered = asked[0]
        is_back = True
        asked.clear()
        await asyncio.to_thread(line.run, "resume", first["run_id"], "--redo")
    assert floors(first) == {"section"}
    assert asked
    assert answered not in asked


async def test_a_run_that_the_model_decided_is_shown_as_it_is(commands: CommandLine) -> None:
    async with ModelServer(Answering(FakeModel()), window=WINDOW) as server:
        line = at(commands, server)
        first = await ask(line)
        requests = len(server.requests)
        redone = await asyncio.to_thread(line.run, "resume", first["run_id"], "--redo")
        assert len(server.requests) == requests
    assert redone.returncode == 0
    assert "nothing to redo" in redone.stderr
    assert redone.stdout == first["report"]["markdown"]


async def test_without_a_model_that_answers_the_finished_run_is_left_as_it_is(commands: CommandLine) -> None:
    async with ModelServer(Leaving("plan"), window=WINDOW) as server:
        line = at(commands, server)
        first = await ask(line)
    redone = await asyncio.to_thread(line.run, "resume", first["run_id"], "--redo")
    shown = await asyncio.to_thread(line.run, "show", first["run_id"])
    assert redone.returncode == CONFIGURATION
    assert "cannot be reached" in redone.stderr
    assert shown.stdout == first["report"]["markdown"]
