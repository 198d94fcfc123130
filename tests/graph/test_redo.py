from typing import Any

from doubles.research import QUESTION, graph_over
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.store.memory import InMemoryStore

from stepresearch.graph import Options
from stepresearch.graph.history import go_back
from stepresearch.graph.redo import before_first_floor
from stepresearch.graph.run import OpenRun
from stepresearch.tools.budget import NO_PRICES
from stepresearch.tools.llm.fake import PROSE, FakeModel


class Person:
    """Changes the plan each time it is shown. `asked` counts how often."""

    def __init__(self) -> None:
        self.asked = 0

    async def answer(self, _asked: dict[str, Any]) -> str:
        self.asked += 1
        return "Look at repairs too"


def opened(saver: InMemorySaver, store: InMemoryStore, model: FakeModel) -> OpenRun:
    options = Options(review_plan=True, clarify=False, max_rounds=1)
    return OpenRun("r", graph_over(model=model, checkpointer=saver, store=store), options, NO_PRICES)


async def finish(run: OpenRun, person: Person, question: str | None = None) -> list[str]:
    """The nodes whose floors answered, once the run is at its end."""
    async for _ in run.events({"question": question} if question else None, answer=person.answer):
        pass
    state = (await run.result()).state
    return [notice["node"] for notice in state["notices"] if notice["kind"] == "floor"]


async def test_a_step_that_asked_a_person_asks_again_and_the_model_takes_the_answer() -> None:
    saver, store, person, model = InMemorySaver(), InMemoryStore(), Person(), FakeModel()
    failing = opened(saver, store, FakeModel(failing={"review"}))
    assert await finish(failing, person, QUESTION) == ["review"]
    run = opened(saver, store, model)
    back = await before_first_floor(run)
    assert back is not None
    await go_back(run.graph, back)
    assert await finish(run, person) == []
    assert person.asked == 2
    assert model.asked[0].name == "review"


async def test_a_run_gone_back_from_once_has_nothing_to_go_back_to() -> None:
    saver, store, person = InMemorySaver(), InMemoryStore(), Person()
    await finish(opened(saver, store, FakeModel(failing={PROSE})), person, QUESTION)
    run = opened(saver, store, FakeModel())
    back = await before_first_floor(run)
    assert back is not None
    assert set(back.next) == {"section"}
    await go_back(run.graph, back)
    await finish(run, person)
    assert await before_first_floor(run) is None
