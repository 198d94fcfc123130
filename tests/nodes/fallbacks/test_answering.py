import pytest

from stepresearch.nodes.fallbacks.answering import best_answers
from stepresearch.nodes.state.schema import PassageRecord, Source
from stepresearch.text.language.chunking import cut_passages


def first_answer(question: str, *papers: str, standing: str | None = None) -> str:
    """The best answer out of papers `# title` and text; the last one may have a standing."""
    passages: list[PassageRecord] = []
    sources: dict[str, Source] = {}
    for number, paper in enumerate(papers, 1):
        key = f"S{number}"
        title = paper.partition("\n")[0].lstrip("# ")
        sources[key] = Source(source_id=key, url=f"file:///{key}.md", title=title, status="read")
        for place, cut in enumerate(cut_passages(paper), 1):
            passages.append(
                PassageRecord(
                    passage_id=f"{key}.{place}",
                    source_id=key,
                    start=cut.start,
                    end=cut.end,
                    heading=cut.heading,
                    text=paper[cut.start : cut.end],
                )
            )
    if standing:
        sources[f"S{len(papers)}"]["standing"] = standing  # type: ignore[typeddict-item]  # a word of the type
    answers = best_answers(question, passages, sources, count=1)
    return answers[0].text if answers else ""


def test_the_sentence_with_the_subject_and_a_date_answers_when() -> None:
    paper = "# Ships\n\nThe yard was founded in 1901. The Tern enters service in May 2028. The Tern has a crew of 14."

    assert (
        first_answer("When does the Tern enter service?", paper) == "“The Tern enters service in May 2028.”"
    )


def test_a_row_of_a_table_answers_as_its_subject_and_the_column_asked_for() -> None:
    paper = "# Mills\n\nMill | Built | Wheels\nUpper | 1711 | 4\nLower | 1698 | 2\nFar | 1802 | 6"

    assert first_answer("How many wheels does the Lower mill have?", paper) == "Lower — Wheels: 2"


def test_a_row_of_a_later_part_of_a_table_still_knows_its_head() -> None:
    rows = "\n".join(f"Mill {number} | {1700 + number} | {number * 7} kW" for number in range(1, 200))
    answer = first_answer("What is the power of Mill 187?", f"# Mills\n\nMill | Built | Power\n{rows}")

    assert answer.endswith("Mill 187 — Power: 1309 kW")


@pytest.mark.parametrize(
    ("question", "paper", "answer"),
    [
        ("What does a season pass cost?", "# Baths\n\nPrices:\n\n- Single visit: 4 euros\n- Season pass: 90 euros", "90 euros"),
        ("年票多少钱？", "# 浴场\n\n- 单次：40元\n- 年票：900元", "900元"),
        ("When is the deadline of the Finch grant?", "# Finch grant\n\nDeadline: 3 May 2027\nSum: 900 euros", "3 May 2027"),
        ("谁是白鹭基金会会长？", "# 白鹭基金会\n\n白鹭基金会成立于2001年。会长为周岚。", "周岚"),
    ],
)  # fmt: skip
def test_list_items_and_labelled_lines_are_answers(question: str, paper: str, answer: str) -> None:
    assert answer in first_answer(question, paper)


def test_an_echo_of_the_question_is_no_answer() -> None:
    paper = "# Mills\n\nWho built the Lower mill? Many ask. Ada Grey built the Lower mill."

    assert first_answer("Who built the Lower mill?", paper) == "“Ada Grey built the Lower mill.”"


def test_a_sentence_that_leans_on_the_one_before_is_told_with_its_subject() -> None:
    paper = "# Mills\n\nThe Stover mill has two wheels. It was built by Ada Grey."

    assert first_answer("Who built the Stover mill?", paper) == "Stover: “It was built by Ada Grey.”"


def test_what_is_superseded_answers_only_where_nothing_else_does() -> None:
    new = "# Fees 2026\n\nThe fee for a berth is 12 euros a night."
    old = "# Fees 2021\n\nThe fee for a berth is 9 euros a night."

    assert "12 euros" in first_answer("What is the fee for a berth?", new, old, standing="superseded")
    assert "9 euros" in first_answer("What is the fee for a berth?", old, standing="superseded")
