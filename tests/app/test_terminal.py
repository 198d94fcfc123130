"""What a person sees and answers in a terminal, through a real one (a pty)."""

import asyncio
import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from doubles.command_line import COMMAND, QUESTION, CommandLine
from doubles.model_server import VLLM, ModelServer, Request, Scripted, error

DEADLINE_S = 60
STYLING = re.compile(r"\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)|\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(slots=True)
class Terminal:
    """A process in a terminal. `screen` is all that it wrote, without styling."""

    process: subprocess.Popen[bytes]
    keyboard: int
    written: bytes = b""

    @property
    def screen(self) -> str:
        return STYLING.sub("", self.written.decode(errors="replace")).replace("\r", "")

    def wait_for(self, words: str) -> None:
        deadline_s = time.monotonic() + DEADLINE_S
        while words not in self.screen:
            assert time.monotonic() < deadline_s, self.screen
            assert self._read(), self.screen

    def type(self, keys: str) -> None:
        os.write(self.keyboard, keys.encode())

    def end(self) -> int:
        while self._read():
            pass
        return self.process.wait(DEADLINE_S)

    def _read(self) -> bool:
        try:
            part = os.read(self.keyboard, 65536)
        except OSError:  # Linux: nobody holds the other end any more
            part = b""
        self.written += part
        return bool(part)


@contextmanager
def terminal(commands: CommandLine, *arguments: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=commands.folder,
        env=commands.environment | {"TERM": "xterm-256color", "LINES": "40"},
        start_new_session=True,
    )
    os.close(theirs)
    with process:
        yield Terminal(process, ours)
        process.kill()
    os.close(ours)


def test_enter_approves_the_plan(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents") as person:
        person.wait_for("Enter goes on")
        person.type("\n")
        assert person.end() == 0
    assert "1. What did the Alder Bridge cost" in person.screen
    assert "Sources" in person.screen
    assert "report.md" in person.screen


def test_words_add_a_task_to_the_plan(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents", "--out", "report.md") as person:
        person.wait_for("Enter goes on")
        person.type("Where is rye bread sold?\n")
        assert person.end() == 0
    assert "rye bread" in (commands.folder / "report.md").read_text(encoding="utf-8")


def test_q_stops_at_the_plan_and_resume_asks_again(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents") as person:
        person.wait_for("Enter goes on")
        person.type("q\n")
        assert person.end() == 4
    assert "stepresearch resume" in person.screen
    with terminal(commands, "resume") as person:
        person.wait_for("Enter goes on")
        person.type("\n")
        assert person.end() == 0


def test_ctrl_c_at_the_plan_stops(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents") as person:
        person.wait_for("Enter goes on")
        person.process.send_signal(signal.SIGINT)
        assert person.end() == 4
    assert "stopped; go on with" in person.screen


async def test_questions_of_the_model_are_put_to_the_person_and_the_answers_kept(
    commands: CommandLine,
) -> None:
    brief = {"objective": "Costs of the bridge", "questions": ["Up to which \x1b[2Jyear?", "In which money?"]}

    def answer(request: Request) -> Scripted:
        if "questions" in json.dumps(request.get("response_format", {})):
            return VLLM.speak(json.dumps(brief))
        return error(400, "no")

    def talk(base_url: str) -> Terminal:
        asking = CommandLine(commands.folder, {"STEPRESEARCH_BASE_URL": base_url})
        with terminal(asking, QUESTION, "--docs", "documents") as person:
            person.wait_for("Up to which [2Jyear?")
            person.type("Up to 2024\n")
            person.wait_for("In which money?")
            person.type("\n")
            person.wait_for("Enter goes on")
            person.type("\n")
            assert person.end() == 0
        return person

    async with ModelServer(answer) as server:
        person = await asyncio.to_thread(talk, server.base_url)
    assert f"at {server.base_url}" in person.screen
    told = json.loads(commands.run("show", commands.run_ids()[0], "--json").stdout)
    assert told["brief"]["answers"] == ["Up to 2024"]


def test_no_input_asks_nothing_in_a_terminal(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents", "--no-input") as person:
        assert person.end() == 0
    assert "Enter goes on" not in person.screen


def test_the_cursor_is_there_again_at_the_end(commands: CommandLine) -> None:
    with terminal(commands, QUESTION, "--docs", "documents", "--no-input") as person:
        person.end()
    assert person.written.rindex(b"\x1b[?25h") > person.written.rindex(b"\x1b[?25l")


def test_a_title_of_a_page_cannot_steer_the_terminal(commands: CommandLine) -> None:
    (commands.documents / "opening.html").write_text(
        "<title>Bridge \x1b]0;owned\x07 opened</title><p>The Alder Bridge \x1b[2J opened on 1 May 2024.</p>"
    )
    with terminal(commands, QUESTION, "--docs", "documents", "--no-input") as person:
        assert person.end() == 0
    assert b"\x1b]0;" not in person.written
    assert b"\x1b[2J" not in person.written


def test_runs_are_a_table_in_a_terminal(commands: CommandLine) -> None:
    commands.ask()
    with terminal(commands, "runs") as person:
        assert person.end() == 0
    assert commands.run_ids()[0] in person.screen
    assert "complete" in person.screen


def test_a_question_that_is_cut_in_the_table_of_runs_says_so(commands: CommandLine) -> None:
    long = f"{QUESTION} {'And what did the town pay for it? ' * 4}"
    commands.ask(question=long)
    with terminal(commands, "runs") as person:
        assert person.end() == 0
    (row,) = (line for line in person.screen.splitlines() if commands.run_ids()[0] in line)
    assert row.rstrip().endswith("…")
    assert len(row.rstrip()) <= 100


def test_claims_are_wrapped_between_words_in_a_terminal(commands: CommandLine) -> None:
    commands.ask()
    with terminal(commands, "show", commands.run_ids()[0], "--claims") as person:
        assert person.end() == 0
    lines = [line.rstrip() for line in person.screen.replace("Starting …", "").splitlines()]
    assert max(len(line) for line in lines) <= 100
    assert "    The Alder Bridge opened on 1 May 2024 before a large crowd." in lines
    told = " ".join(" ".join(lines).split())
    piped = " ".join(commands.run("show", commands.run_ids()[0], "--claims").stdout.split())
    assert told.endswith(piped)
