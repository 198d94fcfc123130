import json

import pytest

from stepresearch.tools.llm.faults import Fault
from stepresearch.tools.llm.stream_guard import StreamGuard


def first_fault(text: str, *, max_tokens: int = 10_000) -> Fault | None:
    guard = StreamGuard(max_tokens=max_tokens)
    faults = (guard.feed(text[at : at + 5]) for at in range(0, len(text), 5))
    return next((fault for fault in faults if fault), None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The river is long. " * 60, Fault.REPETITION),
        ("ab" * 600, Fault.REPETITION),
        ("".join(f"{n}. The very same line\n" for n in range(60)), Fault.REPETITION),
        ("A sentence of " + " and ".join(["some words that go on for quite a while before they return"] * 20), Fault.REPETITION),
        ('{"length": 0.' + "3" * 900, Fault.ENDLESS_DIGITS),
        ('{"length":' + " \n\t" * 300, Fault.ENDLESS_WHITESPACE),
    ],
)  # fmt: skip
def test_an_endless_pattern_is_named_while_it_grows(text: str, fault: Fault) -> None:
    assert first_fault(text) == fault


def test_an_answer_far_beyond_its_limit_is_stopped() -> None:
    words = " ".join(str(n * 7919 % 10_007) + "x" for n in range(5000))
    assert first_fault(words, max_tokens=100) == Fault.TOO_LONG
    assert first_fault(words) is None


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"id": f"S{n}.{n % 4}", "verdict": "supported", "why": ""} for n in range(60)], indent=2),
        "| year | length |\n|---|---|\n"
        + "".join(f"| {1900 + n} | {n * 37 % 101} km |\n" for n in range(80)),
        "".join(f"- {1990 + n}: {n * 3} million euros of revenue\n" for n in range(40)),
        "\n\n".join(
            f"Paragraph {n} says something of {n * n} and of the {'abcdefgh'[n % 8]}." for n in range(80)
        ),
    ],
    ids=["verdicts", "table", "figures", "paragraphs"],
)
def test_regular_answers_are_let_through(text: str) -> None:
    assert first_fault(text) is None
