import re
from pathlib import Path

import pytest

from stepresearch.nodes.conversation.prompts import prompt
from stepresearch.nodes.section import DISPUTES, FURTHER, NOTED

PROMPTS = Path(__file__).parents[3] / "nodes" / "prompts"
GOLDEN = Path(__file__).parent / "golden"
SOURCES = "[S1] Brenna bridge — norr.example — 2020-01-02\n[S1.1]\nThe bridge cost 41 million euros in 2019."
SENTENCES = "1. The bridge cost 41 million euros. [S1.1]\n2. It opened in 2019. [S1.1]"
SAMPLE: dict[str, str | int] = {
    "added": "The person adds: Without the repairs.\n",
    "checklist": "- K1: The cost with its year\n- K2: Must not be there: the estimate of 2012 as the cost",
    "count": 3,
    "doubts": "{In doubt} means that code did not find it.\n",
    "disputed": f"{DISPUTES}\n- D1: cost: 41 million euros [S1.1] against 48 million euros [S2.1]\n",
    "wanted": "\nReader: the mayor\nWanted of the whole text: at most 800 words; one table",
    "measured": "The text has 812 words, tables included, 1 tables, and these headings: Cost; Opening.\n",
    "faults": "- Not fully supported (not_found): The bridge cost 77 million euros.",
    "findings": "- F1: The bridge cost 41 million euros in 2019. [S1.1]",
    "groups": "1 [S1.1] (Brenna bridge, 2020-01-02): It cost 41 million euros.\n2 [S2.1] (Norr audit): It cost 48 million euros.",
    "further": f"<sources>\n{SOURCES}\n</sources>\n\n{FURTHER}\n\n",
    "guidance": "\nThe person adds: Mind the repairs.\n",
    "language": "English",
    "statements": "1. (Cost) The sources do not say what the repairs cost.",
    "length": "250 words",
    "missing": "As missing, list the sentences on what is not known.\n",
    "noted": f"{NOTED}\n- The bridge cost 41 million euros in 2019. [S1.1]\n",
    "outline": "- What did the bridge cost?\n- When did it open?",
    "points": "What a reader looks for:\n- K1: The cost with its year\nWhich are open?\n",
    "papers": "S1: Brenna bridge | Report of the Norr road office",
    "question": "What did the Brenna bridge cost, and when did it open?",
    "replaced": "{In place of …} tells what a sentence replaced.\n",
    "round": 1,
    "rounds": 3,
    "sentences": SENTENCES,
    "sources": SOURCES,
    "task": "What did the bridge cost?",
    "tasks": "T1: What did the bridge cost?\nT2: When did it open?",
    "text": "The bridge cost 77 million euros. [S1.1]",
    "title": "What did the bridge cost?",
    "today": "2026-11-22",
    "wish": "Rather the repairs.",
}
"""A value for each placeholder of any prompt."""

NAMES = sorted(path.stem for path in PROMPTS.glob("*.md"))
every_prompt = pytest.mark.parametrize("name", NAMES)


def rendered(name: str) -> str:
    placeholders = re.findall(r"\$\{?(\w+)", (PROMPTS / f"{name}.md").read_text(encoding="utf-8"))
    return prompt(name, **{key: SAMPLE[key] for key in placeholders}) + "\n"


@every_prompt
def test_a_prompt_is_rendered_as_reviewed(name: str) -> None:
    golden = (GOLDEN / f"{name}.md").read_text(encoding="utf-8")
    assert rendered(name) == golden, (
        f"nodes/prompts/{name}.md changed: write tests/nodes/golden anew with "
        "`uv run python tests/nodes/conversation/test_prompts.py` and read the difference."
    )


def test_there_is_a_golden_file_for_each_prompt_and_no_other() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.md")) == NAMES


@every_prompt
def test_no_placeholder_is_left_in_a_prompt(name: str) -> None:
    assert "$" not in rendered(name)


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        prompt("system", today="2026-11-22")


def test_a_value_without_a_placeholder_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"no placeholder for \['color'\]"):
        prompt("system", today="2026-11-22", language="English", color="red")


def test_a_value_may_hold_what_looks_like_a_placeholder() -> None:
    assert "costs $task or ${task}" in prompt("clarify", question="What costs $task or ${task}?")


if __name__ == "__main__":
    for one in NAMES:
        (GOLDEN / f"{one}.md").write_text(rendered(one), encoding="utf-8")
