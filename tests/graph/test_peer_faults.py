"""Faults that other deep-research programs were seen to have, each reproduced against this one."""

import json
from typing import Any

import pytest
from doubles.model_server import VLLM, Dialect, ModelServer, Request, Scripted, error, spoken
from doubles.research import PAGES, QUESTION, graph_over, lengthened, notices, run
from doubles.routed_model import Answering, server_of

from stepresearch.nodes.state.reducers import merge_records
from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.llm.openai.chat_model import OpenAIChatModel
from stepresearch.tools.llm.openai.settings import ModelSettings
from stepresearch.tools.page import Page
from stepresearch.tools.search.fake import FakeEngine


def model_at(server: ModelServer, **values: Any) -> OpenAIChatModel:
    given = {"model": "tiny-32b", "window_tokens": 32_768, "patience_s": 0.3, "retry_pause_s": 0.01}
    return OpenAIChatModel(ModelSettings(server.base_url, **(given | values)))


async def test_one_503_costs_one_retry_and_not_the_evidence() -> None:
    """open_deep_research: one 503 in one researcher, and the report is written from nothing, without a word."""
    healthy = Answering(FakeModel())
    asked = iter(range(1000))

    def answer(request: Request) -> Scripted:
        return error(503, "Loading model") if next(asked) == 4 else healthy(request)

    async with ModelServer(answer) as server:
        state = await run(graph_over(model=model_at(server, patience_s=5.0)))
    assert notices(state, "floor") == []
    assert len(state["findings"]) >= 3


async def test_a_call_of_an_unknown_tool_at_every_step_still_brings_a_report_from_the_evidence() -> None:
    """open_deep_research: an unknown tool's name ends a researcher."""
    call = {"index": 0, "id": "t", "type": "function", "function": {"name": "delegate", "arguments": "{}"}}
    events = [
        {
            "choices": [
                {"index": 0, "delta": {"role": "assistant", "tool_calls": [call]}, "finish_reason": None}
            ]
        },
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]},
    ]
    async with ModelServer(lambda _: Scripted(events=tuple(events))) as server:
        state = await run(graph_over(model=model_at(server)))
    assert state["report"]["status"] == "complete"
    assert len(state["findings"]) >= 3
    assert {"plan", "reflect", "note"} <= {notice["node"] for notice in state["notices"]}


async def test_thoughts_before_every_answer_reach_neither_the_queries_nor_the_report() -> None:
    """open_deep_research ends at its first node; local-deep-researcher searches for "Tell me more about X"."""
    healthy = Answering(FakeModel())

    def thinking(request: Request) -> Scripted:
        told = "".join(
            event["choices"][0]["delta"].get("content") or ""
            for event in healthy(request).events
            if event.get("choices")
        )
        return spoken(f"<think>Hm, {{maybe}} I should think.</think>\n{told}")

    engine = FakeEngine(PAGES)
    async with ModelServer(thinking) as server:
        state = await run(graph_over(engine=engine, model=model_at(server)))
    assert engine.asked[0] == "What did the Brenna bridge cost"
    assert "think" not in state["report"]["markdown"]
    assert not any("think" in message["content"] for message in state["transcript"][1:])
    assert notices(state, "floor") == []


async def test_fenced_answers_at_every_step_are_read() -> None:
    """local-deep-researcher: fenced JSON turns every query into "Tell me more about X"."""
    fake = FakeModel()
    healthy = Answering(fake)

    def fenced(request: Request) -> Scripted:
        if "response_format" not in request:
            return healthy(request)
        form = request["response_format"]["json_schema"]
        value = fake.answer(request["messages"], form["schema"], form["name"])
        return spoken(f"```json\n{json.dumps(value)}\n```")

    async with ModelServer(fenced) as server:
        state = await run(graph_over(model=model_at(server)))
    assert state["notices"] == []
    assert state["plan"]["tasks"][0]["question"] == "What did the Brenna bridge cost"


@pytest.mark.parametrize("rounds", [1, 2, 3])
async def test_as_many_rounds_are_reflected_on_as_were_asked_for_and_one_for_what_is_disputed(
    rounds: int,
) -> None:
    """local-deep-researcher: three loops run four."""
    pages = [
        Page(
            f"https://s{n}.example/",
            f"Part {n}",
            f"Part {n} of the Brenna bridge cost {n + 10} million euros in 2019.",
        )
        for n in range(40)
    ]
    numbers = iter(range(13, 40))
    wanting = {
        "reflect": lambda _: {"settled_ids": [], "queries": [f"Part {next(numbers)} Brenna"], "enough": False}
    }
    model = FakeModel(answers=wanting)
    state = await run(graph_over(pages, model=model), max_rounds=rounds, max_sources=100)
    searching = {q["round"] for q in state["queries"].values() if q["why"] != "to settle a dispute"}
    assert len([one for one in model.asked if one.name == "reflect"]) <= rounds
    assert max(searching) <= rounds + 1


async def test_a_conversation_too_long_never_becomes_the_text_of_the_report() -> None:
    """open_deep_research: a context overflow becomes the text of the report."""
    async with server_of(FakeModel(), window=600) as server:  # the server refuses from 600 tokens on
        state = await run(graph_over(model=model_at(server)))
    assert state["report"]["status"] == "complete"
    body = state["report"]["markdown"].partition("## Notes")[0]
    assert "maximum context length" not in body
    assert "41 million euros" in body


@pytest.mark.parametrize("window", [32_768, 16_384, 8192])
async def test_no_refusal_for_length_reaches_the_user_of_a_server_with_a_small_window(window: int) -> None:
    long = [lengthened(page, 300) for page in PAGES]
    dialect = Dialect("vLLM", card={"max_model_len": window}, overflow=VLLM.overflow)
    async with server_of(FakeModel(), dialect=dialect, window=window) as server:
        state = await run(graph_over(long, model=model_at(server, window_tokens=None)), max_rounds=3)
    assert state["notices"] == []
    assert "Extractive report" not in state["report"]["markdown"]


async def test_a_server_that_is_not_there_leaves_the_report_of_the_rules() -> None:
    async with ModelServer(lambda _: spoken("x")) as server:
        pass  # gone before the first question
    state = await run(graph_over(model=model_at(server, window_tokens=None)))
    assert state["report"]["status"] == "complete"
    assert "cannot be reached" in " ".join(notices(state, "floor"))


async def test_a_server_that_dies_in_the_middle_leaves_a_report_with_all_findings() -> None:
    healthy = Answering(FakeModel())
    asked = iter(range(1000))

    def dying(request: Request) -> Scripted:
        return healthy(request) if next(asked) < 6 else Scripted(status=503, body="{}")

    async with ModelServer(dying) as server:
        state = await run(graph_over(model=model_at(server)))
    assert state["report"]["status"] == "complete"
    assert len(state["findings"]) >= 3
    assert {notice["node"] for notice in state["notices"]} >= {"section", "summarize"}


async def test_the_checks_see_the_passages_of_the_sources() -> None:
    """gpt-researcher: the fact checker never sees a source."""
    original = "The bridge, as the account of 2019 says, cost 41 million euros. [S1.1]"
    model = FakeModel(answers={"prose": lambda _: original})
    await run(graph_over(model=model))
    checks = [one for one in model.asked if one.name == "check"]
    assert checks
    for one in checks:
        assert any(PAGES[0].text.partition("\n\n")[2] in message["content"] for message in one.messages)


async def test_one_page_has_one_id_and_one_number_however_often_it_is_found() -> None:
    """StepDeepResearch: one URL gets several citation ids."""
    state = await run(graph_over(model=FakeModel()), max_rounds=4)
    urls = [source["url"] for source in state["sources"].values()]
    assert len(urls) == len(set(urls))
    cited = [citation["source_id"] for citation in state["report"]["citations"]]
    assert len(cited) == len(set(cited))


def test_an_update_of_one_record_leaves_the_others() -> None:
    """StepDeepResearch: a todo update deletes the list."""
    assert merge_records({"a": {"x": 1}, "b": {"x": 2}}, {"a": {"y": 3}}) == {
        "a": {"x": 1, "y": 3},
        "b": {"x": 2},
    }


async def test_a_run_out_of_rounds_ends_with_a_report() -> None:
    """StepDeepResearch: at max_steps no answer at all."""
    state = await run(graph_over(), QUESTION, max_rounds=1)
    assert state["report"]["status"] == "complete"
