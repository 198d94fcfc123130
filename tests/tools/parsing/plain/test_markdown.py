import pytest

from stepresearch.tools.parsing.plain.markdown import markdown_page


def text_of(markdown: str) -> str:
    return markdown_page(markdown, url="file:///notes.md", file_name="notes.md").text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("A **bold** word", "A bold word"),
        ("A ***bold and leaning*** word", "A bold and leaning word"),
        ("***Bold** and leaning*", "Bold and leaning"),
        ("**Bold with *leaning* inside**", "Bold with leaning inside"),
        ("__Bold__ and _leaning_", "Bold and leaning"),
        ("2 ** 3 and 4 ** 5", "2 ** 3 and 4 ** 5"),
        ("**Never closed", "**Never closed"),
        ("Never **opened, but **closed** once", "Never **opened, but closed once"),
        ("a snake_case_name", "a snake_case_name"),
        ("****", "****"),
    ],
)
def test_emphasis_leaves_its_words_and_other_stars_stay(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("## Costs ##", "## Costs"),
        ("## Costs ##  ", "## Costs"),
        ("## Uses of C#", "## Uses of C#"),
        ("# #", "# #"),
    ],
)
def test_a_heading_loses_the_marks_that_close_it(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    "code",
    [
        "```\n**x** = 1\n```",
        "~~~ python\n**x** = 1\n```\n~~~",
        "````\n```\n**x** = 1\n````",
        "``` python\n**x** = 1",
    ],
)
def test_fenced_code_stays_as_it_is(code: str) -> None:
    assert text_of(f"Before **it**.\n\n{code}") == f"Before it.\n\n{code}"


def test_what_follows_fenced_code_is_prose_again() -> None:
    assert text_of("```\n**x**\n```\nIt is **set**.") == "```\n**x**\n```\nIt is set."


def test_code_between_backticks_within_a_line_opens_no_fence() -> None:
    assert text_of("```x``` is **set**.") == "```x``` is set."
