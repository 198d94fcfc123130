import pytest

from stepresearch.tools.llm.reasoning import split_reasoning


@pytest.mark.parametrize(
    ("content", "answer", "reasoning"),
    [
        ("<think>\nHm.\n</think>\n\nYes.", "Yes.", "Hm."),
        ("\n<thinking>Hm.</thinking><think>Hm?</think>Yes.", "Yes.", "Hm.\nHm?"),
        ("<think>Hm, and on", "", "Hm, and on"),
        ("Hm.</think>Yes.", "Yes.", "Hm."),
        ("[THINK]Hm.[/THINK]Yes.", "Yes.", "Hm."),
        ("◁think▷Hm.◁/think▷Yes.", "Yes.", "Hm."),
        ("<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Yes.", "Yes.", "Hm."),
        ("<|channel|>analysis<|message|>Hm, and on", "", "Hm, and on"),
    ],
)  # fmt: skip
def test_reasoning_is_parted_from_the_answer(content: str, answer: str, reasoning: str) -> None:
    assert split_reasoning(content) == (answer, reasoning)


@pytest.mark.parametrize(
    "content", ["  Yes. \n", "The tag <think> opens it.", '{"q": "what does </think> close"}', "a < b", ""]
)
def test_a_text_without_reasoning_comes_back_untouched(content: str) -> None:
    assert split_reasoning(content) == (content, "")
