"""What a run cost, how that is bounded, and what is said of a server that does not answer."""

import asyncio
import json

from doubles.command_line import CommandLine
from doubles.model_server import ModelServer, spoken
from doubles.routed_model import server_of

from stepresearch.app.session import NOT_ASKED
from stepresearch.tools.llm.fake import FakeModel


async def test_the_last_line_but_one_says_what_the_model_cost(commands: CommandLine) -> None:
    prices = {"STEPRESEARCH_PRICE_PROMPT": "1", "STEPRESEARCH_PRICE_COMPLETION": "2"}
    async with server_of(FakeModel(), window=32_768) as server:
        line = CommandLine(commands.folder, {"STEPRESEARCH_BASE_URL": server.base_url, **prices})
        done = await asyncio.to_thread(line.ask, "--json")
        asked = len(server.requests)
    spent = json.loads(done.stdout)["spent"]
    assert (spent["calls"], spent["prompt_tokens"], spent["cached_tokens"]) == (
        asked,
        100 * asked,
        80 * asked,
    )
    said = done.stderr.splitlines()[-2]
    assert f"{asked} model calls" in said
    assert f"{100 * asked:,} prompt tokens, 80% of them cached" in said
    assert f"{10 * asked:,} answer tokens" in said
    assert f"price {spent['price']:.3g}" in said
    assert spent["price"] == (20 * asked + 2 * 10 * asked) / 1e6


async def test_the_limits_of_calls_tokens_and_price_reach_the_run(commands: CommandLine) -> None:
    async with server_of(FakeModel(), window=32_768) as server:
        line = CommandLine(commands.folder, {"STEPRESEARCH_BASE_URL": server.base_url})
        limits = ("--max-calls", "3", "--max-tokens", "50000", "--max-price", "0.5")
        told = json.loads((await asyncio.to_thread(line.ask, "--json", *limits)).stdout)
    options = told["options"]
    assert (options["max_calls"], options["max_tokens"], options["max_price"]) == (3, 50_000, 0.5)
    assert "of 3 model calls" in json.dumps(told["notices"])


async def test_no_model_asks_none_though_one_is_configured(commands: CommandLine) -> None:
    async with server_of(FakeModel()) as server:
        line = CommandLine(commands.folder, {"STEPRESEARCH_BASE_URL": server.base_url})
        done = await asyncio.to_thread(line.ask, "--no-model")
        assert server.headers == []
    assert done.returncode == 0
    assert NOT_ASKED in done.stderr
    assert "0 model calls" in done.stderr


async def test_a_server_that_does_not_answer_is_said_so_before_it_is_waited_for(
    commands: CommandLine,
) -> None:
    async with ModelServer(lambda _: spoken("")) as server:
        pass
    settings = {"STEPRESEARCH_BASE_URL": server.base_url, "STEPRESEARCH_PATIENCE_S": "1"}
    done = await asyncio.to_thread(CommandLine(commands.folder, settings).ask)
    first = done.stderr.splitlines()[0]
    assert done.returncode == 0
    assert "cannot be reached" in first
    assert "up to 1 s" in first
    assert "--no-model" in first
