"""Secrets in every setting, servers that echo them, and a search in all that a run writes: a slice of benchmarks/canaries.py."""

import pytest
from doubles.canaries import canaries, environment, found_in, searched
from doubles.command_line import QUESTION, CommandLine
from doubles.echo_server import BEHAVIOURS, Behaviour, running_echo_server

SLICE = [one for one in BEHAVIOURS if one.name in {"200 with the headers in an answer", "500 HTML"}]
HASTE = {"STEPRESEARCH_PATIENCE_S": "0", "STEPRESEARCH_SEARCH_TIMEOUT_S": "3", "STEPRESEARCH_MODEL": "tiny"}


def test_the_search_finds_a_canary_in_each_place_and_spelling() -> None:
    planted = canaries()
    for canary in planted:
        assert found_in(planted, f"said {canary.secret}!".encode()) == {canary.place}
    assert found_in(planted, repr(environment(planted, "http://x")).encode()) == {
        one.place for one in planted
    }
    assert found_in(planted, b"nothing") == set()


@pytest.mark.parametrize("behaviour", SLICE, ids=lambda behaviour: behaviour.name)
def test_no_secret_is_written_or_printed_where_servers_echo_it(
    commands: CommandLine, behaviour: Behaviour
) -> None:
    planted = canaries()
    with running_echo_server() as server:
        server.parts = dict.fromkeys(("model", "engines", "proxy"), behaviour)
        commands.settings.update(HASTE | environment(planted, server.url))
        outs = [part for ending in ("md", "html", "json") for part in ("--out", f"report.{ending}")]
        done = commands.run(QUESTION, "--no-input", "--search", "searxng,tavily", "--max-rounds", "1", *outs)
    assert min(server.asked["model"], server.asked["engines"]) > 0
    assert found_in(planted, (done.stdout + done.stderr).encode()) == set()
    assert searched(planted, commands.folder) == {}
