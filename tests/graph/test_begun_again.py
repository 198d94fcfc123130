"""A run that begins again before its first step was kept asks what it asked before."""

from doubles.research import QUESTION, graph_over
from langgraph.store.memory import InMemoryStore

from stepresearch.nodes.state.options import Options
from stepresearch.tools.llm.fake import FakeModel

BEGUN_S = 1_700_000_000.0


async def test_a_run_begun_again_with_its_time_is_given_what_was_paid_for() -> None:
    store, first, second = InMemoryStore(), FakeModel(), FakeModel()
    options = Options(clarify=True, review_plan=False)
    given = {"question": QUESTION, "started_s": BEGUN_S}
    one = await graph_over(model=first, store=store).ainvoke(given, context=options)
    other = await graph_over(model=second, store=store).ainvoke(given, context=options)
    assert first.asked
    assert second.asked == []
    assert one["report"] == other["report"]
    assert one["today"] == "2023-11-14"


async def test_a_new_run_asks_anew() -> None:
    store, first, second = InMemoryStore(), FakeModel(), FakeModel()
    await graph_over(model=first, store=store).ainvoke({"question": QUESTION})
    await graph_over(model=second, store=store).ainvoke({"question": QUESTION})
    assert len(second.asked) == len(first.asked) > 0
