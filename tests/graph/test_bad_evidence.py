"""Pages and windows that make evidence hard to show: each run ends with a report whose prompts fitted the window."""

from doubles.research import QUESTION, graph_over, notices, run

from stepresearch.tools.llm.fake import FakeModel
from stepresearch.tools.page import Page

FILLER = "It is long and old and many cross it on their way to the market. " * 30
MANY = [
    Page(
        f"https://s{number}.example/report",
        f"Brenna bridge report {number}",
        f"The Brenna bridge, span {number}, cost {number + 10} million euros and opened in {1900 + number}. {FILLER}",
    )
    for number in range(40)
]
ROWS = "\n".join(f"| {1000 + number} | {number * 3 % 977} |" for number in range(4000))
TABLE = Page(
    "https://t.example/accounts",
    "Brenna bridge accounts",
    f"| Year | Brenna bridge cost, million euros |\n| --- | --- |\n{ROWS}\n\nThe Brenna bridge cost 41 million euros.",
)
SENTENCE = Page(
    "https://u.example/report",
    "Brenna bridge",
    f"The Brenna bridge cost 41 million euros {'and more of the bridge and the river ' * 8000}",
)


async def test_a_small_window_at_full_depth_is_never_overrun_and_the_model_writes() -> None:
    model = FakeModel(window_tokens=8192)
    state = await run(graph_over(MANY, model=model), QUESTION, depth="deep")
    assert state["report"]["status"] == "complete"
    assert {one["by"] for one in state["sections"].values()} == {"model"}
    assert not [text for text in notices(state, "floor") if "do not fit the window" in text]


async def test_of_a_table_of_four_thousand_rows_the_rest_of_the_page_is_still_shown() -> None:
    state = await run(graph_over([TABLE, *MANY[:3]], model=FakeModel()), QUESTION)
    assert state["report"]["status"] == "complete"
    shown = [state["passages"][key] for key in state["shown"]]
    assert any("The Brenna bridge cost 41 million euros." in one["text"] for one in shown)
    assert {one["source_id"] for one in shown} >= {"S1", "S2", "S3"}


async def test_a_sentence_without_end_does_not_push_out_the_other_pages() -> None:
    state = await run(graph_over([SENTENCE, *MANY[:3]], model=FakeModel()), QUESTION)
    assert state["report"]["status"] == "complete"
    shown = {state["sources"][state["passages"][key]["source_id"]]["url"] for key in state["shown"]}
    assert shown == {SENTENCE.url, *(page.url for page in MANY[:3])}
